"""Slots of commands about time as values and names."""

from __future__ import annotations

import pytest

from assistant.skills.api import Call
from assistant.skills.time.settling import lengths_within, settled, without_lengths
from tests.fixtures.commands import command
from tests.fixtures.skills import Chat


@pytest.fixture
def call(chat: Chat) -> Call:
    return chat.responder.call(chat.dialogue)


@pytest.mark.parametrize(
    ("text", "slots", "kept"),
    [
        ("alarms at six and at nine", [("time", "six"), ("time", "nine")], ["six", "nine"]),
        ("at six, and no later than nine", [("time", "six"), ("time", "nine")], ["six", "nine"]),
        ("move it from 6 to 6:40", [("time", "6 to 6:40")], ["6", "6:40"]),
        ("a wash the van timer", [("timer_name", "wash the"), ("timer_name", "van")], ["wash the van"]),
        ("ring at ten to six", [("time", "ten to six")], ["ten to six"]),
    ],
)  # fmt: skip
def test_each_slot_is_one_value_or_name(
    call: Call, text: str, slots: list[tuple[str, str]], kept: list[str]
) -> None:
    found = settled(command(text, "alarm_set", *slots), call)
    assert [slot.value for slot in found.slots] == kept
    assert all(text[slot.start : slot.end] == slot.text for slot in found.slots)


def test_a_name_may_hold_a_length(call: Call) -> None:
    said = command("my 9 minute scone timer", "timer_set", ("timer_name", "9 minute scone"))
    (length,) = lengths_within(said.slots[0], call)
    assert (length.name, length.value) == ("duration", "9 minute")
    assert said.text[length.start : length.end] == "9 minute"
    assert without_lengths("9 minute scone", call) == "scone"
    assert without_lengths("scone", call) == "scone"
