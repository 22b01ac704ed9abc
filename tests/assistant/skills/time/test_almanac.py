"""Distances of days and moments, and the change of the clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.skills.time.almanac import apart, between, clock_change, elapsed, midnight

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("last", "unit", "said"),
    [
        ("2026-12-25", "", "33 days"), ("2026-11-23", "day", "1 day"), ("2026-11-22", "week", "0 weeks"),
        ("2026-12-08", "week", "2 weeks and 2 days"), ("2027-01-25", "month", "2 months and 3 days"),
        ("2028-11-22", "year", "2 years"), ("2026-11-20", "", "2 days"),
    ],
)  # fmt: skip
def test_days(last: str, unit: str, said: str) -> None:
    assert apart(date(2026, 11, 22), date.fromisoformat(last), unit) == said


def test_moments_are_apart_in_utc() -> None:
    first, last = datetime(2026, 3, 28, 22, tzinfo=BERLIN), datetime(2026, 3, 29, 6, tzinfo=BERLIN)

    assert elapsed(first, last) == timedelta(hours=7)
    assert between(first, last, "hour") == "7 hours"
    assert between(first, last + timedelta(minutes=30), "") == "7 hours and 30 minutes"
    assert between(first, first + timedelta(minutes=90), "minute") == "90 minutes"


def test_the_clocks_change_where_they_do() -> None:
    assert clock_change(datetime(2026, 11, 22, tzinfo=BERLIN)) == (date(2027, 3, 28), timedelta(hours=1))
    assert clock_change(datetime(2026, 11, 22, tzinfo=ZoneInfo("Asia/Tokyo"))) is None


def test_a_day_begins_at_its_own_midnight() -> None:
    assert midnight(date(2026, 7, 1), BERLIN).isoformat() == "2026-07-01T00:00:00+02:00"
