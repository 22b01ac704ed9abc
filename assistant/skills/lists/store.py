"""Lists and their items, in SQLite. Knows no sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from assistant.memory.database import Database
from models.text.list_names import same_list, same_name

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS lists (name TEXT PRIMARY KEY, used INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS items (list TEXT NOT NULL REFERENCES lists (name) ON DELETE CASCADE,"
    " item TEXT NOT NULL,"
    " UNIQUE (list, item))",
)


@dataclass(frozen=True, slots=True)
class ListChange:
    """The difference that an operation made."""

    created: tuple[str, ...] = ()
    """Lists."""
    deleted: tuple[tuple[int, str, int], ...] = ()
    """Lists: row, name, use."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Lists: old and new name."""
    added: tuple[tuple[str, str], ...] = ()
    """List and item."""
    removed: tuple[tuple[str, int, str], ...] = ()
    """List, row and item."""

    def __add__(self, other: ListChange) -> ListChange:
        return ListChange(
            self.created + other.created,
            self.deleted + other.deleted,
            self.renamed + other.renamed,
            self.added + other.added,
            self.removed + other.removed,
        )

    def to_json(self) -> dict[str, Any]:
        """The fields that hold anything."""
        return {name: rows for name, rows in asdict(self).items() if rows}

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """The change that `to_json` gave."""
        rows: dict[str, Any] = {
            name: tuple(row if isinstance(row, str) else tuple(row) for row in kept)
            for name, kept in fields.items()
        }
        return cls(**rows)


class ListStore:
    """Lists by name, oldest first, each with its items, in their order."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.declare(*_SCHEMA)

    def names(self) -> list[str]:
        """Every list."""
        with self._database.open() as connection:
            return [name for (name,) in connection.execute("SELECT name FROM lists ORDER BY rowid")]

    def find(self, name: str) -> str | None:
        """The list of this name as it is kept, also under another number or a synonym; None without one."""
        return self.named(name) or next((one for one in self.names() if same_list(one, name)), None)

    def named(self, name: str) -> str | None:
        """The list of this very name, whatever its number; None without one."""
        names = self.names()
        return name if name in names else next((one for one in names if same_name(one, name)), None)

    def items(self, name: str) -> list[str]:
        """The items of a list; none for one that is not there."""
        with self._database.open() as connection:
            rows = connection.execute("SELECT item FROM items WHERE list = ? ORDER BY rowid", (name,))
            return [item for (item,) in rows]

    def create(self, name: str) -> ListChange:
        """Make a list, if there is none of this name."""
        with self._database.open() as connection:
            return _create(connection, name)

    def add(self, name: str, items: Iterable[str]) -> ListChange:
        """Put items on a list, made where it is missing."""
        with self._database.open() as connection:
            made = _create(connection, name)
            insert = "INSERT OR IGNORE INTO items VALUES (?, ?)"
            added = [(name, item) for item in items if connection.execute(insert, (name, item)).rowcount]
            return made + ListChange(added=tuple(added))

    def remove(self, name: str, items: Iterable[str]) -> ListChange:
        """Take items off a list."""
        with self._database.open() as connection:
            return _remove(connection, name, items)

    def replace(self, name: str, old: str, new: Sequence[str]) -> ListChange:
        """Put items in the place of another; those that are there already are not added."""
        with self._database.open() as connection:
            gone = _remove(connection, name, [old])
            if not gone.removed or not new:
                return gone
            (_, row, _), (first, *rest) = gone.removed[0], new
            added = []
            # further ones go to the end of the list
            for place, item in [(row, first), *((None, item) for item in rest)]:
                statement = "INSERT OR IGNORE INTO items (rowid, list, item) VALUES (?, ?, ?)"
                if connection.execute(statement, (place, name, item)).rowcount:
                    added.append((name, item))
            return gone + ListChange(added=tuple(added))

    def delete(self, names: Iterable[str]) -> ListChange:
        """Delete whole lists."""
        change = ListChange()
        with self._database.open() as connection:
            for name in names:
                rows = connection.execute("SELECT item FROM items WHERE list = ?", (name,)).fetchall()
                change += _remove(connection, name, [item for (item,) in rows])
                row = connection.execute("SELECT rowid, used FROM lists WHERE name = ?", (name,)).fetchone()
                if row is not None:
                    change += ListChange(deleted=((row[0], name, row[1]),))
                    connection.execute("DELETE FROM lists WHERE name = ?", (name,))
        return change

    def rename(self, old: str, new: str) -> ListChange:
        """Give a list a name that no other has."""
        with self._database.open() as connection:
            _rename(connection, old, new)
        return ListChange(renamed=((old, new),))

    def restore(self, change: ListChange) -> None:
        """Take a change back; what was changed since stays."""
        with self._database.open() as connection:
            for old, new in reversed(change.renamed):
                _rename(connection, new, old)
            for row, name, used in change.deleted:
                free = connection.execute("SELECT 1 FROM lists WHERE rowid = ?", (row,)).fetchone() is None
                statement = "INSERT OR IGNORE INTO lists (rowid, name, used) VALUES (?, ?, ?)"
                connection.execute(statement, (row if free else None, name, used))
            for name, item in change.added:
                connection.execute("DELETE FROM items WHERE list = ? AND item = ?", (name, item))
            for name, row, item in change.removed:
                _create(connection, name)
                free = connection.execute("SELECT 1 FROM items WHERE rowid = ?", (row,)).fetchone() is None
                statement = "INSERT OR IGNORE INTO items (rowid, list, item) VALUES (?, ?, ?)"
                connection.execute(statement, (row if free else None, name, item))
            for name in change.created:
                empty = "SELECT 1 FROM items WHERE list = ?"
                if connection.execute(empty, (name,)).fetchone() is None:
                    connection.execute("DELETE FROM lists WHERE name = ?", (name,))

    def forget(self) -> int:
        """Delete every list; returns how many there were."""
        with self._database.open() as connection:
            return connection.execute("DELETE FROM lists").rowcount


def _create(connection: sqlite3.Connection, name: str) -> ListChange:
    newest = "(SELECT COALESCE(MAX(used), 0) + 1 FROM lists)"
    statement = f"INSERT OR IGNORE INTO lists VALUES (?, {newest})"
    new = connection.execute(statement, (name,)).rowcount
    return ListChange(created=(name,)) if new else ListChange()


def _remove(connection: sqlite3.Connection, name: str, items: Iterable[str]) -> ListChange:
    removed = []
    for item in items:
        key = (name, item)
        row = connection.execute("SELECT rowid FROM items WHERE list = ? AND item = ?", key).fetchone()
        if row is not None:
            connection.execute("DELETE FROM items WHERE rowid = ?", row)
            removed.append((name, row[0], item))
    return ListChange(removed=tuple(removed))


def _rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    # the items point at the name until both are changed
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("UPDATE lists SET name = ? WHERE name = ?", (new, old))
    connection.execute("UPDATE items SET list = ? WHERE list = ?", (new, old))
