"""Notes in their table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assistant.memory.database import Database
from assistant.skills.lists.note_store import NoteStore

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)


def test_notes_stay_until_they_are_removed(tmp_path: Path) -> None:
    store = NoteStore(Database(tmp_path / "db"))
    first = store.add("the saw is blunt", "note that the saw is blunt", NOW)
    second = store.add("we are out of oil", "we are out of oil, note that", NOW)

    assert NoteStore(Database(tmp_path / "db")).entries() == [first, second]
    assert first.at_s == NOW.timestamp()
    store.remove([first])
    assert store.entries() == [second]
    store.restore([first])
    assert store.entries() == [first, second]
    assert store.forget() == 2
    assert store.entries() == []
