"""The undo log keeps the latest operations across restarts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assistant.memory.database import Database
from assistant.memory.undo import KEPT, UndoLog

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)


def test_an_entry_is_taken_once(tmp_path: Path) -> None:
    log = UndoLog(Database(tmp_path / "memory.sqlite3"))
    assert log.latest() is None
    first = log.add("timers", {"ids": [3]}, "The timer is set.", NOW)
    log.add("lists", {"items": ["milk"]}, "I added milk.", NOW)

    again = UndoLog(Database(tmp_path / "memory.sqlite3"))
    latest = again.latest()
    assert latest is not None
    assert (latest.skill, latest.data, latest.sentence) == ("lists", {"items": ["milk"]}, "I added milk.")
    taken = again.take(first)
    assert taken is not None
    assert taken.data == {"ids": [3]}
    assert again.take(first) is None


def test_only_the_latest_are_kept_and_all_can_be_forgotten(tmp_path: Path) -> None:
    log = UndoLog(Database(tmp_path / "memory.sqlite3"))
    numbers = [log.add("timers", {"n": n}, "", NOW) for n in range(KEPT + 5)]

    assert log.take(numbers[0]) is None
    assert log.forget() == KEPT
    assert log.latest() is None
