"""Several things said in one breath, one or many of them, and the beginning of a sentence."""

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


def every(number: int) -> str:
    """ "both", "all 3"."""
    return "both" if number == 2 else f"all {number}"


def is_or_are(things: Sequence[str]) -> str:
    """The verb for these: "are" for several, and for one that sounds like several ("apples")."""
    one_plural = len(things) == 1 and re.fullmatch(r"(\w+ )?\w*[^s\W]s", things[0]) is not None
    return "are" if len(things) > 1 or one_plural else "is"


def capital(text: str) -> str:
    """`text` as a sentence begins."""
    return text[:1].upper() + text[1:]
