"""Questions that go on from another, filled in from what was kept of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from dateutil.relativedelta import relativedelta

from assistant.skills.time.resuming import in_its_year, kept, resumed
from models.text.parse import Context
from models.text.parse.asked import DayAsked, DistanceAsked, MoreAsked

NOW = Context(datetime(2026, 11, 24, 14, 45, tzinfo=UTC), UTC)
EASTER = kept(DayAsked(date(2027, 3, 28), "any", "easter"), None, NOW.today)
SPAN = kept(DistanceAsked(date(2027, 3, 3), date(2027, 6, 30), "day"), None, NOW.today)


def test_a_holiday_in_another_year_is_on_its_own_date() -> None:
    assert resumed(MoreAsked(year=2030), EASTER, NOW) == DayAsked(date(2030, 4, 21), "any", "easter")
    after = resumed(MoreAsked(later=relativedelta(years=1)), EASTER, NOW)
    assert after == DayAsked(date(2028, 4, 16), "any", "easter")


def test_how_far_a_day_is() -> None:
    past = kept(DayAsked(date(2026, 5, 1), "any"), None, NOW.today)

    assert resumed(MoreAsked(far=True), past, NOW) == DistanceAsked(date(2026, 5, 1), None)
    assert resumed(MoreAsked(far=True, unit="week"), EASTER, NOW) == DistanceAsked(
        None, date(2027, 3, 28), "week"
    )


def test_another_end_is_counted_from_the_same_beginning() -> None:
    july = in_its_year(MoreAsked(date(2027, 7, 15), until=True), SPAN, "and to 15 July")

    assert resumed(july, SPAN, NOW) == DistanceAsked(date(2027, 3, 3), date(2027, 7, 15), "day")


def test_a_date_without_a_year_is_on_the_right_side() -> None:
    january = in_its_year(MoreAsked(date(2027, 1, 9), until=True), SPAN, "and to 9 January")
    assert january == MoreAsked(date(2028, 1, 9), until=True)
    december = in_its_year(MoreAsked(date(2026, 12, 1), since=True), SPAN, "and from 1 December")
    assert december == MoreAsked(date(2026, 12, 1), since=True)
    august = in_its_year(MoreAsked(date(2027, 8, 1), since=True), SPAN, "and from 1 August")
    assert august == MoreAsked(date(2026, 8, 1), since=True)
    said = MoreAsked(date(2027, 1, 9), until=True)
    assert in_its_year(said, SPAN, "and to 9 January 2027") == said
