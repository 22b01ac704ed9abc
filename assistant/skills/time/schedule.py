"""Timers, alarms and reminders that wait to ring, kept across restarts. Knows no sound.

Polling `due` begins rings and `rang` ends them: what did not ring to its end is still kept.

A timer ends at a moment; an alarm or a reminder may be for a time on the wall, which stays the same when the
owner's zone or the season changes.

A timer's moment is kept by the computer's uptime too: a clock that is set does not move it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from assistant.clock import Uptime
from assistant.memory.database import Database
from assistant.skills.time.entries import (
    ADDED,
    COLUMNS,
    DUE,
    INSERT,
    LEFT,
    LENGTH,
    NAMES,
    WALL,
    Entry,
    Kind,
    Row,
    entry_of,
    next_of,
    row_of,
)
from models.errors import StateError
from models.text import say, say_dates
from models.text.parse import Recurrence

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
_MOVED_S = 1.0
"""Least difference of clock and uptime that is a clock that was set."""
ENDS_ITSELF = timedelta(minutes=1)
"""A ring whose end is never told is over after so long."""


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
    """Everything that waits to ring.

    Arguments:
        uptime: the computer's own clock; without one, the moment by the clock on the wall counts.
    """

    def __init__(self, database: Database, uptime: Callable[[], Uptime | None] = lambda: None) -> None:
        self._database, self._uptime = database, uptime
        database.declare(*_SCHEMA, columns={"schedule": ADDED})
        self._known: list[Row] = []
        """What was read last, for a database that fails."""
        self._ringing: dict[int, tuple[Entry, datetime]] = {}
        """What rings, and since when."""
        self._over: dict[int, tuple[Entry, datetime]] = {}
        """What rang and could not be deleted yet, and since when."""

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
            number = connection.execute(INSERT, self._with_uptime((None, *row_of(entry)[1:]))).lastrowid or 0
        return replace(entry, id=number)

    def entries(self, kind: Kind, now: datetime) -> list[Entry]:
        """What is still to ring, soonest first, in the time zone of `now`."""
        coming = []
        for entry in self._all(now):
            if entry.kind != kind:
                continue
            # what fell due while nobody polled `due` is told there; what repeats is shown with its next time
            shown = next_of(entry, now) if entry.rule and entry.due <= now else entry
            if shown and (shown.left is not None or shown.due > now):
                coming.append(shown)
        return sorted(coming, key=lambda entry: (entry.remaining(now), entry.id))

    def names(self) -> list[str]:
        """The names of all that waits to ring, oldest first."""
        with self._database.open() as connection:
            return [name for (name,) in connection.execute("SELECT name FROM schedule ORDER BY id") if name]

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
        self.restore([row_of(entry) for entry in entries])

    def restore(self, rows: Sequence[Sequence[Any]]) -> None:
        """Keep the entries of `rows` again."""
        with self._database.open() as connection:
            connection.executemany(INSERT, [self._with_uptime(tuple(row)) for row in rows])
        for row in rows:
            # it was changed while it rang, and rings again
            self._ringing.pop(row[0], None)

    @staticmethod
    def rows(entries: Iterable[Entry]) -> list[list[Any]]:
        """Entries as JSON values, for `restore`."""
        return [list(row_of(entry)) for entry in entries]

    def next_due(self, zone: tzinfo | None = UTC) -> datetime | None:
        """The moment, in UTC, at which the next entry falls due; None where nothing waits.

        Arguments:
            zone: the owner's, for times of day.
        """
        waiting = [
            entry.due
            for entry in self._all(datetime.now(zone))
            if entry.left is None and entry.id not in self._ringing
        ]
        return min(waiting).astimezone(UTC) if waiting else None

    def due(self, now: datetime, *, hours24: bool = False) -> tuple[Ring, ...]:
        """What fell due since the last call, each once; it is kept until `rang`. Costs a millisecond."""
        for entry in [entry for entry, since in self._ringing.values() if now - since > ENDS_ITSELF]:
            self.rang(entry)
        for entry, since in list(self._over.values()):
            self._end(entry, since)
        fallen = sorted(
            (
                entry
                for entry in self._all(now)
                if entry.left is None
                and entry.due <= now
                and entry.id not in self._ringing
                and self._over.get(entry.id, (None,))[0] != entry
            ),
            key=lambda entry: (entry.due, entry.id),
        )
        for entry in fallen:
            self._ringing[entry.id] = entry, now
            try:
                with self._database.open() as connection:
                    row = (entry.id, entry.kind, entry.name, entry.due.timestamp())
                    connection.execute("INSERT OR REPLACE INTO rung VALUES (?, ?, ?, ?)", row)
                    connection.execute("DELETE FROM rung WHERE due_s < ?", (now.timestamp() - 86_400,))
            except StateError:
                continue  # it rings all the same; the database reports the fault
        return tuple(_ring(entry, now, hours24) for entry in fallen)

    @property
    def ringing(self) -> bool:
        """Whether a ring has begun and not ended."""
        return bool(self._ringing)

    def rang(self, entry: Entry) -> None:
        """End a ring: drop the entry, or set it for its next time, unless it was changed since."""
        if (begun := self._ringing.pop(entry.id, None)) is not None:
            self._end(*begun)

    def _end(self, entry: Entry, since: datetime) -> None:
        self._over[entry.id] = entry, since
        again = next_of(entry, since) if entry.rule else None
        try:
            if again is None:
                self.remove([entry])
            else:
                self.put(again)
        except StateError:
            return
        del self._over[entry.id]

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
        try:
            with self._database.open() as connection:
                self._known = connection.execute(f"SELECT {NAMES} FROM schedule").fetchall()
        except StateError:
            # what was confirmed aloud rings all the same; the database reports the fault
            return [self._entry(row, now) for row in self._known]
        entries = [self._entry(row, now) for row in self._known]
        if first := [entry for entry, row in zip(entries, self._known, strict=True) if row[LENGTH] is None]:
            self.put(*first)
        return entries

    def _entry(self, row: Row, now: datetime) -> Entry:
        """An entry of `COLUMNS` and uptime, in the time zone of `now`."""
        entry, (boot, boot_due_s) = entry_of(row[: len(COLUMNS)], now), row[len(COLUMNS) :]
        if boot is None or (up := self._uptime()) is None or up.boot != boot:
            return entry
        due = now + timedelta(seconds=boot_due_s - up.seconds)
        return entry if abs((due - entry.due).total_seconds()) < _MOVED_S else replace(entry, due=due)

    def _with_uptime(self, row: Row) -> Row:
        """A row of `COLUMNS` with those of uptime; a time of day and a paused timer have none."""
        if row[WALL] is not None or row[LEFT] is not None or (up := self._uptime()) is None:
            return (*row, None, None)
        return (*row, up.boot, up.seconds + row[DUE] - up.now_s)


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
