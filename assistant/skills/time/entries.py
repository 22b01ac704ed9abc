"""Timers, alarms and reminders, and the rows of the owner's database that hold them. Opens no database."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from models.text import say
from models.text.parse import Recurrence, TimeOfDay
from models.text.parse.occurrences import following, from_json, to_json

log = logging.getLogger(__name__)

Kind = Literal["timer", "alarm", "reminder"]

_FIRST = ("id", "kind", "name", "due_s", "set_s", "days")
_SECOND = {"length_s": "REAL", "left_s": "REAL", "wall": "TEXT", "rule": "TEXT"}
"""The full length and, while paused, what is left of a timer; the local time and the repetition of an alarm
or reminder."""
_UPTIME = {"boot": "TEXT", "boot_due_s": "REAL"}
"""The computer's start, and the entry's moment in seconds since then."""
ADDED = {**_SECOND, **_UPTIME}
"""Columns that the first version of the table lacks."""
COLUMNS = (*_FIRST, *_SECOND)
LENGTH, DUE, LEFT, WALL = (COLUMNS.index(name) for name in ("length_s", "due_s", "left_s", "wall"))
NAMES = ", ".join((*COLUMNS, *_UPTIME))
INSERT = f"INSERT OR REPLACE INTO schedule ({NAMES}) VALUES ({', '.join('?' for _ in NAMES.split(', '))})"

Row = tuple[Any, ...]
"""The values of `COLUMNS`."""


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


def row_of(entry: Entry) -> Row:
    """The values of `COLUMNS`."""
    return (
        entry.id, entry.kind, entry.name, entry.due.timestamp(), entry.set_at.timestamp(), "",
        entry.length.total_seconds(),
        None if entry.left is None else entry.left.total_seconds(),
        None if entry.wall is None else entry.wall.isoformat(),
        None if entry.rule is None else json.dumps(to_json(entry.rule)),
    )  # fmt: skip


def entry_of(row: Row, now: datetime) -> Entry:
    """The entry of a row, in the time zone of `now`."""
    number, kind, name, due_s, set_s, days, length_s, left_s, wall, rule = row
    due, set_at = (datetime.fromtimestamp(moment, now.tzinfo) for moment in (due_s, set_s))
    local = datetime.fromisoformat(wall) if wall else None
    again = _repetition(rule) if rule else None
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


@lru_cache
def _repetition(rule: str) -> Recurrence | None:
    """The repetition of a row; None for one that cannot be read, which is logged: the entry rings once."""
    try:
        return from_json(json.loads(rule))
    except (ValueError, KeyError, TypeError):
        log.exception("a repetition cannot be read")
        return None


def _weekly(days: str, due: datetime) -> Recurrence:
    at = TimeOfDay(due.hour, due.minute, "am" if due.hour < 12 else "pm")
    return Recurrence(tuple(sorted(int(day) for day in days.split(","))), times=(at,))


def next_of(entry: Entry, now: datetime) -> Entry | None:
    """A repeating entry with its next time; None where none is left."""
    assert entry.rule is not None
    again = following(entry.rule, now, entry.due)
    if again is None:
        return None
    return replace(entry, due=again, wall=None if entry.wall is None else again.replace(tzinfo=None))
