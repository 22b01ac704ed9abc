"""The places that a question names, here among them, with where in the text they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.text import places
from models.text.places import Place
from models.types import Slot

PLACE_SLOTS = ("place_name", "time_zone")
_HERE = re.compile(
    r"\b(?:here|home|where (?:i|we) (?:am|are|live)|(?:in |to )?"
    r"(?:(?:this|my|our|the|local|current|same)\s+)+(?:own\s+)?(?:location|time zone|zone|place|city|town"
    r"|area)|(?:my|our|local|his|her|their) time|for (?:me|us))\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\bthere\b(?!\s+(?:is|are|in|a|any|between|left)\b)(?<!are there)(?<!is there)", re.IGNORECASE
)
_NO_ZONE = re.compile(r"(?:the )?(?:date|time|day|month|year|time zone|zone|clock)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text."""

    start: int
    end: int
    place: Place | None
    """None for here."""


class UnknownPlace(ValueError):
    """A place that no table has; the message is its name as said."""


def mentions(text: str, slots: Sequence[Slot] = (), start: int = 0) -> list[Mention]:
    """The places of a text in their order.

    Arguments:
        slots: those of the text, of which `PLACE_SLOTS` name places.
        start: the position of the text in the one that the slots are counted in.

    Raises:
        UnknownPlace: a slot names a place that is not known.
    """
    found = [Mention(match.start(), match.end(), None) for match in _HERE.finditer(text)]
    marked = [
        (slot.name, slot.start - start, slot.end - start)
        for slot in slots
        if slot.name in PLACE_SLOTS and slot.end > slot.start
    ]
    for name, begin, end in _joined(marked, text):
        words = text[begin:end]
        if _HERE.fullmatch(words.strip()) or (name == "time_zone" and _NO_ZONE.fullmatch(words.strip())):
            continue
        place = places.find(words)
        if place is None:
            raise UnknownPlace(words)
        found.append(Mention(begin, end, place))
    for begin, end, place in places.mentioned(text):
        # "the date in tokyo" is not the town of Date
        if led := re.match(r".*\bin\s+", text[begin:end], re.IGNORECASE):
            begin += led.end()
        if text[begin:end] == "us" and re.search(r"\b(?:of|for|behind|to)\s+$", text[:begin], re.IGNORECASE):
            continue
        found.append(Mention(begin, end, places.find(text[begin:end]) or place))
    kept: list[Mention] = []
    # what a slot marks, and here, count before what only looks like a place
    for mention in found:
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def without(text: str, found: Sequence[Mention]) -> str:
    """The text without the words of places, everything else in its place."""
    for mention in found:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return re.sub(r"\b(?:in|at|for|of|to|over)(?=\s*(?:$|[?.!]))", lambda m: " " * len(m[0]), text)


def is_there(text: str) -> bool:
    """Whether a text points to the place before: "what day is it there"."""
    return _THERE.search(text) is not None


def _joined(marked: list[tuple[str, int, int]], text: str) -> list[tuple[str, int, int]]:
    """Slots side by side as one, where they are one place: "san paulo" "brazil"."""
    joined: list[tuple[str, int, int]] = []
    for name, begin, end in sorted(marked, key=lambda each: each[1]):
        if joined and not text[joined[-1][2] : begin].strip(" ,"):
            first = joined[-1]
            if places.find(text[first[1] : end]) is not None:
                joined[-1] = first[0], first[1], end
                continue
        joined.append((name, begin, end))
    return joined
