"""A text as the grammar reads it, with the place of each character in the text as written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_FOLDED = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "−": "-"})
_WEEKDAY = "(mon|tue|wed|thu|fri|sat|sun)"
_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"\b{_WEEKDAY}-{_WEEKDAY}\b"), lambda found: f"{found[1]} to {found[2]}"),
    (re.compile(r"(?<=[a-z])-(?=[a-z])|(?<=\d)-(?=[a-z])"), lambda _: " "),
    (re.compile(r"\b(?:um+|uh+|erm?|please)\b,?"), lambda _: " "),
    (re.compile(r"[?!]|\.$"), lambda _: " "),
    (re.compile(r"(?<=\d)(?:am|pm|ish)\b"), lambda found: f" {found[0]}"),
    (re.compile(r"\s{2,}|\s"), lambda _: " "),
    (re.compile(r"^ | $"), lambda _: ""),
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Lower case, one kind of quote and dash, no fillers."""

    text: str
    starts: tuple[int, ...]
    """Of each character of `text`, where it begins in the text as written."""
    ends: tuple[int, ...]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as written that a stretch of `text`, not empty, stands for."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=128)
def fold(text: str) -> Folded:
    """The text as the grammar reads it."""
    lower = [char.lower() for char in text]
    # a character whose lower case is two stays, so that the places stay
    joined = "".join(low if len(low) == 1 else char for low, char in zip(lower, text, strict=True))
    folded = Folded(joined.translate(_FOLDED), tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    for pattern, replacement in _STEPS:
        if pattern.search(folded.text):
            folded = _replaced(folded, pattern, replacement)
    return folded


def _replaced(folded: Folded, pattern: re.Pattern[str], to: Callable[[re.Match[str]], str]) -> Folded:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(folded.text):
        new = to(match)
        text += folded.text[done : match.start()], new
        starts += folded.starts[done : match.start()]
        starts += [folded.starts[match.start()]] * len(new)
        ends += folded.ends[done : match.start()]
        ends += [folded.ends[match.end() - 1]] * len(new)
        done = match.end()
    text.append(folded.text[done:])
    starts += folded.starts[done:]
    ends += folded.ends[done:]
    return Folded("".join(text), tuple(starts), tuple(ends))
