"""Another time for what is there already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from assistant.skills.api import Call, Unclear
from assistant.skills.time.changing import Changing
from assistant.skills.time.entries import Entry
from assistant.skills.time.moving import changed, days, skipped
from models.text.parse import Recurrence, TimeOfDay
from tests.fixtures.skills import Chat

MONDAYS = Recurrence((0,), times=(TimeOfDay(7, 0, "am"),))


@pytest.fixture
def call(chat: Chat) -> Call:
    return chat.responder.call(chat.dialogue)


@pytest.fixture
def seven(call: Call) -> Entry:
    """7 AM tomorrow, a Monday."""
    due = call.now.replace(day=23, hour=7, minute=0)
    return Entry(1, "alarm", "", due, call.now, timedelta(), wall=due.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("changing", "day", "hour", "minute"),
    [
        (Changing("to", times=("8",)), 23, 8, 0),
        (Changing("to", times=("8", "in the evening")), 23, 20, 0),
        (Changing("to", times=("tuesday",)), 24, 7, 0),
        (Changing("to", times=("tuesday", "8")), 24, 8, 0),
        (Changing("to", times=("tuesday", "evening")), 24, 19, 0),
        (Changing("more", timedelta(minutes=45)), 23, 7, 45),
        (Changing("less", timedelta(hours=8)), 22, 23, 0),
    ],
)
def test_once(seven: Entry, call: Call, changing: Changing, day: int, hour: int, minute: int) -> None:
    moved = changed(seven, changing, call)

    assert (moved.due.day, moved.due.hour, moved.due.minute) == (day, hour, minute)
    assert moved.wall == moved.due.replace(tzinfo=None)


def test_again_and_again(seven: Entry, call: Call) -> None:
    weekly = replace(seven, rule=MONDAYS)

    later = changed(weekly, Changing("more", timedelta(minutes=30)), call)
    assert later.rule == replace(MONDAYS, times=(TimeOfDay(7, 30, "am"),))
    tuesdays = changed(weekly, Changing("to", times=("tuesday",)), call)
    assert tuesdays.rule == replace(MONDAYS, days=(1,))
    assert tuesdays.due.day == 24
    daily = changed(weekly, Changing("to", times=("every day",)), call)
    assert daily.rule == replace(MONDAYS, days=tuple(range(7)))
    with pytest.raises(Unclear, match="again and again"):
        changed(weekly, Changing("to", times=("tuesday", "8 am")), call)


def test_a_time_that_the_clocks_skip_is_asked_about(seven: Entry, call: Call) -> None:
    # the clocks go forward at 1 AM on March 28
    spring = seven.due.replace(year=2027, month=3, day=28)
    entry = replace(seven, due=spring, wall=spring.replace(tzinfo=None))

    with pytest.raises(Unclear, match="skip"):
        changed(entry, Changing("to", times=("1:30 am",)), call)


def test_a_day_is_left_out(seven: Entry, call: Call) -> None:
    weekly = replace(seven, rule=MONDAYS)

    assert days((), weekly, call) == [date(2026, 11, 23)]
    assert days(("november 30th",), weekly, call) == [date(2026, 11, 30)]
    assert skipped(weekly, [date(2026, 11, 23)]).due == datetime(2026, 11, 30, 7, 0, tzinfo=call.now.tzinfo)
