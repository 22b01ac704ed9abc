"""Requests as skills read them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import Request
from models.types import Slot, Understanding


def request(tmp_path: Path, understanding: Understanding) -> Request:
    profile = Profile(Database(tmp_path / "a.sqlite3"))
    return Request(understanding, Dialogue(), profile, datetime(2026, 11, 22, tzinfo=UTC))


def test_the_first_slot_of_several_names_in_the_order_of_the_text(tmp_path: Path) -> None:
    slots = (Slot("place", "kitchen", "kitchen", 0, 7), Slot("room", "hall", "hall", 8, 12))
    asked = request(tmp_path, Understanding("kitchen hall", "lights_on", slots=slots))
    assert (asked.text, asked.intent) == ("kitchen hall", "lights_on")
    assert asked.slot("room", "place") == "kitchen"
    assert asked.slot("room") == "hall"
    assert asked.slot("time") is None


def test_an_answer_may_have_neither_intent_nor_slots(tmp_path: Path) -> None:
    asked = request(tmp_path, Understanding("seven"))
    assert (asked.intent, asked.slot("time")) == ("", None)
