"""Where a text says when something is to be done: "in ten minutes", "an hour from now", "at 10 tonight"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.text.parse import Context, scan, value

_DISTANT = re.compile(r"(?:in|after)\b|.*\bfrom now$", re.IGNORECASE | re.DOTALL)
_FROM_NOW = re.compile(r"\bfrom now\b", re.IGNORECASE)
_TIME_OF = re.compile(r"(?:'s?|’s?)? time\b", re.IGNORECASE)
_AT = re.compile(r"\b(?:at|on)(?: the)?\s+$", re.IGNORECASE)
_LEADING_AT = re.compile(r"(?:at|on)\s+", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:\W|\b(?:please|and|then|okay|ok|so|right|well|now|hey|oh|but|also"
    r"|(?:can|could|would|will) you|i(?: want|'d like| need) you to)\b)*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:\W|\b(?:please|thanks|thank you|then|okay|ok|for me|if you can|would you|will you|sharp)\b)*",
    re.IGNORECASE,
)
_LONGEST = 7
"""Words of a time at the beginning of a text."""


@dataclass(frozen=True, slots=True)
class Delay:
    """A stretch of a text that may say when something is done."""

    start: int
    end: int
    distant: bool
    """Whether it is a distance from now, and no time on the clock."""
    leading: bool
    """Whether the text begins with it."""


def delays(text: str, context: Context) -> Iterator[Delay]:
    """The times of a text that can say when something is done, distances first.

    A distance from now may stand anywhere, a time of day at the beginning or the end.
    """
    opening = _OPENING.match(text)
    first = opening.end() if opening else 0
    found = scan.find("moment", text, context)
    for begin, end_of_length in _distances(text, found, context):
        more = _TIME_OF.match(text, end_of_length)
        yield Delay(begin, more.end() if more else end_of_length, True, begin <= first)
    if (at := _LEADING_AT.match(text, first)) and (end := _longest(text, at.end(), context)):
        yield Delay(first, end, False, True)
    for one in found:
        before = _AT.search(text[: one.start])
        start = before.start() if before else one.start
        dated = before or not re.match(r"\d|\w+$", text[one.start : one.end])
        if _DISTANT.match(text[one.start : one.end]) or not dated:
            continue
        if start <= first or _CLOSING.fullmatch(text, one.end):
            yield Delay(start, one.end, False, start <= first)


def _distances(text: str, found: Sequence[scan.Found], context: Context) -> Iterator[tuple[int, int]]:
    """The places of distances from now among the moments of a text, and of those after another length."""
    for one in found:
        if one.value > context.now and _DISTANT.match(text[one.start : one.end]):
            yield one.start, one.end
    for now in _FROM_NOW.finditer(text):
        if any(one.start < now.end() <= one.end for one in found):
            continue
        for word in [*re.finditer(r"[^\s,]+", text[: now.start()])][-_LONGEST:]:
            if value("moment", text[word.start() : now.end()], context) is not None:
                yield word.start(), now.end()
                break


def only_time(text: str, context: Context) -> str | None:
    """The time of a text that holds nothing else: "could you in five minutes"; None of any other text."""
    for delay in delays(text, context):
        if _OPENING.fullmatch(text[: delay.start]) and _CLOSING.fullmatch(text[delay.end :]):
            return text[delay.start : delay.end]
    return None


def _longest(text: str, start: int, context: Context) -> int | None:
    """The end of the longest moment that begins at a place of a text."""
    ends = [word.end() for word in re.finditer(r"[^\s,]+", text[start:])][:_LONGEST]
    for end in reversed(ends):
        if value("moment", text[start : start + end], context) is not None:
            return start + end
    return None
