"""Shared parameters: values from slots, from bare answers, and from the command that is corrected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills import parameters
from assistant.skills.api import Call, Reading, Unclear
from models.types import Command, Modifiers
from tests.fixtures.commands import command

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(NOW, Profile(Database(tmp_path / "a.sqlite3")), Dialogue())


def timer(words: str) -> Command:
    return command(f"a timer for {words}", "timer_set", ("duration", words))


def test_words_are_taken_as_said_and_a_bare_answer_is_the_whole_text(call: Call) -> None:
    name = parameters.text("list_name", ask="Which list?")
    said = command("add milk to my shopping list", "lists_createoradd", ("list_name", "shopping"))
    assert name.read(Reading(said, call)) == "shopping"
    bare = Reading(command("Shopping.", None), call)
    assert name.read(bare) is None
    assert name.answer is not None and name.answer(bare) == "Shopping"


def test_all_the_words_of_several_slots(call: Call) -> None:
    items = parameters.texts("item", "food_type")
    said = command("milk and eggs", "lists_createoradd", ("food_type", "milk"), ("item", "eggs"))
    assert items.read(Reading(said, call)) == ("milk", "eggs")
    assert items.read(Reading(command("nothing", None), call)) is None
    assert items.say(("milk", "eggs")) == "milk, eggs"


def test_a_value_is_read_and_words_that_are_none_are_asked_about(call: Call) -> None:
    number = parameters.value("number", "amount")
    assert number.read(Reading(command("by fifteen", "up", ("amount", "fifteen")), call)) == 15
    with pytest.raises(Unclear, match="I didn't get “blue”"):
        number.read(Reading(command("by blue", "up", ("amount", "blue")), call))
    assert number.answer is not None
    assert number.answer(Reading(command("twenty", None), call)) == 20
    assert number.answer(Reading(command("blue", None), call)) is None


def test_a_length_of_time(call: Call) -> None:
    length = parameters.duration("duration", ask="For how long?")
    assert length.read(Reading(timer("an hour and a half"), call)) == timedelta(minutes=90)
    with pytest.raises(Unclear, match="How long"):
        length.read(Reading(timer("blue"), call))
    assert length.answer is not None
    assert length.answer(Reading(command("ten", None), call)) == timedelta(minutes=10)


def test_a_bare_number_takes_the_unit_of_the_command_before(call: Call) -> None:
    length = parameters.duration("duration")
    assert length.read(Reading(timer("twenty"), call, timer("ten seconds"))) == timedelta(seconds=20)


def test_everything_and_exceptions_are_modifiers(call: Call) -> None:
    everything, but = parameters.flag(), parameters.excluded()
    plain = Reading(command("the lights", "off"), call)
    assert (everything.read(plain), but.read(plain)) == (None, None)
    all_but = Modifiers(all=True, excluded=("the hall",))
    said = Reading(command("all the lights but the hall", "off", modifiers=all_but), call)
    assert (everything.read(said), but.read(said)) == (True, ("the hall",))
    assert (everything.modifiers, but.modifiers) == (("all",), ("except",))
