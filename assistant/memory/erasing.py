"""Erasing of what the owner's database keeps, by kind, so that nothing of it stays in the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from assistant.memory.database import Database
from models.errors import SkillError


@dataclass(frozen=True, slots=True)
class KeptKind:
    """Where one kind of thing is kept."""

    one: str
    many: str
    tables: Mapping[str, str]
    """Table → condition on its rows; "" for all of them. Those of the first table are counted."""
    skills: tuple[str, ...]
    """Skills whose entries of the undo log hold them."""


def _scheduled(kind: str) -> Mapping[str, str]:
    return {"schedule": f"kind = '{kind}'", "rung": f"kind = '{kind}'"}


KINDS: Mapping[str, KeptKind] = {
    "timers": KeptKind("timer", "timers", _scheduled("timer"), ("timers",)),
    "alarms": KeptKind("alarm", "alarms", _scheduled("alarm"), ("alarms",)),
    "reminders": KeptKind("reminder", "reminders", _scheduled("reminder"), ("reminders",)),
    "plans": KeptKind("planned command", "planned commands", {"plans": ""}, ("plans",)),
    "lists": KeptKind("list", "lists", {"lists": "", "items": ""}, ("lists",)),
    "notes": KeptKind("note", "notes", {"notes": ""}, ("notes",)),
    "entries": KeptKind("entry of a domain", "entries of a domain", {"entries": ""}, ()),
    "profile": KeptKind("fact about you", "facts about you", {"profile": ""}, ("owner",)),
    "statistics": KeptKind("figure of the statistics", "figures of the statistics", {"statistics": ""}, ()),
    "undo": KeptKind("step of the undo log", "steps of the undo log", {"undo_log": ""}, ()),
}
"""What `forget` calls it → where it is kept."""
OTHER = KeptKind("row of a plug-in", "rows of plug-ins", {}, ())
_NO_DATA = ("sqlite_sequence", "sqlite_stat1")


def counts(database: Database) -> dict[str, int]:
    """How many of each kind there are, "other" for the tables of plug-ins; kinds without any are left out."""
    if not database.file.exists():
        return {}
    with database.open() as connection:
        there = _tables(connection)
        known = {table for kind in KINDS.values() for table in kind.tables}
        found = {
            name: sum(
                _count(connection, table, condition)
                for table, condition in list(kind.tables.items())[:1]
                if table in there
            )
            for name, kind in KINDS.items()
        }
        found["other"] = sum(_count(connection, table, "") for table in there - known)
    return {name: number for name, number in found.items() if number}


def erase(database: Database, *names: str) -> None:
    """Delete kinds, and what the undo log holds of them; without a name, every row of every table.

    Raises:
        SkillError: the file cannot be read or written.
    """
    if not database.file.exists():
        return
    with database.open() as connection:
        there = _tables(connection)
        for table, condition in _rows(names) if names else ((table, "") for table in sorted(there)):
            if table in there:
                connection.execute(
                    f"DELETE FROM {_quoted(table)}{f' WHERE {condition}' if condition else ''}"
                )
        if "undo_log" in there:
            skills = [(skill,) for name in names for skill in KINDS[name].skills]
            connection.executemany("DELETE FROM undo_log WHERE skill = ?", skills)
    _rewrite(database)


def statistics_of(database: Database, day: date) -> int:
    """How many figures the statistics have of a day."""
    if not database.file.exists():
        return 0
    with database.open() as connection:
        known = "statistics" in _tables(connection)
        return _count(connection, "statistics", f"day = '{day.isoformat()}'") if known else 0


def erase_statistics(database: Database, day: date) -> None:
    """Delete a day's statistics.

    Raises:
        SkillError: the file cannot be read or written.
    """
    if statistics_of(database, day):
        with database.open() as connection:
            connection.execute("DELETE FROM statistics WHERE day = ?", (day.isoformat(),))
        _rewrite(database)


def _rows(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        yield from KINDS[name].tables.items()


def _rewrite(database: Database) -> None:
    """Write the file anew: deleted rows stay readable in its free pages and in the write-ahead log."""
    try:
        with closing(sqlite3.connect(database.file, timeout=10.0, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise SkillError(
            f"what was deleted could not be wiped from my memory ({error})",
            where=str(database.file),
            do="stop the assistant and try again",
        ) from error


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for (name,) in rows if name not in _NO_DATA}


def _count(connection: sqlite3.Connection, table: str, condition: str) -> int:
    query = f"SELECT COUNT(*) FROM {_quoted(table)} WHERE {condition or 'TRUE'}"
    return int(connection.execute(query).fetchone()[0])


def _quoted(table: str) -> str:
    """The name of a table, which a plug-in may have chosen, as an SQL identifier."""
    return '"' + table.replace('"', '""') + '"'
