"""The undoing of what was done to entries of the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.skills.api import Result
from assistant.skills.time.entries import Entry
from assistant.skills.time.schedule import Schedule


def data(sentence: str, *, made: Iterable[Entry] = (), before: Iterable[Entry] = ()) -> dict[str, Any]:
    """The JSON values from which `undo` restores what was.

    Arguments:
        sentence: what is said when it is undone.
        made: entries that did not exist.
        before: entries as they were.
    """
    return {"sentence": sentence, "made": Schedule.rows(made), "before": Schedule.rows(before)}


def undo(schedule: Schedule, kept: Mapping[str, Any]) -> Result:
    """Restore what `data` kept."""
    schedule.remove_rows(kept["made"])
    schedule.restore(kept["before"])
    return Result({}, kept["sentence"], changes=True)
