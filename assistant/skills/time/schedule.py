"""Timers, alarms and reminders that wait to ring, kept across restarts. Knows no sound: polling `due` rings.

A timer ends at a moment; an alarm or a reminder may be for a time on the wall, which stays the same when the
owner's zone or the season changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal

from assistant.memory.database import Database
from models.text import say, say_dates
from models.text.parse import Recurrence, TimeOfDay
from models.text.parse.occurrences import following, from_json, to_json

Kind = Literal["timer", "alarm", "reminder"]

RINGING = timedelta(minutes=1, seconds=30)
"""For so long a ring is repeated, unless it is stopped."""
LATE = timedelta(minutes=1)
"""What falls due longer ago than this rang while the program was off."""

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS schedule (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, due_s REAL NOT NULL, set_s REAL NOT NULL,
    days TEXT NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS rung (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, due_s REAL)",
)
_ADDED = {"length_s": "REAL", "left_s": "REAL", "wall": "TEXT", "rule": "TEXT"}
"""Columns that the first version of the table lacks: the full length and, while paused, what is left of a
timer; the local time and the repetition of an alarm or reminder."""
_COLUMNS = ("id", "kind", "name", "due_s", "set_s", "days", *_ADDED)
_LENGTH = _COLUMNS.index("length_s")
Row = tuple[Any, ...]
"""The values of `_COLUMNS`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One timer, alarm or reminder."""

    id: int
    kind: Kind
    name: str
    """Empty where it has none; for a reminder what it is about ("to call mum")."""
    due: datetime
    set_at: datetime
    length: timedelta
    """The full length of a timer."""
    left: timedelta | None = None
    """What is left of a paused timer; None while it runs."""
    wall: datetime | None = None
    """The local time of the next ring, naive; None for a moment whatever the clocks show."""
    rule: Recurrence | None = None
    """None for once."""

    @property
    def called(self) -> str:
        """Its name, or for a timer without one its length as an adjective: "10 minute"; else empty."""
        length = say.duration(self.length) if self.kind == "timer" else ""
        return self.name or re.sub(r"(day|hour|minute|second)s\b", r"\1", length)

    def remaining(self, now: datetime) -> timedelta:
        """The time until it rings; what is left of a paused timer."""
        return self.left if self.left is not None else self.due - now


@dataclass(frozen=True, slots=True)
class Ring:
    """What fell due, or a plan that was carried out."""

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
            for statement in _SCHEMA:
                connection.execute(statement)
            known = {row[1] for row in connection.execute("PRAGMA table_info(schedule)")}
            for column, kind in _ADDED.items():
                if column not in known:
                    connection.execute(f"ALTER TABLE schedule ADD COLUMN {column} {kind}")

    def add(
        self,
        kind: Kind,
        due: datetime,
        now: datetime,
        name: str = "",
        *,
        rule: Recurrence | None = None,
        elapsed: bool = True,
    ) -> Entry:
        """Keep a new entry.

        Arguments:
            due: aware; of a repetition the first moment.
            elapsed: whether the moment counts, whatever the clocks show; False for a time of day.
        """
        wall = None if elapsed else due.replace(tzinfo=None)
        entry = Entry(0, kind, name, due, now, due - now, wall=wall, rule=rule)
        with self._database.open() as connection:
            row = (None, *_row(entry)[1:])
            number = connection.execute(_insert(), row).lastrowid or 0
        return replace(entry, id=number)

    def entries(self, kind: Kind, now: datetime) -> list[Entry]:
        """What is still to ring, soonest first, in the time zone of `now`."""
        coming = []
        for entry in self._all(now):
            if entry.kind != kind:
                continue
            # what fell due while nobody polled `due` is told there; what repeats is shown with its next time
            shown = _next(entry, now) if entry.rule and entry.due <= now else entry
            if shown and (shown.left is not None or shown.due > now):
                coming.append(shown)
        return sorted(coming, key=lambda entry: (entry.remaining(now), entry.id))

    def remove(self, entries: Iterable[Entry]) -> None:
        """Drop these."""
        with self._database.open() as connection:
            connection.executemany("DELETE FROM schedule WHERE id = ?", [(entry.id,) for entry in entries])

    def remove_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Drop the entries of `rows`."""
        with self._database.open() as connection:
            connection.executemany("DELETE FROM schedule WHERE id = ?", [(row[0],) for row in rows])

    def put(self, *entries: Entry) -> None:
        """Keep entries as they are now, by their numbers."""
        self.restore([_row(entry) for entry in entries])

    def restore(self, rows: Sequence[Sequence[Any]]) -> None:
        """Keep the entries of `rows` again."""
        with self._database.open() as connection:
            connection.executemany(_insert(), [tuple(row) for row in rows])

    @staticmethod
    def rows(entries: Iterable[Entry]) -> list[list[Any]]:
        """Entries as JSON values, for `restore`."""
        return [list(_row(entry)) for entry in entries]

    def next_due(self, zone: tzinfo | None = UTC) -> datetime | None:
        """The moment, in UTC, at which the next entry falls due; None where nothing waits.

        Arguments:
            zone: the owner's, for times of day.
        """
        waiting = [entry.due for entry in self._all(datetime.now(zone)) if entry.left is None]
        return min(waiting).astimezone(UTC) if waiting else None

    def due(self, now: datetime, *, hours24: bool = False) -> tuple[Ring, ...]:
        """What fell due since the last call, each once; what repeats is set for its next time. Costs a
        millisecond."""
        fallen = sorted(
            (entry for entry in self._all(now) if entry.left is None and entry.due <= now),
            key=lambda entry: (entry.due, entry.id),
        )
        for entry in fallen:
            again = _next(entry, now) if entry.rule else None
            if again is None:
                self.remove([entry])
            else:
                self.put(again)
            with self._database.open() as connection:
                row = (entry.id, entry.kind, entry.name, entry.due.timestamp())
                connection.execute("INSERT OR REPLACE INTO rung VALUES (?, ?, ?, ?)", row)
                connection.execute("DELETE FROM rung WHERE due_s < ?", (now.timestamp() - 86_400,))
        return tuple(_ring(entry, now, hours24) for entry in fallen)

    def rung(self, now: datetime, within: timedelta) -> Entry | None:
        """The latest that rang within a time; None where none did."""
        with self._database.open() as connection:
            row = connection.execute(
                "SELECT id, kind, name, due_s FROM rung WHERE due_s BETWEEN ? AND ?"
                " ORDER BY due_s DESC LIMIT 1",
                ((now - within).timestamp(), now.timestamp()),
            ).fetchone()
        if row is None:
            return None
        number, kind, name, due_s = row
        due = datetime.fromtimestamp(due_s, now.tzinfo)
        return Entry(number, kind, name, due, due, timedelta())

    def forget(self) -> int:
        """Delete every entry, and what is known of rings; returns how many entries there were."""
        with self._database.open() as connection:
            connection.execute("DELETE FROM rung")
            return connection.execute("DELETE FROM schedule").rowcount

    def silence(self, entry: Entry) -> None:
        """Take an entry off those that rang."""
        with self._database.open() as connection:
            connection.execute("DELETE FROM rung WHERE id = ?", (entry.id,))

    def _all(self, now: datetime) -> list[Entry]:
        with self._database.open() as connection:
            rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM schedule").fetchall()
        entries = [_entry(row, now) for row in rows]
        if first := [entry for entry, row in zip(entries, rows, strict=True) if row[_LENGTH] is None]:
            self.put(*first)
        return entries


