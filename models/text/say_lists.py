"""Things → English: lists of them, how many, and the beginning of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.text.items import is_task

_PLURAL_LOOKING = re.compile(r"(?:[\w'-]+ )*\w*[^s\W]s")


def join(things: Sequence[str], word: str = "and") -> str:
    """ "milk", "milk and eggs", "milk, eggs and bread"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {word} {things[-1]}"


def shortened(things: Sequence[str], most: int) -> str:
    """All of them up to `most`, else the first and how many more: "milk, eggs and 3 more"."""
    return join(things if len(things) <= most else [*things[:most], f"{len(things) - most} more"])


def count(number: int, noun: str, plural: str = "") -> str:
    """ "1 timer", "2 timers"."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def every(number: int) -> str:
    """ "both", "all 3"."""
    return "both" if number == 2 else f"all {number}"


def is_or_are(things: Sequence[str]) -> str:
    """The verb for these: "are" for several, and for one that sounds like several ("apples").

    Of "two pints of milk" the pints count; what is to do is one thing ("wash the curtains").
    """
    if len(things) != 1:
        return "are" if things else "is"
    (thing,) = things
    if is_task(thing):
        return "is"
    counted = re.match(r"(?:an?|one|1|half an?) |(?:\d|two|three|four|five|six)", thing, re.IGNORECASE)
    counting = thing.split(" of ")[0] if counted else thing
    return "are" if _PLURAL_LOOKING.fullmatch(counting) else "is"


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]
