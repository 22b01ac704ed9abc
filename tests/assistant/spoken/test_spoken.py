"""Numbers, durations, dates, times and places as people and recognizers write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.spoken import dates, durations, places, times
from assistant.spoken.numbers import digits, number
from models.text import say
from models.text.say_lists import join, split

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Set a ten-minute timer!", "set a 10 minute timer"),
        ("a thirty second timer", "a 30 secs timer"),
        ("the twenty second of may", "the 22nd of may"),
        ("seven a.m.", "7 am"),
        ("7:30am", "7:30 am"),
        ("1,250 dollars, please", "1250 dollars please"),
        ("fifty percent, i.e. 50%", "50 percent i e 50 percent"),
        ("g. m. t. plus five", "gmt plus 5"),
        ("it’s 3.5", "it's 3.5"),
    ],
)
def test_digits(text: str, read: str) -> None:
    assert digits(text) == read


def test_number() -> None:
    assert number("about twenty five or so") == 25
    assert number("none") is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("ten minutes", 10), ("a 10-minute timer", 10), ("an hour and a half", 90), ("one and a half hours",
        90),
        ("half an hour", 30), ("2 hours and fifteen minutes", 135), ("a quarter of an hour", 15),
        ("three quarters of an hour", 45), ("ninety seconds", 1.5), ("a minute and a half", 1.5), ("45 mins",
        45),
        ("1 hr 5 min", 65), ("two and a half minutes", 2.5), ("1.5 hours", 90), ("a couple of minutes", 2),
    ],
)  # fmt: skip
def test_durations(text: str, minutes: float) -> None:
    assert durations.find(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", "soon", "at ten", "zero minutes", "minutes", "minus five minutes", "-3 seconds"]
)
def test_no_duration(text: str) -> None:
    assert durations.find(text) is None


@given(st.integers(1, 30 * 86400))
def test_durations_are_said_as_they_are_read(seconds: int) -> None:
    spoken = say.duration(timedelta(seconds=seconds))
    assert durations.find(spoken) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("eight thirty", "22 20:30"), ("8:30", "22 20:30"), ("half past eight", "22 20:30"),
        ("quarter to nine", "22 20:45"),
        ("ten past seven", "22 19:10"), ("seven hundred and thirty am", "23 07:30"), ("6 oh 5 am",
        "23 06:05"),
        ("five", "22 17:00"), ("five in the morning on friday", "27 05:00"), ("nine tonight", "22 21:00"),
        ("noon", "23 12:00"), ("midnight", "23 00:00"), ("in ten minutes", "22 14:55"),
        ("two hours from now", "22 16:45"),
        ("1830 hours at 1830", "22 18:30"), ("seven o'clock", "22 19:00"), ("tomorrow at six", "23 06:00"),
        ("three pm on wednesday", "25 15:00"), ("the day after tomorrow at 9 am", "24 09:00"),
        ("i leave at eight am tomorrow, thirty minutes before that", "23 07:30"),
    ],
)  # fmt: skip
def test_moments(text: str, when: str) -> None:
    found = times.moment(text, NOW)
    assert found is not None
    assert found.strftime("%d %H:%M") == when


@pytest.mark.parametrize("text", ["", "tomorrow", "set an alarm", "the 25th of may", "bed room two", "at 25"])
def test_no_moment(text: str) -> None:
    assert times.moment(text, NOW) is None


@given(st.times(), st.booleans())
def test_times_are_said_as_they_are_read(clock: time, spelled: bool) -> None:
    spoken = say.clock(clock)
    found = times.find(f"at {spoken.lower() if spelled else spoken}")
    assert found is not None
    assert (found.hour, found.minute, found.certain) == (clock.hour, clock.minute, True)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1)), st.text(max_size=40))
def test_whatever_is_said_nothing_breaks(now: datetime, text: str) -> None:
    aware = now.replace(tzinfo=ZoneInfo("America/New_York"))
    times.moment(text, aware)
    dates.find(text, aware.date())
    dates.repeats(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tomorrow", date(2026, 11, 23)), ("day after tomorrow", date(2026, 11, 24)), ("next saturday",
        date(2026, 11, 28)),
        ("monday", date(2026, 11, 23)), ("last friday", date(2026, 11, 20)), ("the fifteenth", date(2026, 12,
        15)),
        ("the fifteenth of march", date(2027, 3, 15)), ("march 5 2028", date(2028, 3, 5)),
        ("april sixteenth", date(2027, 4, 16)),
        ("in three weeks", date(2026, 12, 13)), ("ten days from today", date(2026, 12, 2)), ("two days ago",
        date(2026, 11, 20)),
        ("the third monday of this month", date(2026, 11, 16)), ("last friday of the month", date(2026, 11,
        27)),
        ("first monday of march", date(2027, 3, 1)), ("christmas", date(2026, 12, 25)), ("new year's eve",
        date(2026, 12, 31)),
        ("thanksgiving", date(2026, 11, 26)), ("easter", date(2027, 3, 28)), ("2027-02-03", date(2027, 2, 3)),
    ],
)  # fmt: skip
def test_dates(text: str, day: date) -> None:
    found = dates.find(text, NOW.date())
    assert found is not None
    assert found.date == day


@pytest.mark.parametrize(
    "text", ["", "the thirty second of may", "fifth monday of february", "may i know", "2027-99-99"]
)
def test_no_date(text: str) -> None:
    assert dates.find(text, NOW.date()) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("every day at six", set(range(7))), ("daily", set(range(7))), ("on weekdays", set(range(5))),
        ("on weekends", {5, 6}),
        ("every monday and friday", {0, 4}), ("on sundays", {6}), ("on sunday", set()), ("tomorrow", set()),
    ],
)  # fmt: skip
def test_repeats(text: str, days: set[int]) -> None:
    assert dates.repeats(text) == days


@pytest.mark.parametrize(
    ("text", "name", "zone"),
    [
        ("tokyo", "Tokyo", "Asia/Tokyo"), ("New York's", "New York", "America/New_York"), ("the uk",
        "the UK", "Europe/London"),
        ("dallas texas", "Dallas", "America/Chicago"), ("australia", "Australia", "Australia/Sydney"),
        ("california", "California", "America/Los_Angeles"), ("São Paulo", "São Paulo", "America/Sao_Paulo"),
        ("ivory coast", "Ivory Coast", "Africa/Abidjan"), ("eastern standard time", "Eastern time",
        "America/New_York"),
        ("central european time", "Central European time", "Europe/Berlin"), ("g. m. t.", "GMT", "UTC"),
        ("gmt minus four thirty", "GMT minus 4:30", "UTC-04:30"), ("ist", "Indian time", "Asia/Kolkata"),
        ("the philippines", "the Philippines", "Asia/Manila"), ("Zürich", "Zürich", "Europe/Zurich"),
    ],
)  # fmt: skip
def test_places(text: str, name: str, zone: str) -> None:
    place = places.find(text)
    assert place is not None
    assert (place.name, str(place.zone)) == (name, zone)


@pytest.mark.parametrize("text", ["", "another city", "narnia", "the time", "gmt plus ninety"])
def test_no_place(text: str) -> None:
    assert places.find(text) is None


def test_lists() -> None:
    assert join(["a"]) == "a"
    assert join(["a", "b", "c"], "or") == "a, b or c"
    assert split("milk, eggs and bread") == ["milk", "eggs", "bread"]
    assert split("a, b, and c") == ["a", "b", "c"]
