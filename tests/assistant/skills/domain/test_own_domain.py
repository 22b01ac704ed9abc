"""A domain's own replies: templates filled, entries taken down, read back, and kept from other domains."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.conversation.resolving import Resolved
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from assistant.skills.api import Call, Result
from assistant.skills.domain.own_domain import Entries, Order, OwnDomain
from models.nlu.domain import DomainDescription, DomainSentence, DomainSlot
from models.types import Command, Unresolved
from tests.fixtures.commands import command

REPLY = "One[ {size}] {drink}[ with {milk}], coming up."
DIARY = DomainDescription(
    name="diary",
    replies={"note": "Noted[: {symptom}].", "read": "Today you said: {entries}.", "order": REPLY},
    kept=("note",),
    sentences=(DomainSentence(text="my head hurts", intent="note"),),
)


def call(day: int = 22) -> Call:
    return Call(datetime(2026, 11, day, 9, 5, tzinfo=UTC), Profile(Database()), Dialogue())


def asked(domain: OwnDomain, text: str, intent: str, *slots: tuple[str, str], day: int = 22) -> Result:
    return domain.handle(call(day), command(text, intent, *slots))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "own.sqlite3")


@pytest.mark.parametrize(
    ("slots", "said"),
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
def test_a_reply_says_what_was_named_and_leaves_no_gap(
    slots: dict[str, str], said: str, database: Database
) -> None:
    result = asked(OwnDomain(DIARY, database), " ".join(slots.values()), "order", *slots.items())
    assert result.sentence == said and result.facts == slots
    assert result.changes and not result.fixed


def test_a_value_that_the_reply_does_not_say_is_no_fact(database: Database) -> None:
    result = asked(OwnDomain(DIARY, database), "tea now", "order", ("drink", "tea"), ("time", "now"))
    assert (result.facts, result.sentence) == ({"drink": "tea"}, "One tea, coming up.")


def test_what_is_said_is_taken_down_and_read_back(database: Database) -> None:
    diary = OwnDomain(DIARY, database)
    assert [one.declared.intents for one in diary.operations] == [("note",), ("read",), ("order",)]
    assert asked(diary, "what did i note", "read").sentence == "Today you said: nothing yet."
    noted = asked(diary, "A headache and fever.", "note", ("symptom", "headache"), ("symptom", "fever"))
    assert noted.sentence == "Noted: headache and fever." and noted.fixed
    asked(diary, "my back hurts", "note")
    read = asked(diary, "what did i note", "read")
    assert read.sentence == "Today you said: A headache and fever; my back hurts."
    assert read.fixed and not read.changes
    assert len(Entries(database, "diary").of(datetime(2026, 11, 22, tzinfo=UTC))) == 2


def test_an_entry_can_be_taken_out_again(database: Database) -> None:
    diary = OwnDomain(DIARY, database)
    asked(diary, "a fever", "note", ("symptom", "fever"))
    undo = asked(diary, "my back hurts", "note").undo
    assert undo is not None and diary.undo(call(), undo).changes
    assert Entries(database, "diary").of(datetime(2026, 11, 22, tzinfo=UTC)) == ["a fever"]


def test_a_day_has_its_own_entries_and_so_has_a_domain(database: Database) -> None:
    diary = OwnDomain(DIARY, database)
    asked(diary, "a fever", "note", ("symptom", "fever"))
    assert asked(diary, "what did i note", "read", day=23).sentence == "Today you said: nothing yet."
    cafe = OwnDomain(DIARY.model_copy(update={"name": "cafe"}), database)
    assert asked(cafe, "what did i note", "read").sentence == "Today you said: nothing yet."
    again = OwnDomain(DIARY, database)
    assert asked(again, "what did i note", "read").sentence == "Today you said: a fever."


def test_the_gate_hands_over_whole_orders_and_keeps_from_noting_what_is_no_request(
    database: Database,
) -> None:
    gate = Gate([OwnDomain(DIARY, database)], UndoLog(database), Plans(database))

    def decided(given: Command) -> tuple[str, bool]:
        outcome = gate.decide(Resolved(given), call())
        assert outcome is not None
        return outcome.sentence, bool(outcome.action and outcome.action.changes)

    latte = command("one latte", "order", ("drink", "latte"))
    assert decided(latte) == ("One latte, coming up.", True)
    for act in ("question", "prohibition", "statement"):
        assert not decided(command("my head hurts", "note", act=act))[1]
    assert decided(command("what did i say", "read", act="question")) == (
        "Today you said: nothing yet.",
        False,
    )


def test_an_order_holds_one_value_where_an_answer_names_it() -> None:
    order = Order("order", "a latte", {"drink": ("latte", "tea"), "size": ("small",)})
    assert order.holding("drink", "mocha").named == {"size": ("small",), "drink": ("mocha",)}
    assert order.holding("size", "").named == {"drink": ("latte", "tea")}
    given = command("a large one", "order", ("size", "large"))
    assert order.said_since(given).named["size"] == ("large",)
    assert order.said_since(command("a large one", "read", ("size", "large"))) == order


def test_an_intent_that_is_mostly_asked_is_answered_and_changes_nothing(database: Database) -> None:
    hours = {"hours": "The doctor is in from nine to five."}
    days = {"day": DomainSlot(values=("monday", "friday"))}
    domain = OwnDomain(
        DIARY.model_copy(update={"replies": hours, "asked": ("hours",), "slots": days}), database
    )
    gate = Gate([domain], UndoLog(database), Plans(database))
    outcome = gate.decide(Resolved(command("when is the doctor in", "hours", act="question")), call())
    assert outcome and outcome.sentence == hours["hours"]
    assert outcome.action and not outcome.action.changes
    unheard = Unresolved("day", "someday", 0, 7, ("monday",))
    given = replace(command("someday is the doctor in", "hours", act="question"), unresolved=(unheard,))
    again = gate.decide(Resolved(given), call())
    assert again and again.sentence == hours["hours"]
