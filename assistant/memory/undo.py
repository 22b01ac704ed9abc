"""The undo log: what the latest operations changed, so that "undo that" can restore it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.memory.database import Database

KEPT = 50
"""Entries kept; older ones are deleted."""
_SCHEMA = """CREATE TABLE IF NOT EXISTS undo_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT, skill TEXT NOT NULL, data TEXT NOT NULL, sentence TEXT NOT NULL,
    at_s REAL NOT NULL)"""


@dataclass(frozen=True, slots=True)
class UndoEntry:
    """One operation that can be undone."""

    id: int
    skill: str
    data: Mapping[str, Any]
    """`Result.undo` of the operation."""
    sentence: str
    """The skill's sentence about the operation."""


class UndoLog:
    """The latest operations that can be undone, in the owner's database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.declare(_SCHEMA)

    def add(self, skill: str, data: Mapping[str, Any], sentence: str, now: datetime) -> int:
        """Keep an operation; returns the entry's number."""
        row = (skill, json.dumps(data), sentence, now.timestamp())
        with self._database.open() as connection:
            cursor = connection.execute(
                "INSERT INTO undo_log (skill, data, sentence, at_s) VALUES (?, ?, ?, ?)", row
            )
            entry = cursor.lastrowid or 0
            connection.execute("DELETE FROM undo_log WHERE id <= ?", (entry - KEPT,))
        return entry

    def latest(self) -> UndoEntry | None:
        """The newest entry, which stays; None where nothing can be undone."""
        with self._database.open() as connection:
            row = connection.execute(
                "SELECT id, skill, data, sentence FROM undo_log ORDER BY id DESC LIMIT 1"
            ).fetchone()
        return None if row is None else _entry(row)

    def take(self, entry: int) -> UndoEntry | None:
        """Remove and return an entry; None where it is no longer kept."""
        with self._database.open() as connection:
            row = connection.execute(
                "SELECT id, skill, data, sentence FROM undo_log WHERE id = ?", (entry,)
            ).fetchone()
            connection.execute("DELETE FROM undo_log WHERE id = ?", (entry,))
        return None if row is None else _entry(row)

    def forget(self) -> int:
        """Delete every entry; returns how many there were."""
        with self._database.open() as connection:
            return connection.execute("DELETE FROM undo_log").rowcount


def _entry(row: tuple[int, str, str, str]) -> UndoEntry:
    number, skill, data, sentence = row
    return UndoEntry(number, skill, json.loads(data), sentence)