def _insert() -> str:
    marks = ", ".join("?" for _ in _COLUMNS)
    return f"INSERT OR REPLACE INTO schedule ({', '.join(_COLUMNS)}) VALUES ({marks})"


def _row(entry: Entry) -> Row:
    return (
        entry.id, entry.kind, entry.name, entry.due.timestamp(), entry.set_at.timestamp(), "",
        entry.length.total_seconds(),
        None if entry.left is None else entry.left.total_seconds(),
        None if entry.wall is None else entry.wall.isoformat(),
        None if entry.rule is None else json.dumps(to_json(entry.rule)),
    )  # fmt: skip


def _entry(row: Row, now: datetime) -> Entry:
    number, kind, name, due_s, set_s, days, length_s, left_s, wall, rule = row
    due, set_at = (datetime.fromtimestamp(moment, now.tzinfo) for moment in (due_s, set_s))
    local = datetime.fromisoformat(wall) if wall else None
    again = from_json(json.loads(rule)) if rule else None
    if length_s is None:
        # a row of the first version: alarms are for times of day, and repeat on days of the week
        length_s = due_s - set_s
        local = due.replace(tzinfo=None) if kind == "alarm" else None
        again = _weekly(days, due) if days else None
    if local is not None:
        # in UTC and back, for a time that the clocks skip
        due = local.replace(tzinfo=now.tzinfo).astimezone(UTC).astimezone(now.tzinfo)
    left = None if left_s is None else timedelta(seconds=left_s)
    return Entry(number, kind, name, due, set_at, timedelta(seconds=length_s), left, local, again)


def _weekly(days: str, due: datetime) -> Recurrence:
    at = TimeOfDay(due.hour, due.minute, "am" if due.hour < 12 else "pm")
    return Recurrence(tuple(sorted(int(day) for day in days.split(","))), times=(at,))


def _next(entry: Entry, now: datetime) -> Entry | None:
    """A repeating entry with its next time; None where none is left."""
    assert entry.rule is not None
    again = following(entry.rule, now, entry.due)
    if again is None:
        return None
    return replace(entry, due=again, wall=None if entry.wall is None else again.replace(tzinfo=None))


def _ring(entry: Entry, now: datetime, hours24: bool) -> Ring:
    late = now - entry.due > LATE
    name = f"{entry.called} " if entry.called and entry.kind != "reminder" else ""
    what = f"“{about(entry.name)}”" if entry.kind == "reminder" else ""
    if not late:
        said = {
            "timer": f"Your {name}timer is up.",
            "alarm": f"It's {say.clock(entry.due, hours24=hours24)}. Your {name}alarm is ringing.",
            "reminder": f"Reminder: {about(entry.name)}.",
        }[entry.kind]
        return Ring(entry, late, said)
    at = say.clock(entry.due, hours24=hours24)
    day = entry.due.date()
    when = at if day == now.date() else f"{at} {say_dates.on(day, now.date())}"
    happened = "ended" if entry.kind == "timer" else "was due"
    return Ring(
        entry,
        late,
        f"While I was off, your {name}{entry.kind} {what}{' ' if what else ''}{happened} at {when}.",
    )


def about(name: str) -> str:
    """What a reminder is about, without the word that joins it to "remind me": "call mum"."""
    return re.sub(r"^(?:to|about|that|of) ", "", name)
