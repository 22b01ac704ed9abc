"""Questions about time zones → what is asked: "when it's noon here what time is it in Sydney"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.text.parse.clock import TimeOfDay
from models.text.parse.reader import Context
from models.text.parse.scan import covers, find, read
from models.text.place_mentions import Mention, without
from models.text.places import Place
from models.types import Slot

TIME_SLOTS = ("time", "timeofday")
_APART = re.compile(
    r"\bdifferen\w*\b|\bdistance\b|\bhow (?:many|much) (?:hours?|later|earlier|ahead|behind)\b|\bahead\b"
    r"|\bbehind\b|\btime (?:zone )?between\b|\bcompared\b|\bhow far\b"
)
_SETS = re.compile(r"\b(?:change|switch|set|adjust)\b.*\b(?:zones?|clock|time)\b")
_CONVERTS = re.compile(r"\bconvert\b")
_REVERSED = re.compile(r"\bother way (?:a?round)\b|\breverse\b|\bvice versa\b")
_NOW = re.compile(r"\b(?:now|current|currently|moment)\b")
_WANTED = re.compile(r"\b(?:to|into)\s*$")
_HERE = Mention(-1, -1, None)


@dataclass(frozen=True, slots=True)
class ZoneQuestion:
    """What is asked about two places; a place that is None is here."""

    asked: Literal["time", "difference", "setting"]
    source: Place | None
    target: Place | None
    clock: TimeOfDay | None = None
    """The time of day at the source; None for now."""
    day: date | None = None
    """The day at the source; None for today."""
    swaps: bool = False
    """Whether the places before change places."""


def read_zones(
    text: str, found: Sequence[Mention], slots: Sequence[Slot], start: int, context: Context
) -> ZoneQuestion | None:
    """The question of a text; None where a time or number of it has no part in the question.

    Arguments:
        found: the places of the text.
        slots: of the text, some of which may mark a time of day.
        start: the position of the text in the one that the slots are counted in.
    """
    bare = without(text, found)
    if _REVERSED.search(text.lower()):
        return ZoneQuestion("time", None, None, swaps=True)
    clocks = _clocks(bare, slots, start, context)
    if clocks is None:
        return None
    days = [
        each
        for each in find("date", bare, context)
        if not any(_meet(each.start, each.end, c) for c in clocks)
    ]
    taken = [(begin, end) for begin, end, _ in clocks] + [(day.start, day.end) for day in days]
    if len(clocks) > 1 or len(days) > 1:
        return None
    if any(all(end <= a or b <= begin for a, b in taken) for begin, end in covers(bare, context)):
        return None
    if _APART.search(text.lower()) and not clocks:
        first, second = ([*found, _HERE, _HERE])[:2]
        return ZoneQuestion("difference", first.place, second.place)
    if _SETS.search(text.lower()) and not _CONVERTS.search(text.lower()) and not clocks:
        target = next((mention.place for mention in reversed(found) if mention.place), None)
        return ZoneQuestion("setting", None, target)
    day = days[0].value if days else None
    if not clocks:
        source, target = (found[0].place if len(found) > 1 else None), (found[-1].place if found else None)
        return ZoneQuestion("time", source, target, None, day)
    source, target = _direction(text, found, clocks[0][0])
    return ZoneQuestion("time", source, target, clocks[0][2], day)


def _clocks(
    text: str, slots: Sequence[Slot], start: int, context: Context
) -> list[tuple[int, int, TimeOfDay]] | None:
    """The times of day of a text; None where a slot marks something else as one: "sunrise"."""
    clocks = [(each.start, each.end, each.value) for each in find("clock", text, context)]
    marked = [slot for slot in slots if slot.name in TIME_SLOTS and slot.end > slot.start]
    if marked and not clocks:
        begin, end = min(slot.start for slot in marked) - start, max(slot.end for slot in marked) - start
        for words in (text[begin:end], " ".join(slot.text for slot in marked)):
            if isinstance(clock := read("clock", words, context), TimeOfDay):
                return [(begin, end, clock)]
        if not _NOW.search(text[begin:end].lower()):
            return None
    return clocks


def _meet(begin: int, end: int, clock: tuple[int, int, TimeOfDay]) -> bool:
    return begin < clock[1] and clock[0] < end


def _direction(text: str, found: Sequence[Mention], at: int) -> tuple[Place | None, Place | None]:
    """Where the named time holds, which is the place said nearest to it, and where it is asked for."""
    if not found:
        return None, None
    open_ = [mention for mention in found if not _WANTED.search(text[: mention.start].lower())]
    # a place follows its time more often than it goes before it: "9 am in Manila"
    nearest = min(
        open_ or found,
        key=lambda mention: mention.start - at if mention.start >= at else 1.5 * (at - mention.start),
    )
    others = [mention for mention in found if mention.place != nearest.place]
    if others:
        return nearest.place, others[-1].place
    led = re.search(r"\bif\b|\bwhen\b|\bit'?s\b|\bit is\b|\bgiven\b", text.lower()[:at]) is not None
    if nearest.place is None or (not open_) or (nearest.start < at and not led):
        return None, nearest.place
    return (
        (nearest.place, None)
        if nearest.start >= at and not _asks_there(text, nearest)
        else (None, nearest.place)
    )


def _asks_there(text: str, mention: Mention) -> bool:
    """Whether the place is the one that is asked about: "if it's noon what time is it in Sydney"."""
    return re.search(r"\b(?:what|time is it|how late)\b[^,;]*$", text[: mention.start].lower()) is not None
