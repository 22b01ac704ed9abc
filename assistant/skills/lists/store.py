"""The lists themselves, in SQLite: names, items, and which was used last. Knows no sentence."""

from __future__ import annotations

import sqlite3

from assistant.memory.database import Database

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS lists (name TEXT PRIMARY KEY, used INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS items (list TEXT NOT NULL REFERENCES lists (name) ON DELETE CASCADE,"
    " item TEXT NOT NULL,"
    " UNIQUE (list, item))",
)


class ListStore:
    """Lists by name, oldest first, each with its items, oldest first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.open() as connection:
            for statement in _SCHEMA:
                connection.execute(statement)

    def names(self) -> list[str]:
        """Every list."""
        with self._database.open() as connection:
            return [name for (name,) in connection.execute("SELECT name FROM lists ORDER BY rowid")]

    def newest(self) -> str | None:
        """The list that was changed last; None where there is none."""
        with self._database.open() as connection:
            row = connection.execute("SELECT name FROM lists ORDER BY used DESC LIMIT 1").fetchone()
        return row[0] if row else None

    def create(self, name: str) -> bool:
        """Makes a list, or counts it as used; True where it is new."""
        with self._database.open() as connection:
            known = connection.execute("SELECT 1 FROM lists WHERE name = ?", (name,)).fetchone() is not None
            _use(connection, name)
        return not known

    def items(self, name: str) -> list[str]:
        """What is on a list."""
        with self._database.open() as connection:
            return [
                item
                for (item,) in connection.execute(
                    "SELECT item FROM items WHERE list = ? ORDER BY rowid", (name,)
                )
            ]

    def add(self, name: str, items: list[str]) -> list[str]:
        """Puts items on a list, made where it is missing; returns those that were not there yet."""
        with self._database.open() as connection:
            _use(connection, name)
            insert = "INSERT OR IGNORE INTO items VALUES (?, ?)"
            return [item for item in items if connection.execute(insert, (name, item)).rowcount]

    def drop(self, name: str, item: str) -> None:
        """Takes one item off."""
        with self._database.open() as connection:
            connection.execute("DELETE FROM items WHERE list = ? AND item = ?", (name, item))

    def delete(self, names: list[str]) -> None:
        """Drops whole lists."""
        with self._database.open() as connection:
            connection.executemany("DELETE FROM lists WHERE name = ?", [(name,) for name in names])


def _use(connection: sqlite3.Connection, name: str) -> None:
    newest = "(SELECT COALESCE(MAX(used), 0) + 1 FROM lists)"
    connection.execute(
        f"INSERT INTO lists VALUES (?, {newest}) ON CONFLICT (name) DO UPDATE SET used = {newest}", (name,)
    )
