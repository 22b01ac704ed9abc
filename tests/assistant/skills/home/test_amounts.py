"""Words for levels in a command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import Call, Reading
from assistant.skills.home.amounts import amounts
from models.types import Slot
from tests.fixtures.commands import command
from tests.fixtures.house import NOW


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(NOW, Profile(Database(tmp_path / "memory.sqlite3")), Dialogue())


def test_the_joint_in_front_belongs_to_the_words(call: Call) -> None:
    given = command("dim it to thirty percent", "iot_hue_lightdim", ("change_amount", "thirty percent"))

    assert amounts(Reading(given, call)) == ["to thirty percent"]


@pytest.mark.parametrize(("inherited", "kept"), [("to thirty percent", []), ("by ten", ["by ten"])])
def test_a_follow_up_keeps_only_changes(call: Call, inherited: str, kept: list[str]) -> None:
    given = command("darker", "iot_hue_lightdim", relation="follow_up")
    given = replace(given, slots=(Slot("change_amount", inherited, inherited, 0, 0),))

    assert amounts(Reading(given, call)) == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minimum brightness for the den", ["minimum"]),
        ("the den lamp at full brightness", ["full"]),
        ("the den is full of hay, light it", []),
        ("Full of hay, so light it at maximum", ["maximum"]),
        ("the full den lamp", []),
        ("den", []),
    ],
)
def test_an_extreme_without_a_slot(call: Call, text: str, said: list[str]) -> None:
    slots = [("house_place", "full den")] if "full den" in text else []

    assert amounts(Reading(command(text, "iot_hue_lightchange", *slots), call)) == said


@pytest.mark.parametrize(
    ("text", "said"), [("as bright as possible", "highest"), ("as slow as it gets", "lowest")]
)
def test_as_much_as_can_be(call: Call, text: str, said: str) -> None:
    assert amounts(Reading(command(text, "iot_hue_lightup"), call)) == [said]
