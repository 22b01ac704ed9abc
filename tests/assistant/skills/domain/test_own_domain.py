"""A domain's own replies: templates filled, entries taken down, read back, and kept from other domains."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import Request
from assistant.skills.domain.own_domain import Entries, OwnDomain, fill
from models.nlu.domain import DomainDescription
from models.types import Slot, Understanding

REPLY = "One[ {size}] {drink}[ with {milk}], coming up."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"size": "small", "drink": "latte", "milk": "oat milk"},
            "One small latte with oat milk, coming up.",
        ),
        ({"drink": "latte"}, "One latte, coming up."),
        ({"size": "small"}, "One small, coming up."),
        ({}, "One, coming up."),
    ],
)
def test_a_reply_says_what_was_named_and_leaves_no_gap(values: dict[str, str], said: str) -> None:
    facts, sentence = fill(REPLY, values)
    assert sentence == said and facts == values
    assert all(str(value) in sentence for value in facts.values())


def test_a_value_that_the_reply_does_not_say_is_no_fact() -> None:
    assert fill("{drink} it is.", {"drink": "tea", "size": "small"}) == ({"drink": "tea"}, "Tea it is.")


DIARY = DomainDescription(
    name="diary",
    replies={"note": "Noted[: {symptom}].", "read": "Today you said: {entries}.", "order": REPLY},
    kept=("note",),
)


def asked(text: str, intent: str, *symptoms: str, day: int = 22) -> Request:
    slots = tuple(Slot("symptom", s, s, text.index(s), text.index(s) + len(s)) for s in symptoms)
    understood = Understanding(text, intent, 0.9, "act", slots=slots)
    return Request(understood, Dialogue(), Profile(Database()), datetime(2026, 11, day, 9, 5, tzinfo=UTC))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "own.sqlite3")


def test_what_is_said_is_taken_down_and_read_back(database: Database) -> None:
    diary = OwnDomain(DIARY, database)
    assert diary.intents == {"note", "read", "order"}
    assert diary.handle(asked("what did i note", "read")).sentence == "Today you said: nothing yet."
    noted = diary.handle(asked("A headache and fever.", "note", "headache", "fever"))
    assert noted.sentence == "Noted: headache and fever." and noted.fixed
    diary.handle(asked("my back hurts", "note"))
    read = diary.handle(asked("what did i note", "read"))
    assert read.sentence == "Today you said: A headache and fever; my back hurts." and read.fixed
    assert not diary.handle(asked("a tea", "order")).fixed
    assert len(Entries(database, "diary").of(datetime(2026, 11, 22, tzinfo=UTC))) == 2


def test_a_day_has_its_own_entries_and_so_has_a_domain(database: Database) -> None:
    diary = OwnDomain(DIARY, database)
    diary.handle(asked("a fever", "note", "fever"))
    assert diary.handle(asked("what did i note", "read", day=23)).sentence == "Today you said: nothing yet."
    cafe = OwnDomain(DIARY.model_copy(update={"name": "cafe"}), database)
    assert cafe.handle(asked("what did i note", "read")).sentence == "Today you said: nothing yet."
    again = OwnDomain(DIARY, database)
    assert again.handle(asked("what did i note", "read")).sentence == "Today you said: a fever."
