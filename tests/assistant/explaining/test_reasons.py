"""The reasons of acting, asking and refusing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.dry_run import Decided, DryRun
from assistant.conversation.gate import Gate
from assistant.conversation.resolving import Resolved
from assistant.explaining.reasons import notes, reasons, verdict
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from assistant.skills.api import Call
from models.nlu.decision import ConfirmationPolicy
from models.nlu.domain import DomainDescription, DomainSentence
from models.nlu.labels import Thresholds
from models.types import Command, Slot, Transcript, Understanding, Unresolved
from tests.fixtures.commands import command
from tests.fixtures.lamps import Lamps

LIMITS = Thresholds(reject=0.2, confirm=0.7, request=0.6)
TEA = DomainDescription(name="tea", sentences=(DomainSentence(text="a large mint tea", intent="order"),))
ON = command("turn on the kitchen lamp", "lamp_on", ("house_place", "kitchen"))


@pytest.mark.parametrize(
    ("given", "made", "reason"),
    [
        (ON, "acts", "The skill lamps has all that it needs"),
        (command("turn on a lamp", "lamp_on"), "asks", "lamps needs the room, which is not clear."),
        (command("sell the kitchen", "lamp_sell", ("house_place", "kitchen")), "asks", "cannot be undone"),
        (replace(ON, unsure=True), "asks", "too little certainty"),
        (replace(ON, dialogue_act="prohibition"), "does nothing", "carries out no prohibition"),
        (replace(ON, dialogue_act="social"), "talks", "it is talk"),
        (command("paint the lamp", "lamp_paint"), "refuses", "No skill that is set up"),
        (command("turn on the kitchen lamp in paris", "lamp_on", ("house_place", "kitchen"),
                 ("place_name", "paris")), "refuses", "cannot be used"),
    ],
)  # fmt: skip
def test_what_the_gate_made_of_a_command(tmp_path: Path, given: Command, made: str, reason: str) -> None:
    database = Database(tmp_path / "memory.sqlite3")
    gate = Gate([Lamps()], UndoLog(database), Plans(database), DryRun().operations)
    call = Call(datetime(2026, 11, 22, tzinfo=UTC), Profile(database), Dialogue())
    decided = Decided(given, gate.decide(Resolved(given), call))
    assert verdict(decided) == made
    assert reason in [*reasons(given, decided, LIMITS, 0.9)][-1]


def test_what_the_classifier_and_the_words_made_of_it() -> None:
    unsure = replace(ON, intent_confidence=0.5, decision="confirm")
    told = [*reasons(unsure, None, LIMITS, 0.55)]
    assert told == [
        "The classifier is 50% sure of the intent; it acts from 70% and refuses below 20%: it asks.",
        "A request with 55% only; below 60% it asks first.",
        "No skill was asked about it.",
    ]
    asked = replace(ON, intent="lamp_query", dialogue_act="question")
    told = [*reasons(unsure, Decided(asked, None), LIMITS, 0.9)]
    assert "By its words it is taken for lamp_query." in told and "By its words it is a question." in told
    again = [*reasons(unsure, Decided(ON, None), LIMITS, 0.9)]
    assert "By its words and its certainty together the decision is act." in again


def test_notes_about_the_whole_utterance() -> None:
    text = "a purple oat tea"
    told = Understanding(
        text, "order", 0.9, "act", slots=(Slot("tea", "mint tea", "tea", 13, 16),),
        unresolved=(
            Unresolved("size", "purple", 2, 8, ("small", "large")),
            Unresolved("tea", "oat tea", 9, 16, ("mint tea",)),
        ),
        heard=False,
    )  # fmt: skip
    found = [*notes(Transcript(text, 0.3), told, ConfirmationPolicy(TEA))]
    assert found[0].startswith("Sound and transcript fit with a likelihood of 30% only")
    assert found[1:3] == [
        "size: “purple” is not one of its values; near: small or large.",
        "tea: only “tea” of “oat tea” is one of its values; near: mint tea.",
    ]
    assert found[3].startswith("The domain knows no “purple” and no “oat”")
    whole = Understanding("a large tea", "order", 0.9, "act", danger=0.01)
    assert [*notes(Transcript(whole.text), whole, ConfirmationPolicy(TEA))] == []
    fire = Understanding("the kitchen is on fire", danger=0.99)
    assert "taken for fire" in " ".join(notes(Transcript(fire.text), fire, None))
    perhaps = replace(whole, danger=0.2)
    assert "20% by the classifier" in " ".join(notes(Transcript(whole.text), perhaps, None))
