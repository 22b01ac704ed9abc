"""What parameters read from a command, and the declaration of operations."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import DECLARED, Ambiguous, Call, NeedsConfirmation, Option, Reading, operation
from models.types import Command
from tests.fixtures.commands import command


def reading(folder: Path, given: Command) -> Reading:
    profile = Profile(Database(folder / "a.sqlite3"))
    return Reading(given, Call(datetime(2026, 11, 22, tzinfo=UTC), profile, Dialogue()))


def test_slots_of_several_names_in_the_order_of_the_text(tmp_path: Path) -> None:
    asked = reading(
        tmp_path,
        command("kitchen hall den", "lamp_on", ("place", "kitchen"), ("room", "hall"), ("room", "den")),
    )
    assert asked.texts("room", "place") == ["kitchen", "hall", "den"]
    assert asked.first("room") == "hall"
    assert asked.first("time") is None


def test_an_answer_may_have_neither_intent_nor_slots(tmp_path: Path) -> None:
    asked = reading(tmp_path, command("seven", None))
    assert (asked.texts("time"), asked.first("time"), asked.before) == ([], None, None)


def test_a_declaration_stays_with_its_method() -> None:
    declare = operation("lamp_on", "lamp_glow", does="glow", changes="undoable", answers=("lamp_query",))

    def glow() -> None: ...

    declared = getattr(declare(glow), DECLARED)  # type: ignore[arg-type]
    assert declared.intents == ("lamp_on", "lamp_glow") and declared.answers == ("lamp_query",)
    assert (declared.changes, declared.delayable, declared.hidden) == ("undoable", False, False)


def test_questions_carry_their_options_and_their_words() -> None:
    options = (Option("1", "the tea timer"), Option("2", "the egg timer"))
    assert Ambiguous(options).question == "" and not Ambiguous(options).several
    assert Ambiguous(options, "Which?", several=True).options == options
    assert str(NeedsConfirmation("Open the door?")) == "Open the door?"
