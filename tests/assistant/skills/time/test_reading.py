"""How commands about timers, alarms and reminders are read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.skills.api import Call, Reading, Unclear
from assistant.skills.time.choosing import Which
from assistant.skills.time.reading import (
    ALARM_NAMES,
    TIMER_NAMES,
    clean,
    time_parts,
    time_words,
    timer_length,
    times_in,
    which,
)
from models.types import Modifiers, Slot
from tests.fixtures.commands import command
from tests.fixtures.skills import Chat


@pytest.fixture
def call(chat: Chat) -> Call:
    return chat.responder.call(chat.dialogue)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("the bun timer", "bun"),
        ("my buns", "buns"),
        ("called bun", "bun"),
        ("choir's", "choir"),
        ("the timer", ""),
    ],
)
def test_names_are_bare(name: str, bare: str) -> None:
    assert clean(name) == bare


def test_what_chooses_timers(call: Call) -> None:
    parameter = which(TIMER_NAMES, lengths=True)
    said = command(
        "stop the bun and the 5 minute timer", "timer_cancel", ("timer_name", "bun"), ("duration", "5 minute")
    )

    assert parameter.read(Reading(said, call)) == Which(names=("bun",), lengths=(timedelta(minutes=5),))
    assert parameter.read(Reading(command("stop the second timer", "timer_cancel"), call)) == Which(order=2)
    assert parameter.read(Reading(command("stop my timers", "timer_cancel"), call)) == Which(every=True)
    assert parameter.uses is not None
    assert parameter.uses("stop the second timer") == [(9, 21)]
    assert parameter.uses("stop the timer") == []


def test_new_values_choose_nothing(call: Call) -> None:
    parameter = which(ALARM_NAMES, times=True, changes=True)
    said = command("shift the 6 am alarm to 7 am", "alarm_change", ("time", "6 am"), ("time", "7 am"))

    assert parameter.read(Reading(said, call)) == Which(times=("6 am",))


def test_a_rejected_value_of_a_correction_is_no_exception(call: Call) -> None:
    parameter = which(TIMER_NAMES)
    said = command(
        "not the bun, the pie", "timer_cancel", ("timer_name", "pie"), relation="correction",
        modifiers=Modifiers(excluded=("bun",)),
    )  # fmt: skip

    assert parameter.read(Reading(said, call)) == Which(names=("pie",))


@pytest.mark.parametrize(
    ("name", "words", "read"),
    [
        ("date", "tomorrow's", "tomorrow"),
        ("date", "weekend", "the weekend"),
        ("general_frequency", "everyday", "every day"),
        ("time", "6 am", "6 am"),
    ],
)
def test_words_for_times_are_made_readable(name: str, words: str, read: str) -> None:
    assert time_words(Slot(name, words, words, 0, len(words))) == read


def test_times_stand_in_the_order_of_the_text_and_in_modifiers_without_a_slot() -> None:
    said = command(
        "every weekday get me up at 6",
        "alarm_set",
        ("time", "6"),
        modifiers=Modifiers(repeat="every weekday"),
    )

    assert time_parts(said) == ("every weekday", "6")


def test_times_in_an_answer(call: Call) -> None:
    assert times_in("at half past five", call) == ["at half past five"]
    assert times_in("well, tuesday suits me, at 9 am", call) == ["tuesday", "9 am"]
    assert times_in("no idea", call) == []


@pytest.mark.parametrize(
    ("text", "slots", "length"),
    [
        ("an hour", [("duration", "an hour")], timedelta(hours=1)),
        (
            "one hour and, um, ten minutes",
            [("duration", "one hour"), ("duration", "ten minutes")],
            timedelta(minutes=10),
        ),
        (
            "one hour ten minutes",
            [("duration", "one hour"), ("duration", "ten minutes")],
            timedelta(minutes=70),
        ),
        ("five, no, six minutes", [("duration", "five"), ("duration", "six minutes")], timedelta(minutes=6)),
        ("nine", [("duration", "nine")], timedelta(minutes=9)),
        ("until 3 pm", [("time", "3 pm")], timedelta(minutes=15)),
        ("no length", [], None),
    ],
)
def test_lengths(call: Call, text: str, slots: list[tuple[str, str]], length: timedelta | None) -> None:
    assert timer_length().read(Reading(command(text, "timer_set", *slots), call)) == length


def test_a_length_that_is_none_is_asked_about(call: Call) -> None:
    with pytest.raises(Unclear, match="a jiffy"):
        timer_length().read(Reading(command("for a jiffy", "timer_set", ("duration", "a jiffy")), call))
