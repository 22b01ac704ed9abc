"""The queue of `assistant correct`: the order of the logged utterances and their description."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from assistant.memory.conversation_log import LoggedUtterance
from models.manifest import SlotLabel

UNCERTAIN = {"reject": 1, "confirm": 2}
"""Rank of the decisions that are reviewed before all others, after flagged utterances."""


def review_order(logged: Iterable[LoggedUtterance]) -> list[LoggedUtterance]:
    """Flagged utterances first, then rejected and confirmed ones, then the rest; newest first within each."""
    return sorted(
        logged,
        key=lambda one: (
            0 if one.flagged else UNCERTAIN.get(one.decision or "", 3),
            -one.when.timestamp(),
        ),
    )


def format_time(when: datetime) -> str:
    """Today 19:30, yesterday 8:05, 2026-11-20 19:30."""
    day = {date.today(): "today", date.today() - timedelta(days=1): "yesterday"}
    return f"{day.get(when.date(), when.date().isoformat())} {when.hour}:{when:%M}"


def describe(intent: str | None, out_of_scope: bool, slots: Iterable[SlotLabel] | None) -> str:
    """Intent and slots on one line."""
    head = intent or ("nothing for the assistant" if out_of_scope else "no known intent")
    values = ", ".join(f"{slot.name}: {slot.value}" for slot in slots or ())
    return f"{head}  {values}" if values else head
