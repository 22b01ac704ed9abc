"""Decisions as in earnest, of which nothing is carried out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.dry_run import DryRun, SilentLoudspeaker
from assistant.conversation.gate import Gate
from assistant.conversation.responder import DialogueResponder
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from tests.fixtures.commands import command, understood
from tests.fixtures.lamps import Lamps


def test_lamps_stay_as_they_are(tmp_path: Path) -> None:
    database, lamps, dry_run = Database(tmp_path / "memory.sqlite3"), Lamps(), DryRun()
    gate = Gate([lamps], UndoLog(database), Plans(database), dry_run.operations)
    responder = DialogueResponder(
        gate, None, None, Profile(database), lambda: datetime(2026, 11, 22, tzinfo=UTC),
        decided=dry_run.decided,
    )  # fmt: skip
    on = command("turn on the kitchen lamp", "lamp_on", ("house_place", "kitchen"))
    reply = responder.respond(understood(on), Dialogue())
    (decided,) = dry_run.decisions
    assert decided.command.intent == "lamp_on" and decided.outcome is not None
    assert " ".join(reply.sentences) == "I would turn on the kitchen lamp." and not lamps.on


def test_a_loudspeaker_without_sound() -> None:
    assert SilentLoudspeaker().volume == 50
