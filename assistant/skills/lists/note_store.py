"""Notes, in SQLite. Knows no sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assistant.memory.database import Database

_SCHEMA = """CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL, said TEXT NOT NULL, at_s REAL NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Note:
    """What the owner wants remembered."""

    id: int
    text: str
    """The note as said."""
    said: str
    """The whole command, in which further words to find it may stand: "remember where I parked: level 3"."""
    at_s: float
    """Seconds since 1970, UTC."""


class NoteStore:
    """The owner's notes, oldest first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.declare(_SCHEMA)

    def add(self, text: str, said: str, now: datetime) -> Note:
        """Keep a note."""
        row = (text, said, now.timestamp())
        with self._database.open() as connection:
            cursor = connection.execute("INSERT INTO notes (text, said, at_s) VALUES (?, ?, ?)", row)
            return Note(cursor.lastrowid or 0, *row)

    def entries(self) -> list[Note]:
        """All notes."""
        with self._database.open() as connection:
            rows = connection.execute("SELECT id, text, said, at_s FROM notes ORDER BY id")
            return [Note(*row) for row in rows]

    def remove(self, notes: Iterable[Note]) -> None:
        """Delete notes."""
        with self._database.open() as connection:
            connection.executemany("DELETE FROM notes WHERE id = ?", [(note.id,) for note in notes])

    def restore(self, notes: Iterable[Note]) -> None:
        """Keep deleted notes again, in their places."""
        rows = [(note.id, note.text, note.said, note.at_s) for note in notes]
        with self._database.open() as connection:
            connection.executemany("INSERT OR IGNORE INTO notes VALUES (?, ?, ?, ?)", rows)

    def forget(self) -> int:
        """Delete every note; returns how many there were."""
        with self._database.open() as connection:
            return connection.execute("DELETE FROM notes").rowcount
