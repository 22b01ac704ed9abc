"""The rules of questions about dates and times."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from models.text.parse import Context, Span
from models.text.parse.asked import DistanceAsked, LengthAsked, MomentAsked
from models.text.parse.calendar_rules import (
    coming_weekend,
    days_in_month,
    leap,
    left_today,
    started_now,
    till,
)
from models.text.parse.dates import Month
from models.text.parse.reader import Nonsense

NOW = Context(datetime(2026, 11, 22, 14, 45, tzinfo=UTC), UTC)


def test_units_come_from_the_words() -> None:
    assert till("how many sleeps", date(2026, 12, 25)) == DistanceAsked(None, date(2026, 12, 25), "day")
    assert till("how long", date(2026, 12, 25)).unit == ""


def test_a_month_without_a_year_is_the_next_one() -> None:
    found = days_in_month(NOW, "how many days", Month(2))

    assert found == LengthAsked(Span(date(2027, 2, 1), date(2027, 2, 28)), "day")


def test_a_weekend_that_has_begun_is_not_the_coming_one() -> None:
    assert coming_weekend(NOW) == date(2026, 11, 28)


def test_the_day_ends_at_midnight() -> None:
    assert left_today(NOW, "how many hours") == DistanceAsked(
        None, datetime(2026, 11, 23, tzinfo=UTC), "hour"
    )


def test_moments_are_counted_from_now() -> None:
    later = datetime(2026, 11, 22, 16, 45, tzinfo=UTC)

    assert started_now(NOW, Fraction(7200)) == MomentAsked(later, NOW.now)


def test_a_year_must_be_one() -> None:
    with pytest.raises(Nonsense):
        leap(Fraction(0))
