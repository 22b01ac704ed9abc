"""What is done to a thing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.skills.api import Call, Reading, Unclear
from assistant.skills.time.changing import Changing, changing
from assistant.skills.time.reading import ALARM_NAMES, TIMER_NAMES
from tests.fixtures.commands import command
from tests.fixtures.skills import Chat

TIMER = changing(TIMER_NAMES)
ALARM = changing(ALARM_NAMES, times=True)


@pytest.fixture
def call(chat: Chat) -> Call:
    return chat.responder.call(chat.dialogue)


def test_changes_of_a_timer(call: Call) -> None:
    more = command(
        "put 2 minutes on the 9 minute timer",
        "timer_change",
        ("duration", "2 minutes"),
        ("duration", "9 minute"),
    )
    name = command(
        "rename the bun timer to rolls", "timer_change", ("timer_name", "bun"), ("timer_name", "rolls")
    )

    bare = command("add 2 to the buns", "timer_change", ("duration", "2"), ("timer_name", "buns"))
    assert TIMER.read(Reading(bare, call)) == Changing("more", timedelta(minutes=2))
    assert TIMER.read(Reading(more, call)) == Changing("more", timedelta(minutes=2))
    assert TIMER.read(Reading(name, call)) == Changing("rename", name="rolls")
    assert TIMER.read(Reading(command("restart the timer", "timer_change"), call)) == Changing("restart")


def test_changes_of_an_alarm(call: Call) -> None:
    to = command("shift the 6 am alarm to 7 am", "alarm_change", ("time", "6 am"), ("time", "7 am"))
    later = command("make it an hour later", "alarm_change", ("duration", "an hour"))

    assert ALARM.read(Reading(to, call)) == Changing("to", times=("7 am",))
    assert ALARM.read(Reading(later, call)) == Changing("more", timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("make the timer longer", "By how much"),
        ("change the timer", "To how long"),
        ("rename the timer", "What should"),
    ],
)
def test_what_is_missing_is_asked_for(call: Call, text: str, asks: str) -> None:
    with pytest.raises(Unclear, match=asks):
        TIMER.read(Reading(command(text, "timer_change"), call))


def test_a_correction_keeps_the_kind_of_what_it_corrects(call: Call) -> None:
    before = command("take 2 minutes off the timer", "timer_change", ("duration", "2 minutes"))
    said = command("no, three", "timer_change", ("duration", "three"), relation="correction")

    assert TIMER.read(Reading(said, call, before)) == Changing("less", timedelta(minutes=3))


def test_answers(call: Call) -> None:
    assert TIMER.answer is not None
    longer = command("make the timer longer", "timer_change")
    assert TIMER.answer(Reading(command("seven", None), call, longer)) == Changing(
        "more", timedelta(minutes=7)
    )
    name = command("rename the timer", "timer_change")
    assert TIMER.answer(Reading(command("rolls", None), call, name)) == Changing("rename", name="rolls")
    assert TIMER.answer(Reading(command("what for", None), call, longer)) is None
