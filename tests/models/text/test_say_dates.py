"""Dates, moments, spans and repetitions as a reply says them. It is Tuesday, 24 November 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from models.text import say_dates
from models.text.parse import Context, Span, TimeOfDay
from models.text.parse.when import DayPart, when
from tests.models.text.value_rows import NOW

TODAY = NOW.date()
CONTEXT = Context(NOW)


@pytest.mark.parametrize(
    ("day", "near", "on"),
    [
        ("2026-11-24", "today", "today"),
        ("2026-11-25", "tomorrow", "tomorrow"),
        ("2026-11-23", "yesterday", "yesterday"),
        ("2026-11-26", "Thursday", "on Thursday"),
        ("2026-11-30", "Monday", "on Monday"),
        ("2026-12-01", "Tuesday, December 1", "on Tuesday, December 1"),
        ("2026-11-20", "Friday, November 20", "on Friday, November 20"),
        ("2027-01-02", "Saturday, January 2", "on Saturday, January 2"),
        ("2027-12-25", "Saturday, December 25, 2027", "on Saturday, December 25, 2027"),
    ],
)
def test_dates(day: str, near: str, on: str) -> None:
    assert say_dates.near(date.fromisoformat(day), TODAY) == near
    assert say_dates.on(date.fromisoformat(day), TODAY) == on


def test_full_dates() -> None:
    assert say_dates.full(date(2026, 11, 28)) == "Saturday, November 28"
    assert say_dates.full(date(2026, 11, 28), year=True) == "Saturday, November 28, 2026"


def test_moments() -> None:
    tomorrow = NOW.replace(day=25, hour=7, minute=0)
    friday = NOW.replace(day=27, hour=19, minute=30)
    assert say_dates.moment(tomorrow, NOW) == "tomorrow at 7 AM"
    assert say_dates.moment(friday, NOW) == "on Friday at 7:30 PM"
    assert say_dates.moment(friday, NOW, hours24=True) == "on Friday at 19:30"
    assert say_dates.time_first(friday, NOW) == "7:30 PM on Friday"
    assert say_dates.time_first(tomorrow, NOW, hours24=True) == "07:00 tomorrow"
    elsewhere = tomorrow.astimezone(timezone(timedelta(hours=9)))
    assert say_dates.moment(elsewhere, NOW) == "tomorrow at 7 AM"


def test_times_of_day() -> None:
    assert say_dates.time_of_day(TimeOfDay(7, 0)) == "7"
    assert say_dates.time_of_day(TimeOfDay(7, 5)) == "7:05"
    assert say_dates.time_of_day(TimeOfDay(19, 5, "pm")) == "7:05 PM"
    assert say_dates.time_of_day(TimeOfDay(19, 5, "pm"), hours24=True) == "19:05"


@pytest.mark.parametrize(
    ("parts", "excepted", "said"),
    [
        (["every day"], [], "every day"),
        (["every weekday"], [], "every weekday"),
        (["every weekday", "6:30"], [], "every weekday at 6:30 AM"),
        (["every day"], ["weekends"], "every day except Saturday and Sunday"),
        (["weekends"], [], "every Saturday and Sunday"),
        (["every monday, wednesday and friday"], [], "every Monday, Wednesday and Friday"),
        (["every other day"], [], "every other day"),
        (["every three days", "7 pm"], [], "every 3 days at 7 PM"),
        (["every other tuesday"], [], "every other Tuesday"),
        (["every two weeks on monday and friday"], [], "every other week on Monday and Friday"),
        (["every hour"], [], "every hour"),
        (["every 20 minutes"], [], "every 20 minutes"),
        (["every month"], [], "every month"),
        (["on the 15th of every month"], [], "on the 15th of every month"),
        (["on the last day of every month"], [], "on the last day of every month"),
        (["the first monday of every month"], [], "on the first Monday of every month"),
        (["every year on the 12th of october"], [], "every year on October 12"),
        (["every morning"], [], "every morning"),
        (["every morning", "at seven"], [], "every day at 7 AM"),
        (["every day", "8", "in the evening"], [], "every day at 8 PM"),
        (["every weekday", "in the morning"], [], "every weekday in the morning"),
        (["every day", "at 9 and at 21:00"], [], "every day at 9 AM and 9 PM"),
        (["every day until friday", "7 am"], [], "every day at 7 AM until Friday"),
        (
            ["every day", "7 am"],
            ["christmas day", "tomorrow"],
            "every day at 7 AM except December 25 and tomorrow",
        ),
    ],
)
def test_repetitions(parts: list[str], excepted: list[str], said: str) -> None:
    found = when(parts, CONTEXT, excepted=excepted)
    assert found is not None
    assert say_dates.anything(found, NOW) == said


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["tomorrow", "7 am"], "tomorrow at 7 AM"),
        (["friday"], "on Friday"),
        (["tonight"], "tonight"),
        (["this afternoon"], "this afternoon"),
        (["tomorrow evening"], "tomorrow evening"),
        (["friday", "morning"], "on Friday morning"),
        (["this weekend"], "from Saturday to Sunday"),
        (["from 2 to 4 pm"], "from 2 PM to 4 PM"),
        (["tomorrow from 9 am to 11 am"], "tomorrow from 9 AM to 11 AM"),
    ],
)
def test_anything_that_when_reads(parts: list[str], said: str) -> None:
    assert say_dates.anything(when(parts, CONTEXT), NOW) == said


def test_spans_over_midnight_and_of_one_day() -> None:
    evening = datetime.fromisoformat("2026-11-24T22:00:00+00:00")
    assert (
        say_dates.span(Span(evening, evening + timedelta(hours=3)), NOW)
        == "from today at 10 PM to tomorrow at 1 AM"
    )
    assert say_dates.span(Span(TODAY, TODAY), NOW) == "today"
    assert say_dates.day_part(DayPart(TODAY, "morning"), TODAY) == "this morning"
    assert say_dates.days(frozenset({0, 1, 2, 3, 4})) == "every weekday"
    with pytest.raises(TypeError):
        say_dates.anything("friday", NOW)
