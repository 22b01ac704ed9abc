"""Values inside a sentence: "set a timer for an hour and a half for pasta" holds one duration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from models.text.parse.chart import IMPOSSIBLE, SEVERAL, Parts, Readings
from models.text.parse.folding import fold
from models.text.parse.likeness import is_likely
from models.text.parse.reader import ANY_TIME, LONGEST, Context, Kind, chart

_WORD = re.compile(r"(?<![^\s(\"'\[-])[^\s(\"'\[]")
_WORD_END = re.compile(r"$|[\s,;:!?)\]\"-]|\.(?!\d)|'s\b|'(?!\w)")
_JOINING_WORDS = """
    a about an and another approximately around at by down exactly extra for from in it just longer maybe me
    more now of on only or please roughly so than that the then thereabouts til till time to until up with
"""
_JOINING = frozenset(_JOINING_WORDS.split())
"""Words around a value that do not change it."""
_PART = re.compile(r"half|third|quarter|fifth|tenth|couple|dozen")
_BEFORE_VALUE = _JOINING & frozenset(
    ("a", "about", "around", "at", "by", "exactly", "for", "just", "on", "roughly", "approximately")
)
_CONTAINERS: dict[Kind, frozenset[str]] = {
    "duration": frozenset({"moment", "span", "repeat"}),
    "clock": frozenset({"moment", "repeat"}),
    "date": frozenset({"moment", "span", "repeat"}),
    "part": frozenset({"moment", "span", "repeat", "clock"}),
    "money": frozenset({"percent"}),
    "moment": frozenset({"repeat"}),
    "repeat": frozenset({"moment", "span", "date", "clock", "part"}),
}
"""Kinds whose values are made of those of others; any other longer value takes a shorter one's words."""
_OF_ONE = re.compile(r"an? (?!half|quarter|third|couple|dozen)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and where its words stand."""

    start: int
    end: int
    value: Any


def find(kind: Kind, text: str, context: Context) -> list[Found]:
    """The longest stretches of a text that are one value of this kind each, in order.

    Words that may be something else are left out: the "two" of "add two eggs" is no time of day.
    """
    return [found for found in _certain(kind, text, context) if found.value is not IMPOSSIBLE]


def find_impossible(kind: Kind, text: str, context: Context) -> list[tuple[int, int]]:
    """The stretches that have the form of a value of this kind and stand for none: "February 30th"."""
    return [(found.start, found.end) for found in _certain(kind, text, context) if found.value is IMPOSSIBLE]


def covers(text: str, context: Context = ANY_TIME) -> list[tuple[int, int]]:
    """The stretches that hold a number, time, date, money or measure of any kind, without overlaps.

    An article is no number: "a cup of tea" is covered nowhere, though `find` reads it as a measure.
    """
    merged: list[tuple[int, int]] = []
    held = [
        found
        for kind in get_args(Kind)
        for found in _all(kind, text, context)
        if kind != "unit" or not _OF_ONE.match(text, found.start)
    ]
    for start, end in sorted((found.start, found.end) for found in held):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def read(kind: Kind, words: str, context: Context) -> Any:
    """The one value that the words of a slot stand for: "at seven", "to 50 percent", "for about ten minutes".

    Words that join are dropped at both ends, numbers and units never. None where the words stand for no
    value, for several, or for an impossible one (see `impossible`).
    """
    value = read_rule(kind, words, context)
    return None if value is IMPOSSIBLE else value


def impossible(kind: Kind, words: str, context: Context) -> bool:
    """Whether the words of a slot, read as `read` does, have the form of such a value and stand for none."""
    return read_rule(kind, words, context) is IMPOSSIBLE


@lru_cache(maxsize=512)
def read_rule(rule: str, words: str, context: Context) -> Any:
    """What `read` gives, for any rule of the grammar; `IMPOSSIBLE` for an impossible value."""
    folded = fold(words).text
    if not folded or len(folded) > LONGEST:
        return None
    found = chart(folded, context)
    spaces = [match.start() for match in re.finditer(r"[\s,]+|$", folded)]
    starts = [match.start() for match in _WORD.finditer(folded)]
    before = [start for start in starts if _joins(folded[:start])]
    after = [end for end in reversed(spaces) if _joins(folded[end:])]
    for start in before:
        readings = found.readings(rule, start)
        for end in after:
            if end in readings:
                value = one_value(readings[end])
                return None if value is SEVERAL else value
    return None


def _joins(words: str) -> bool:
    return set(re.findall(r"[^\s,]+", words)) <= _JOINING


def _certain(kind: Kind, text: str, context: Context) -> list[Found]:
    rivals = [
        found
        for other in get_args(Kind)
        if other != kind and other not in _CONTAINERS.get(kind, ())
        for found in _all(other, text, context)
        if found.value is not IMPOSSIBLE or other == "date"
    ]
    return [
        found
        for found in _all(kind, text, context)
        if found.value is not SEVERAL and not any(_takes(rival, found) for rival in rivals)
    ]


def _takes(rival: Found, found: Found) -> bool:
    """Whether the words of `found` belong to a longer value of another kind."""
    longer = rival.end - rival.start > found.end - found.start
    return longer and rival.start < found.end and found.start < rival.end


def value_ends(text: str, readings: Readings) -> list[int]:
    """The ends of stretches that are the ends of words of a folded text, the last one first."""
    return [end for end in sorted(readings, reverse=True) if _WORD_END.match(text, end)]


def one_value(readings: list[Parts]) -> Any:
    """The value of a stretch; `SEVERAL` where it has different ones."""
    values = [value for (value,) in readings if value is not IMPOSSIBLE]
    return values[0] if len(values) == 1 else SEVERAL if values else IMPOSSIBLE


@lru_cache(maxsize=512)
def _all(kind: Kind, text: str, context: Context) -> tuple[Found, ...]:
    """The longest stretches of this kind, also impossible ones and those with several readings."""
    return tuple(_walk(kind, text, context))


def _walk(kind: Kind, text: str, context: Context) -> Iterator[Found]:
    folded = fold(text)
    found = chart(folded.text, context)
    done = 0
    starts = [match.start() for match in _WORD.finditer(folded.text)]
    for index, start in enumerate(starts):
        if start < done:
            continue
        readings = found.readings(kind, start)
        for end in value_ends(folded.text, readings):
            value = one_value(readings[end])
            begin = start
            for later in starts[index + 1 :]:
                skipped = folded.text[begin:later].strip()
                if skipped == "a" and (kind != "duration" or _PART.match(folded.text, later)):
                    break
                if skipped in _BEFORE_VALUE and found.readings(kind, later).get(end) == readings[end]:
                    begin = later
                else:
                    break
            if is_likely(kind, folded.text, begin, end):
                yield Found(*folded.written(begin, end), value)
                done = end
                break
