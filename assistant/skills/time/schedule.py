"""Timers and alarms that wait to ring, kept across restarts. Knows no sound: whoever polls `due` rings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from assistant.memory.database import Database
from assistant.spoken import dates
from models.text import say

Kind = Literal["timer", "alarm"]

LATE = timedelta(minutes=1)
"""What falls due longer ago than this rang while the program was off."""

_SCHEMA = """CREATE TABLE IF NOT EXISTS schedule (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, due_s REAL NOT NULL, set_s REAL NOT NULL,
    days TEXT NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One timer or alarm."""

    id: int
    kind: Kind
    name: str
    """Empty where it has none."""
    due: datetime
    set_at: datetime
    days: frozenset[int] = frozenset()
    """Days of the week (Monday 0) it comes back on; empty for once."""

    @property
    def length(self) -> timedelta:
        """From setting to ringing."""
        return self.due - self.set_at

    @property
    def called(self) -> str:
        """Its name, or for a timer without one its length as an adjective: "10 minute"; empty for an
        alarm."""
        length = say.duration(self.length) if self.kind == "timer" else ""
        return self.name or re.sub(r"(day|hour|minute|second)s\b", r"\1", length)


@dataclass(frozen=True, slots=True)
class Ring:
    """A timer or alarm that fell due, or a plan that was carried out."""

    entry: Entry | None
    """None for a plan."""
    late: bool
    """It fell due while nobody was there to ring; said once, without ringing."""
    sentence: str
    """What to say, again and again until someone says stop (once where it is late)."""

    @classmethod
    def told(cls, sentence: str) -> Ring:
        """A sentence that is said once and does not ring."""
        return cls(None, late=True, sentence=sentence)


class Schedule:
    """Everything that waits to ring."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.open() as connection:
            connection.execute(_SCHEMA)

    def add(
        self, kind: Kind, due: datetime, now: datetime, name: str = "", days: frozenset[int] = frozenset()
    ) -> Entry:
        """Keeps a new entry; `due` must be aware."""
        row = (kind, name, due.timestamp(), now.timestamp(), ",".join(map(str, sorted(days))))
        with self._database.open() as connection:
            cursor = connection.execute(
                "INSERT INTO schedule (kind, name, due_s, set_s, days) VALUES (?, ?, ?, ?, ?)", row
            )
            identity = cursor.lastrowid or 0
        return Entry(identity, kind, name, due, now, days)

    def entries(self, kind: Kind, now: datetime) -> list[Entry]:
        """What is still to ring, soonest first, in the time zone of `now`."""
        with self._database.open() as connection:
            rows = connection.execute("SELECT * FROM schedule WHERE kind = ?", (kind,)).fetchall()
        entries = [_entry(row, now) for row in rows]
        # what fell due while nobody polled `due` is told there; what repeats is shown with its next day
        coming = [
            replace(entry, due=next_on(entry.days, entry.due, now))
            if entry.days and entry.due <= now
            else entry
            for entry in entries
        ]
        return sorted((entry for entry in coming if entry.due > now), key=lambda entry: (entry.due, entry.id))

    def remove(self, entries: list[Entry]) -> None:
        """Drops these."""
        with self._database.open() as connection:
            connection.executemany("DELETE FROM schedule WHERE id = ?", [(entry.id,) for entry in entries])

    def next_due(self) -> datetime | None:
        """The moment, in UTC, at which the next entry falls due; None where nothing waits."""
        with self._database.open() as connection:
            (due_s,) = connection.execute("SELECT MIN(due_s) FROM schedule").fetchone()
        return None if due_s is None else datetime.fromtimestamp(due_s, UTC)

    def due(self, now: datetime) -> tuple[Ring, ...]:
        """What fell due since the last call, each once; what repeats is set for its next day. Costs a
        millisecond."""
        rings: list[Ring] = []
        with self._database.open() as connection:
            rows = connection.execute(
                "SELECT * FROM schedule WHERE due_s <= ? ORDER BY due_s", (now.timestamp(),)
            ).fetchall()
            for row in rows:
                entry = _entry(row, now)
                rings.append(_ring(entry, now))
                if entry.days:
                    again = next_on(entry.days, entry.due, now)
                    connection.execute(
                        "UPDATE schedule SET due_s = ? WHERE id = ?", (again.timestamp(), entry.id)
                    )
                else:
                    connection.execute("DELETE FROM schedule WHERE id = ?", (entry.id,))
        return tuple(rings)


def next_on(days: frozenset[int], at: datetime, after: datetime) -> datetime:
    """The first moment later than `after` on one of `days` with the time of day of `at`, whatever the
    clocks did between."""
    day = after.date()
    while True:
        when = datetime.combine(day, at.timetz().replace(tzinfo=None), after.tzinfo)
        if when > after and day.weekday() in days:
            return when
        day += timedelta(days=1)


def _entry(row: tuple[int, Kind, str, float, float, str], now: datetime) -> Entry:
    identity, kind, name, due_s, set_s, days = row
    due, set_at = (datetime.fromtimestamp(moment, now.tzinfo) for moment in (due_s, set_s))
    return Entry(identity, kind, name, due, set_at, frozenset(int(day) for day in days.split(",") if day))


def _ring(entry: Entry, now: datetime) -> Ring:
    late = now - entry.due > LATE
    name = f"{entry.called} " if entry.called else ""
    if not late:
        said = (
            f"Your {name}timer is up."
            if entry.kind == "timer"
            else f"It's {say.clock(entry.due)}. Your {name}alarm is ringing."
        )
        return Ring(entry, late, said)
    day = entry.due.date()
    at = say.clock(entry.due)
    when = at if day == now.date() else f"{at} on {dates.full(day)}"
    happened = "ended" if entry.kind == "timer" else "was due"
    return Ring(entry, late, f"While I was off, your {name}{entry.kind} {happened} at {when}.")
