"""Undo."""

from __future__ import annotations

from pathlib import Path

from assistant.skills.talk.owner import Owner
from assistant.skills.talk.undo import Undo
from tests.fixtures.talk import Table


def test_one_after_the_other_is_taken_back(tmp_path: Path) -> None:
    table = Table(tmp_path, Undo, Owner)
    for name in ("ann", "bob"):
        table.say(f"call me {name}", "profile_set", ("person_name", name))
    assert table.say("undo that", "general_undo") == "I've put your name back as it was."
    assert table.profile.name == "Ann"
    table.say("undo that", "general_undo")
    assert table.profile.name is None
    assert table.say("undo that", "general_undo") == "There is nothing to undo."


def test_what_no_skill_can_restore_stays(tmp_path: Path) -> None:
    table = Table(tmp_path, Undo)
    table.undo_log.add("gone", {"x": 1}, "Done.", table.moment.now)
    assert table.say("undo that", "general_undo") == "That can't be undone."
