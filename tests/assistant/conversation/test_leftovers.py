"""Which words of a command its operation uses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.leftovers import completed, left_over
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import Call, Parameter
from assistant.skills.home.covers import Covers
from assistant.skills.operations import operations
from models.types import Command, Modifiers
from tests.fixtures.commands import command
from tests.fixtures.lamps import Lamps

LATER = Modifiers(at="in ten minutes")
OPERATIONS = {one.name: one for one in operations(Lamps())}


@pytest.fixture
def call(tmp_path: Path) -> Call:
    now = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)
    return Call(now, Profile(Database(tmp_path / "memory.sqlite3")), Dialogue())


def test_a_value_without_a_slot_gets_one(call: Call) -> None:
    found = completed(OPERATIONS["blink"], command("blink for 20 seconds", "lamp_blink"), call)

    assert [(slot.name, slot.text) for slot in found.slots] == [("duration", "20 seconds")]


def test_a_name_that_is_but_a_value_is_the_value(call: Call) -> None:
    given = command("a ten minute blink", "lamp_blink", ("timer_name", "ten minute"))
    named = command("a ten minute blink", "lamp_blink", ("timer_name", "ten minute blink"))

    assert [slot.name for slot in completed(OPERATIONS["blink"], given, call).slots] == ["duration"]
    assert [slot.name for slot in completed(OPERATIONS["blink"], named, call).slots] == ["timer_name"]


def test_a_time_of_day_is_no_length(call: Call) -> None:
    for words, name in (("3 pm", "time"), ("ten", "duration"), ("ten minutes", "duration")):
        given = command(f"blink for {words}", "lamp_blink", ("duration", words))
        assert completed(OPERATIONS["blink"], given, call).slots[0].name == name


def test_a_parameter_may_find_its_words_itself(call: Call) -> None:
    place = Parameter(
        lambda reading: None, ("order",), find=lambda text: (7, 16) if "the first" in text else None
    )
    found = replace(OPERATIONS["switch_on"], parameters={"place": place})

    given = completed(found, command("switch the first one on", "lamp_on"), call)

    assert [(slot.name, slot.text) for slot in given.slots] == [("order", "the first")]
    assert left_over(found, given, call, "lamps") is None


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("blink for 1 and a 1/2 hours", ["1 and", "1/2 hours"], ["1 and a 1/2 hours"]),
        ("blink for an hour and a half", ["an hour"], ["an hour and a half"]),
        ("blink for ten minutes please", ["ten minutes"], ["ten minutes"]),
        (
            "blink for two minutes or for five minutes",
            ["two", "five minutes"],
            ["two minutes", "five minutes"],
        ),
    ],
)
def test_no_part_of_a_value_is_dropped(call: Call, text: str, marked: list[str], whole: list[str]) -> None:
    given = command(text, "lamp_blink", *(("duration", words) for words in marked))

    assert [slot.text for slot in completed(OPERATIONS["blink"], given, call).slots] == whole


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (command("turn on the hall", "lamp_on", ("house_place", "hall")), None),
        (command("turn on hall in red", "lamp_on", ("house_place", "hall"), ("color_type", "red")), "red"),
        (command("turn on the hall 7", "lamp_on", ("house_place", "hall")), "7"),
        (command("turn on two lamps", "lamp_on"), None),
        (command("turn on that one", "lamp_on"), None),
        (command("on but not the den", "lamp_on", modifiers=Modifiers(excluded=("den",))), "den"),
        (command("on for an hour", "lamp_on", modifiers=Modifiers(lasting="for an hour")), None),
        (
            command("on in ten minutes", "lamp_on", ("time", "ten minutes"), modifiers=LATER),
            None,
        ),
    ],
    ids=lambda value: value.text if isinstance(value, Command) else str(value),
)
def test_what_is_left_over(call: Call, given: Command, left: str | None) -> None:
    assert left_over(OPERATIONS["switch_on"], given, call, "lamps") == left


def test_a_bare_number_is_a_length_after_one(call: Call) -> None:
    before = command("blink for 20 seconds", "lamp_blink", ("duration", "20 seconds"))
    given = command("another five", "lamp_blink", relation="follow_up")

    found = completed(OPERATIONS["blink"], given, call, before)

    assert [(slot.name, slot.text) for slot in found.slots] == [("duration", "five")]
    assert completed(OPERATIONS["blink"], given, call).slots == ()


def test_names_and_units_of_a_device(call: Call) -> None:
    (setting,) = (
        one for one in operations(Covers.__new__(Covers)) if "iot_cover_set" in one.declared.intents
    )
    given = command(
        "set rosie to 3500K", "iot_cover_set", ("audiobook_name", "rosie"), ("change_amount", "3500")
    )
    kelvin = replace(given.slots[1], name="from_unit", value="K", text="K", start=17, end=18)

    slots = completed(setting, replace(given, slots=(*given.slots, kelvin)), call).slots

    assert [(slot.name, slot.text) for slot in slots] == [
        ("device_type", "rosie"),
        ("change_amount", "3500K"),
    ]
