"""Plans: commands that wait for a later time. Knows no skill; whoever polls `due` carries them out."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from assistant.memory.database import Database
from models.text.parse.occurrences import from_json, to_json
from models.text.parse.repeats import Recurrence
from models.types import Command, Modifiers, Slot

NAME = "plans"
_SCHEMA = """CREATE TABLE IF NOT EXISTS plans (
    id INTEGER PRIMARY KEY AUTOINCREMENT, due_s REAL NOT NULL, what TEXT NOT NULL, kept TEXT NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Plan:
    """A command for a later time, or the undoing of one."""

    id: int
    due: datetime
    """Aware."""
    what: str
    """The command as an infinitive clause: "turn off the lights"."""
    command: Command | None
    """None for an undoing."""
    undo: int | None = None
    """Entry of the undo log that is restored."""
    recurrence: Recurrence | None = None
    """None for once."""
    touched: tuple[str, ...] = ()
    """Keys of what the command pointed at when it was said: "cancel that alarm"."""


class Plans:
    """The plans that wait, in the owner's database, so that they survive a restart."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.open() as connection:
            connection.execute(_SCHEMA)

    def add(
        self,
        due: datetime,
        what: str,
        command: Command | None,
        undo: int | None = None,
        recurrence: Recurrence | None = None,
        touched: Sequence[str] = (),
    ) -> Plan:
        """Keep a plan."""
        kept = {
            "command": None if command is None else asdict(command),
            "undo": undo,
            "recurrence": None if recurrence is None else to_json(recurrence),
            "touched": list(touched),
        }
        with self._database.open() as connection:
            cursor = connection.execute(
                "INSERT INTO plans (due_s, what, kept) VALUES (?, ?, ?)",
                (due.timestamp(), what, json.dumps(kept)),
            )
            number = cursor.lastrowid or 0
        return Plan(number, due, what, command, undo, recurrence, tuple(touched))

    def rows(self, *plans: int) -> list[list[Any]]:
        """Plans as JSON values, for `put_back`."""
        with self._database.open() as connection:
            rows = connection.execute("SELECT id, due_s, what, kept FROM plans").fetchall()
        return [list(row) for row in rows if row[0] in plans]

    def put_back(self, rows: Sequence[Sequence[Any]]) -> None:
        """Keep the plans of `rows` again."""
        with self._database.open() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO plans (id, due_s, what, kept) VALUES (?, ?, ?, ?)", map(tuple, rows)
            )

    def entries(self, now: datetime) -> list[Plan]:
        """All plans, soonest first, in the time zone of `now`."""
        return self._until(math.inf, now)

    def remove(self, *plans: int) -> None:
        """Drop plans by their numbers."""
        with self._database.open() as connection:
            connection.executemany("DELETE FROM plans WHERE id = ?", [(plan,) for plan in plans])

    def postpone(self, plan: Plan, due: datetime) -> None:
        """Move a plan to another time."""
        with self._database.open() as connection:
            connection.execute("UPDATE plans SET due_s = ? WHERE id = ?", (due.timestamp(), plan.id))

    def next_due(self) -> datetime | None:
        """The moment, in UTC, at which the next plan falls due; None where nothing waits."""
        with self._database.open() as connection:
            (due_s,) = connection.execute("SELECT MIN(due_s) FROM plans").fetchone()
        return None if due_s is None else datetime.fromtimestamp(due_s, UTC)

    def due(self, now: datetime) -> list[Plan]:
        """The plans that are due, soonest first; they stay until they are removed or postponed."""
        return self._until(now.timestamp(), now)

    def _until(self, due_s: float, now: datetime) -> list[Plan]:
        # polled several times a second: only rows that are due are read
        with self._database.open() as connection:
            rows = connection.execute(
                "SELECT id, due_s, what, kept FROM plans WHERE due_s <= ? ORDER BY due_s, id", (due_s,)
            ).fetchall()
        return [_plan(row, now) for row in rows]

    def forget(self) -> int:
        """Delete every plan; returns how many there were."""
        with self._database.open() as connection:
            return connection.execute("DELETE FROM plans").rowcount


def _plan(row: tuple[int, float, str, str], now: datetime) -> Plan:
    number, due_s, what, kept = row
    fields: dict[str, Any] = json.loads(kept)
    command = None if fields["command"] is None else _command(fields["command"])
    recurrence = None if fields["recurrence"] is None else from_json(fields["recurrence"])
    due = datetime.fromtimestamp(due_s, now.tzinfo)
    # a plan of an earlier version points at nothing
    touched = tuple(fields.get("touched", ()))
    return Plan(number, due, what, command, fields["undo"], recurrence, touched)


def _command(fields: dict[str, Any]) -> Command:
    slots = tuple(Slot(**slot) for slot in fields.pop("slots"))
    modifiers = fields.pop("modifiers")
    excluded = tuple(modifiers.pop("excluded"))
    fields.pop("unresolved")
    return Command(**fields, slots=slots, modifiers=Modifiers(excluded=excluded, **modifiers))
