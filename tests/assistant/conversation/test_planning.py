"""When delayed commands are carried out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversation import planning
from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import Call, Operation, Unclear
from assistant.skills.lists.lists import Lists
from assistant.skills.operations import operations
from assistant.skills.time.alarms import Alarms
from assistant.skills.time.timers import Timers
from models.types import Command, Modifiers
from tests.fixtures.commands import command
from tests.fixtures.lamps import Lamps
from tests.fixtures.skills import Chat

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(NOW, Profile(Database(tmp_path / "memory.sqlite3")), Dialogue())


@pytest.fixture
def timed(chat: Chat) -> dict[str, Operation]:
    """The operations of timers and alarms by their intents."""
    skills = Timers(chat.context), Alarms(chat.context), Lists(chat.context)
    return {intent: one for skill in skills for one in operations(skill) for intent in one.declared.intents}


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("in ten minutes", NOW + timedelta(minutes=10)),
        ("in two minutes' time", NOW + timedelta(minutes=2)),
        ("in an hour's time", NOW + timedelta(hours=1)),
        ("at 6 pm", NOW.replace(hour=18, minute=0)),
        ("tomorrow at noon", NOW.replace(day=23, hour=12, minute=0)),
    ],
)
def test_the_time_of_a_delayed_command(call: Call, words: str, due: datetime) -> None:
    given = command(f"{words} lights off", "iot_hue_lightoff", modifiers=Modifiers(at=words))

    assert planning.due(given, call) == (due, None)


@pytest.mark.parametrize("words", ["when the cows come home", "yesterday at 6 pm"])
def test_no_time_to_come_is_asked_about(call: Call, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        planning.due(command(words, "iot_hue_lightoff", modifiers=Modifiers(at=words)), call)


def test_a_repeated_command_begins_at_its_next_time(call: Call) -> None:
    given = command(
        "porch light on every evening at nine but saturdays",
        "iot_hue_lighton",
        modifiers=Modifiers(repeat="every evening", at="at nine", excluded=("saturdays",)),
    )

    first, recurrence = planning.due(given, call)

    assert first == NOW.replace(hour=21, minute=0)
    assert recurrence is not None
    assert recurrence.except_days == (5,)


def test_the_end_of_a_state(call: Call) -> None:
    given = command("fan on for an hour", "iot_wemo_on", modifiers=Modifiers(lasting="for an hour"))

    assert planning.end(given, call) == NOW + timedelta(hours=1)


def test_the_planned_command_has_no_time_of_its_own() -> None:
    given = command(
        "in ten minutes hall light off",
        "iot_hue_lightoff",
        ("time", "ten minutes"),
        ("house_place", "hall"),
        modifiers=Modifiers(at="in ten minutes"),
    )

    later = planning.without_time(given)

    assert [slot.name for slot in later.slots] == ["house_place"]
    assert later.modifiers == Modifiers()
    assert later.text == "               hall light off"
    assert later.text[later.slots[0].start : later.slots[0].end] == "hall"


def test_only_the_time_itself_is_taken_out() -> None:
    given = command(
        "start a five minute timer in five minutes",
        "timer_set",
        ("duration", "five minute"),
        modifiers=Modifiers(at="in five minutes"),
    )

    assert [slot.name for slot in planning.without_time(given).slots] == ["duration"]


@pytest.mark.parametrize(
    ("given", "at"),
    [
        (command("in ten minutes turn on the hall", "lamp_on", ("time", "ten minutes")), "in ten minutes"),
        (command("hall on at 6 tomorrow", "lamp_on", ("time", "6"), ("date", "tomorrow")), "at 6 tomorrow"),
        (command("turn on the hall", "lamp_on", ("house_place", "hall")), None),
        (command("blink for ten minutes", "lamp_blink", ("duration", "ten minutes")), None),
        (command("at 6 the hall tomorrow", "lamp_on", ("time", "6"), ("house_place", "hall")), "at 6"),
        (
            command("turn on the hall tonight", "lamp_on", ("timeofday", "tonight")),
            "tonight",
        ),
    ],
    ids=lambda value: getattr(value, "text", str(value)),
)
def test_a_time_that_nothing_else_uses_is_when_it_is_done(given: Command, at: str | None, call: Call) -> None:
    found = {intent: one for one in operations(Lamps()) for intent in one.declared.intents}
    if not any(slot.name == "house_place" for slot in given.slots):
        given = replace(given, slots=(*given.slots, *command("hall", "", ("house_place", "hall")).slots))

    assert planning.with_time(found[given.intent or ""], given, call).modifiers.at == at


LENGTH = ("duration", "ten minutes")
PASTA = ("timer_name", "pasta")
SOAP, FOOD = ("item", "soap"), ("list_name", "food")


@pytest.mark.parametrize(
    ("given", "at"),
    [
        (command("in ten minutes start a timer", "timer_set", LENGTH), None),
        (command("set a timer to ring in ten minutes", "timer_set", LENGTH), None),
        (command("start a timer ten minutes from now", "timer_set", LENGTH), None),
        (command("start a timer at 6 pm", "timer_set", ("time", "6 pm")), None),
        (
            command("start a ten minute timer in five minutes", "timer_set", ("timer_name", "ten minute")),
            "in five minutes",
        ),
        (command("at 6 pm start a pasta timer for ten minutes", "timer_set", PASTA, LENGTH), "at 6 pm"),
        (command("start a pasta timer for ten minutes at 6", "timer_set", PASTA, LENGTH), "at 6"),
        (command("add ten minutes to the timer", "timer_change", LENGTH), None),
        (command("make it ten minutes from now", "timer_change", LENGTH), None),
        (command("add ten minutes in two hours", "timer_change", LENGTH), "in two hours"),
        (command("restart the pasta timer in two hours", "timer_change", PASTA), "in two hours"),
        (command("pause the pasta timer in ten minutes", "timer_pause", PASTA, LENGTH), "in ten minutes"),
        (command("cancel my alarm at 7", "alarm_remove", ("time", "7")), None),
        (command("cancel my alarm in an hour", "alarm_remove", ("time", "an hour")), "in an hour"),
        (command("at nine cancel my 7 am alarm", "alarm_remove", ("time", "7 am")), "at nine"),
        (command("wake me in ten minutes", "alarm_set", LENGTH), None),
        (command("soap off my food list at 3 pm", "lists_remove", SOAP, FOOD, ("time", "3 pm")), "at 3 pm"),
        (command("add soap at 3 pm", "lists_createoradd", SOAP, ("time", "3 pm")), None),
    ],
    ids=lambda value: getattr(value, "text", str(value)),
)
def test_a_time_that_the_operation_needs_is_no_delay(
    given: Command, at: str | None, call: Call, timed: dict[str, Operation]
) -> None:
    assert planning.with_time(timed[given.intent or ""], given, call).modifiers.at == at


def test_a_time_that_is_marked_as_a_delay_may_be_the_length(call: Call, timed: dict[str, Operation]) -> None:
    given = command("start a timer in ten minutes", "timer_set", modifiers=Modifiers(at="in ten minutes"))

    assert planning.with_time(timed["timer_set"], given, call).modifiers.at is None


def test_a_slot_of_two_times_keeps_the_one_that_is_no_delay(call: Call, timed: dict[str, Operation]) -> None:
    both = ("duration", "five minutes ten minutes")
    given = command("a timer for five minutes ten minutes from now", "timer_set", both)

    later = planning.with_time(timed["timer_set"], given, call)

    assert later.modifiers.at == "ten minutes from now"
    assert [slot.value for slot in planning.without_time(later).slots] == ["five minutes"]


@pytest.mark.parametrize("words", ["for now", "for a moment", "for a little while", "for the time being"])
def test_a_length_that_no_one_measures_has_no_end(call: Call, words: str) -> None:
    given = command(f"pause it {words}", "timer_pause", modifiers=Modifiers(lasting=words))

    assert planning.end(given, call) is None


def test_a_distance_of_time_in_any_case(call: Call) -> None:
    given = command("add compost", "lists_createoradd", modifiers=Modifiers(at="In twenty minutes' time"))

    assert planning.due(given, call)[0] - call.now == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("text", "excluded", "at"),
    [
        ("turn all the lamps off but the one on at nine", "the one on at nine", None),
        ("turn all the lamps off but the one at nine in ten minutes", "the one at nine", "in ten minutes"),
        ("at ten turn all the lamps off but the one at nine", "the one at nine", "at ten"),
        ("turn all the lamps off but the den at nine", "the den", "at nine"),
        # named by another command of the utterance
        ("in ten minutes turn all the lamps off", "den", "in ten minutes"),
        ("in ten minutes turn all the lamps off", "garden lamp", "in ten minutes"),
    ],
)
def test_a_time_inside_an_exception_is_no_time_of_the_command(
    text: str, excluded: str, at: str | None, call: Call
) -> None:
    found = {intent: one for one in operations(Lamps()) for intent in one.declared.intents}
    given = command(text, "lamp_off", modifiers=Modifiers(all=True, excluded=(excluded,)))

    assert planning.with_time(found["lamp_off"], given, call).modifiers.at == at
