"""Moments and repetitions put together from several words, on Tuesday, 24 November 2026, 9:20."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.text.parse import Context, Recurrence, Span
from models.text.parse.when import DayPart, when
from tests.models.text.value_rows import NOW

CONTEXT = Context(NOW)
WEEK = "0123456"

ONCE = [
    # a time of day alone: the next one
    (["7 am"], "2026-11-25 07:00"), (["at 7"], "2026-11-24 19:00"), (["seven"], "2026-11-24 19:00"),
    (["at nine"], "2026-11-24 21:00"), (["ten"], "2026-11-24 10:00"), (["0730"], "2026-11-25 07:30"),
    (["730"], "2026-11-24 19:30"), (["noon"], "2026-11-24 12:00"), (["midnight"], "2026-11-25 00:00"),
    (["twelve"], "2026-11-24 12:00"), (["half past ten"], "2026-11-24 10:30"),
    (["18:05"], "2026-11-24 18:05"),
    (["quarter to nine"], "2026-11-24 20:45"),
    (["six thirty in the morning"], "2026-11-25 06:30"),
    # a day and a time of day
    (["tomorrow", "7 am"], "2026-11-25 07:00"), (["tomorrow", "7"], "2026-11-25 07:00"),
    (["seven", "tomorrow"], "2026-11-25 07:00"), (["tomorrow", "3"], "2026-11-25 15:00"),
    (["today", "at 3"], "2026-11-24 15:00"), (["today", "8"], "2026-11-24 20:00"),
    (["friday", "half past six"], "2026-11-27 06:30"),
    (["on the 3rd of december", "noon"], "2026-12-03 12:00"),
    (["next monday", "at 14:30"], "2026-11-30 14:30"), (["in two days", "at 7"], "2026-11-26 07:00"),
    (["tomorrow at 7 am"], "2026-11-25 07:00"), (["at 8 pm on saturday"], "2026-11-28 20:00"),
    (["2026-12-24", "5 pm"], "2026-12-24 17:00"), (["today", "7 am"], "2026-11-24 07:00"),
    # with a part of the day
    (["tomorrow", "morning", "6"], "2026-11-25 06:00"), (["tomorrow evening", "at 8"], "2026-11-25 20:00"),
    (["8", "tonight"], "2026-11-24 20:00"), (["tonight", "at 1"], "2026-11-25 01:00"),
    (["friday night", "eleven"], "2026-11-27 23:00"), (["seven", "in the morning"], "2026-11-25 07:00"),
    (["nine", "this evening"], "2026-11-24 21:00"), (["two", "in the afternoon"], "2026-11-24 14:00"),
    (["friday", "in the morning", "ten"], "2026-11-27 10:00"), (["midnight", "tonight"], "2026-11-25 00:00"),
    (["tonight", "5 pm"], "2026-11-24 17:00"), (["tomorrow's", "8 am"], "2026-11-25 08:00"),
    (["five hundred and thirty am"], "2026-11-25 05:30"), (["eight hundred pm"], "2026-11-24 20:00"),
    (["march seven", "noon"], "2027-03-07 12:00"), (["twenty fifth", "of may", "5 pm"], "2027-05-25 17:00"),
    # distances from now
    (["after three hours"], "2026-11-24 12:20"),
    (["in ten minutes"], "2026-11-24 09:30"), (["ten minutes"], "2026-11-24 09:30"),
    (["an hour and a half from now"], "2026-11-24 10:50"), (["in two days"], "2026-11-26 09:20"),
    (["in an hour"], "2026-11-24 10:20"), (["this time tomorrow"], "2026-11-25 09:20"),
    # a day alone
    (["friday"], date(2026, 11, 27)), (["in a month"], date(2026, 12, 24)),
    (["christmas eve"], date(2026, 12, 24)),
    (["the day after tomorrow"], date(2026, 11, 26)),
    # a part of a day alone
    (["friday", "morning"], DayPart(date(2026, 11, 27), "morning")),
    (["tomorrow night"], DayPart(date(2026, 11, 25), "night")),
    (["tonight"], DayPart(date(2026, 11, 24), "night")),
    (["this afternoon"], DayPart(date(2026, 11, 24), "afternoon")),
    (["in the morning"], DayPart(date(2026, 11, 24), "morning")),
    # not understood, or not all of it
    ([], None), (["soon"], None), (["at 7", "at 9"], None), (["february 30th", "7 am"], None),
    (["tomorrow", "25:00"], None), (["friday", "monday", "7"], None), (["8 am", "in the evening"], None),
    (["7 eggs"], None), (["3/4/2026"], None), (["in ten minutes", "7 pm"], None), (["", "  "], None),
]  # fmt: skip


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+00:00")


@pytest.mark.parametrize(("parts", "expected"), ONCE, ids=lambda value: str(value)[:60])
def test_once(parts: list[str], expected: Any) -> None:
    found = when(parts, CONTEXT)
    assert found == (moment(expected) if isinstance(expected, str) else expected)
    assert type(found) is (datetime if isinstance(expected, str) else type(expected))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["at 7"], "2026-11-25 07:00"),
        (["four"], "2026-11-25 04:00"),
        (["tomorrow", "4"], "2026-11-25 04:00"),
        (["ten"], "2026-11-24 10:00"),
        (["three"], "2026-11-24 15:00"),
        (["7 pm"], "2026-11-24 19:00"),
        (["twelve"], "2026-11-24 12:00"),
    ],
)
def test_waking_is_in_the_morning(parts: list[str], expected: str) -> None:
    assert when(parts, CONTEXT, waking=True) == moment(expected)


@pytest.mark.parametrize(
    ("parts", "excepted", "days", "times", "except_days"),
    [
        (["every weekday", "6:30"], [], "01234", ["06:30"], ""),
        (["every day", "at 8"], [], WEEK, ["08:00"], ""),
        (["6:45 am", "weekdays"], [], "01234", ["06:45"], ""),
        (["every day", "noon"], [], WEEK, ["12:00"], ""),
        (["daily", "twelve"], [], WEEK, ["12:00"], ""),
        (["every day", "3"], [], WEEK, ["15:00"], ""),
        (["every evening", "nine"], [], WEEK, ["21:00"], ""),
        (["every day", "8", "in the evening"], [], WEEK, ["20:00"], ""),
        (["every monday", "every friday", "7 pm"], [], "04", ["19:00"], ""),
        (["mondays and thursdays", "7 pm"], [], "03", ["19:00"], ""),
        (["every week", "on sunday", "10 am"], [], "6", ["10:00"], ""),
        (["every saturday at 9 am"], [], "5", ["09:00"], ""),
        (["every day", "at 9 and at 21:00"], [], WEEK, ["09:00", "21:00"], ""),
        (["weekends"], [], "56", [], ""),
        (["every wednesday night at five pm"], [], "2", ["17:00"], ""),
        (["everyday", "2 pm"], [], WEEK, ["14:00"], ""),
        (["every day", "7 am"], ["weekends", "Wednesdays"], WEEK, ["07:00"], "562"),
        (["every day"], ["except saturday and sunday"], WEEK, [], "56"),
        (["every weekday", "5"], ["but not on fridays"], "01234", ["05:00"], "4"),
        (["every weekday except monday", "7"], ["friday"], "01234", ["07:00"], "04"),
        (["each day"], ["tuesdays, thursdays and the weekend"], WEEK, [], "1356"),
    ],
)
def test_repetitions(
    parts: list[str], excepted: list[str], days: str, times: list[str], except_days: str
) -> None:
    found = when(parts, CONTEXT, excepted=excepted)
    assert isinstance(found, Recurrence)
    assert "".join(str(day) for day in found.days) == days
    assert [f"{clock.hour:02}:{clock.minute:02}" for clock in found.times] == times
    assert "".join(str(day) for day in found.except_days) == except_days
    assert all(clock.half for clock in found.times)


def test_repetitions_of_other_units() -> None:
    monthly = when(["every month", "on the 15th", "9 am"], CONTEXT)
    assert isinstance(monthly, Recurrence)
    assert (monthly.unit, monthly.day, len(monthly.times)) == ("month", 15, 1)
    yearly = when(["every year", "the 4th of may"], CONTEXT)
    assert isinstance(yearly, Recurrence)
    assert (yearly.unit, yearly.day_of_year) == ("year", (5, 4))
    other = when(["every other day", "7 am"], CONTEXT)
    assert isinstance(other, Recurrence)
    assert (other.unit, other.interval) == ("day", 2)
    limited = when(["every day", "until friday", "7 am"], CONTEXT)
    assert isinstance(limited, Recurrence)
    assert limited.until == date(2026, 11, 27)
    started = when(["every day", "from monday", "7 am"], CONTEXT)
    assert isinstance(started, Recurrence)
    assert started.start == date(2026, 11, 30)


def test_exceptions_are_dates_too() -> None:
    found = when(["every day", "7 am"], CONTEXT, excepted=["christmas day", "tomorrow", "this weekend"])
    assert isinstance(found, Recurrence)
    assert found.except_dates == ((12, 25), date(2026, 11, 25), date(2026, 11, 28), date(2026, 11, 29))


@pytest.mark.parametrize(
    ("parts", "excepted"),
    [
        (["every weekday"], ["weekdays"]),
        (["every day"], ["the dentist"]),
        (["every day"], ["sundays and the dentist"]),
        (["tomorrow"], ["fridays"]),
        (["every monday", "every other friday"], []),
        (["every morning", "8 pm"], []),
    ],
)
def test_contradictions_are_nothing(parts: list[str], excepted: list[str]) -> None:
    assert when(parts, CONTEXT, excepted=excepted) is None


def test_spans() -> None:
    found = when(["tomorrow", "from 9 am to 11 am"], CONTEXT)
    assert found == Span(moment("2026-11-25 09:00"), moment("2026-11-25 11:00"))
    assert when(["this weekend"], CONTEXT) == Span(date(2026, 11, 28), date(2026, 11, 29))


def test_a_part_of_a_day_has_a_span_and_a_usual_time() -> None:
    part = DayPart(date(2026, 11, 27), "night")
    assert part.span(CONTEXT) == Span(moment("2026-11-27 20:00"), moment("2026-11-28 05:00"))
    assert part.usual(CONTEXT) == moment("2026-11-27 21:00")
    late = Context(datetime.fromisoformat("2026-11-24T13:00:00+00:00"))
    assert when(["in the morning"], late) == DayPart(date(2026, 11, 25), "morning")


def test_the_wall_clock_counts_where_the_season_changes() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    context = Context(datetime(2027, 3, 27, 12, tzinfo=berlin), berlin)
    found = when(["tomorrow", "7 am"], context)
    assert found == datetime(2027, 3, 28, 7, tzinfo=berlin)
    assert when(["tomorrow", "2:30 am"], context) is None
    assert when(["in 24 hours"], context) == datetime(2027, 3, 28, 13, tzinfo=berlin)


@pytest.mark.parametrize(
    ("parts", "moment"),
    [
        (["twenty-five to nine", "tomorrow", "morning"], "2026-11-25T08:35"),
        (["twenty to six", "friday", "evening"], "2026-11-27T17:40"),
        (["ten till nine", "tonight"], "2026-11-24T20:50"),
        (["oh five thirty hours"], "2026-11-25T05:30"),
        (["next week on friday", "half past six", "in the evening"], "2026-12-04T18:30"),
        (["st patrick's day", "9 am"], "2027-03-17T09:00"),
    ],
)
def test_minutes_to_an_hour_are_no_span(parts: list[str], moment: str) -> None:
    found = when(parts, CONTEXT)
    assert isinstance(found, datetime)
    assert found.replace(tzinfo=None).isoformat(timespec="minutes") == moment


@pytest.mark.parametrize(
    ("parts", "start", "until"),
    [
        (["all week", "6 am"], None, date(2026, 11, 29)),
        (["6 am", "all next week"], date(2026, 11, 30), date(2026, 12, 6)),
        (["every day", "this week", "7 am"], None, date(2026, 11, 29)),
        (["this weekend", "at 8 am"], date(2026, 11, 28), date(2026, 11, 29)),
    ],
)
def test_a_time_on_each_day_of_a_while(parts: list[str], start: date | None, until: date) -> None:
    found = when(parts, CONTEXT)
    assert isinstance(found, Recurrence)
    assert (found.start, found.until, len(found.times)) == (start, until, 1)


def test_mornings_are_repeated() -> None:
    found = when(["monday mornings", "6"], CONTEXT)
    assert isinstance(found, Recurrence)
    assert (found.days, found.times[0].hour) == ((0,), 6)


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("an hour before 3 pm tomorrow", "2026-11-25 14:00"),
        ("half an hour after noon", "2026-11-24 12:30"),
        ("two hours ahead of 9 am on friday", "2026-11-27 07:00"),
    ],
)
def test_so_long_before_or_after_a_moment(words: str, moment: str) -> None:
    assert when([words], CONTEXT) == datetime.fromisoformat(moment).replace(tzinfo=NOW.tzinfo)
    assert when([f"an age {words.split(maxsplit=2)[-1]}"], CONTEXT) is None
