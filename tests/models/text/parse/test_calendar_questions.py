"""Questions about dates and times, as what is asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from models.text.parse import Context
from models.text.parse.asked import (
    CalendarQuestion,
    CheckAsked,
    DayAsked,
    DistanceAsked,
    LeapAsked,
    MomentAsked,
    MoreAsked,
    NowAsked,
)
from models.text.parse.calendar_questions import as_date, read_calendar, read_told

LONDON = ZoneInfo("Europe/London")
NOW = Context(datetime(2026, 11, 22, 14, 45, tzinfo=LONDON), LONDON)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("what's the time", NowAsked(("time",))),
        ("what will the time be in three hours", MomentAsked(NOW.now + timedelta(hours=3), NOW.now)),
        ("which week is twenty third", DayAsked(date(2026, 11, 23), "week")),
        ("what is mondays date", DayAsked(date(2026, 11, 23), "date")),
        ("give me the date of next tuesday", DayAsked(date(2026, 11, 24), "date")),
        ("when is easter in the year two thousand and eighteen", DayAsked(date(2018, 4, 1), "any", "easter")),
        ("christmas is how many days away", DistanceAsked(None, date(2026, 12, 25), "day")),
        ("how many days since march 1st", DistanceAsked(date(2026, 3, 1), None, "day")),
        ("how many weeks has it been since new year", DistanceAsked(date(2026, 1, 1), None, "week")),
        ("was the year 2000 a leap year", LeapAsked(2000)),
        ("is today march sixth", CheckAsked(date(2027, 3, 6))),
    ],
)
def test_questions(text: str, question: CalendarQuestion) -> None:
    assert read_calendar(text, NOW) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("and on friday", MoreAsked(date(2026, 11, 27))),
        ("and until easter", MoreAsked(date(2027, 3, 28), until=True)),
        ("and in hours", MoreAsked(unit="hour")),
        ("what weekday is that", MoreAsked(part="weekday")),
    ],
)
def test_parts_are_questions_only_after_others(text: str, question: MoreAsked) -> None:
    assert read_calendar(text, NOW, continued=True) == question
    assert not isinstance(read_calendar(text, NOW), MoreAsked)


@pytest.mark.parametrize(
    "text",
    [
        "february 30th is what day", "is there a national holiday on fifth december",
        "how many days until christmas and 5 more", "ten past seven",
    ],
)  # fmt: skip
def test_no_date_or_time_is_dropped(text: str) -> None:
    assert read_calendar(text, NOW) is None


def test_the_day_of_a_point() -> None:
    assert as_date(None, NOW) == date(2026, 11, 22)
    assert as_date(datetime(2026, 12, 1, 23, 30, tzinfo=ZoneInfo("UTC")), NOW) == date(2026, 12, 1)


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    read_calendar(text, NOW)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("how many hours are there between 11 pm on march 27th and 8 am on march 28th", 8),
        ("how many hours from 11 pm on 30 october to 8 am on 31 october", 10),
        ("how long is it from 9 to 5", 8),
        ("how many hours between 9 am and 5 pm", 8),
        ("how many hours from 10 pm to 6 am", 8),
    ],
)
def test_hours_between_times_are_elapsed(text: str, hours: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    asked = read_calendar(text, Context(datetime(2026, 11, 22, 14, 45, tzinfo=berlin), berlin))
    assert isinstance(asked, DistanceAsked)
    assert isinstance(asked.first, datetime)
    assert isinstance(asked.last, datetime)
    assert asked.last.timestamp() - asked.first.timestamp() == 3600 * hours


@pytest.mark.parametrize(("text", "weekday"), [("and the monday after that", 0), ("the friday after", 4)])
def test_a_weekday_after_the_day_before(text: str, weekday: int) -> None:
    later = relativedelta(days=1, weekday=weekday)
    assert read_calendar(text, NOW, continued=True) == MoreAsked(later=later)


@pytest.mark.parametrize(
    "text",
    [
        "the exam is on September 9. How many days is that from now?",
        "we moved in on 12 January 2019, how long ago is that",
        "my son was born on 4 March 2021. How many days old is he?",
        "mum's birthday is the 2nd of December, so what day of the week is that",
        "if I start on the 2nd of November, what date is it 30 days after that?",
    ],
)
def test_a_day_that_is_told_and_asked_about(text: str) -> None:
    told = read_told(text, NOW)

    assert told is not None
    assert told[1].leans


def test_a_question_with_its_own_day_is_not_about_one_told() -> None:
    assert read_told("how many days until the 2nd of December", NOW) is None
    assert read_told("it's hot, so what day of the week is that", NOW) is None
