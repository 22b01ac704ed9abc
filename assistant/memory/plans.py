"""Plans: commands that wait for a later time. Knows no skill; whoever polls `due` carries them out.

A plan is marked before it is carried out and kept until its outcome was told, so that a program that ends in
between neither does it twice nor hides it.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from assistant.memory.database import Database
from models.text.parse.occurrences import from_json, to_json
from models.text.parse.repeats import Recurrence
from models.types import Command, Modifiers, Slot

log = logging.getLogger(__name__)

NAME = "plans"
_SCHEMA = """CREATE TABLE IF NOT EXISTS plans (
    id INTEGER PRIMARY KEY AUTOINCREMENT, due_s REAL NOT NULL, what TEXT NOT NULL, kept TEXT NOT NULL)"""
_ADDED = {"begun": "INTEGER NOT NULL DEFAULT 0", "outcome": "TEXT"}
_NAMES = "id, due_s, what, kept, begun, outcome"


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
    begun: bool = False
    """Whether carrying it out has begun."""
    outcome: str | None = None
    """The sentence to tell; None before it was carried out."""


class Plans:
    """The plans that wait, in the owner's database, so that they survive a restart."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.declare(_SCHEMA, columns={"plans": _ADDED})

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
        """Move a plan to another time, at which it begins anew."""
        with self._database.open() as connection:
            connection.execute(
                "UPDATE plans SET due_s = ?, begun = 0, outcome = NULL WHERE id = ?",
                (due.timestamp(), plan.id),
            )

    def begin(self, plan: Plan) -> None:
        """Mark a plan that is carried out now."""
        with self._database.open() as connection:
            connection.execute("UPDATE plans SET begun = 1 WHERE id = ?", (plan.id,))

    def finish(self, plan: Plan, outcome: str) -> None:
        """Keep what is to be told about a plan that was carried out."""
        with self._database.open() as connection:
            connection.execute("UPDATE plans SET outcome = ? WHERE id = ?", (outcome, plan.id))

    def next_due(self) -> datetime | None:
        """The moment, in UTC, at which the next plan falls due; None where nothing waits."""
        with self._database.open() as connection:
            (due_s,) = connection.execute("SELECT MIN(due_s) FROM plans WHERE NOT begun").fetchone()
        return None if due_s is None else datetime.fromtimestamp(due_s, UTC)

    def due(self, now: datetime) -> list[Plan]:
        """The plans that are due, soonest first; they stay until they are removed or postponed."""
        return self._until(now.timestamp(), now)

    def _until(self, due_s: float, now: datetime) -> list[Plan]:
        # polled several times a second: only rows that are due are read
        with self._database.open() as connection:
            rows = connection.execute(
                f"SELECT {_NAMES} FROM plans WHERE due_s <= ? ORDER BY due_s, id", (due_s,)
            ).fetchall()
        return [_plan(row, now) for row in rows]

    def forget(self) -> int:
        """Delete every plan; returns how many there were."""
        with self._database.open() as connection:
            return connection.execute("DELETE FROM plans").rowcount


def _plan(row: tuple[int, float, str, str, int, str | None], now: datetime) -> Plan:
    number, due_s, what, kept, begun, outcome = row
    due = datetime.fromtimestamp(due_s, now.tzinfo)
    try:
        fields: dict[str, Any] = json.loads(kept)
        command = None if fields["command"] is None else _command(fields["command"])
        recurrence = None if fields["recurrence"] is None else from_json(fields["recurrence"])
        # a plan of an earlier version points at nothing
        touched = tuple(fields.get("touched", ()))
        return Plan(number, due, what, command, fields["undo"], recurrence, touched, bool(begun), outcome)
    except (ValueError, KeyError, TypeError):
        log.exception("the plan %d cannot be read", number)
        unread = f"I can no longer read how to {what}; it was not done."
        return Plan(number, due, what, None, begun=True, outcome=outcome or unread)


def _command(fields: dict[str, Any]) -> Command:
    slots = tuple(Slot(**slot) for slot in fields.pop("slots"))
    modifiers = fields.pop("modifiers")
    excluded = tuple(modifiers.pop("excluded"))
    fields.pop("unresolved")
    return Command(**fields, slots=slots, modifiers=Modifiers(excluded=excluded, **modifiers))
