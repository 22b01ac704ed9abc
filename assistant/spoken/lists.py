"""Several things said in one breath."""

from __future__ import annotations

import re
from collections.abc import Sequence


def join(things: Sequence[str], word: str = "and") -> str:
    """ "milk", "milk and eggs", "milk, eggs and bread"."""
    return (
        things[0] if len(things) == 1 else f"{', '.join(things[:-1])} {word} {things[-1]}" if things else ""
    )


def split(text: str) -> list[str]:
    """ "milk, eggs and bread" → its three things."""
    return [part.strip() for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", text) if part.strip()]


def count(number: int, noun: str) -> str:
    """ "1 timer", "2 timers"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
