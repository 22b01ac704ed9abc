"""Words, numbers, times of day and dates of a text, and their equality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.text.normalise import fold

Kind = Literal["word", "number", "time", "date"]

HALF_DAY = 720
"""Minutes."""


def numbered(words: str, first: int) -> dict[str, int]:
    """Map the words of a text to consecutive numbers from `first`."""
    return {word: value for value, word in enumerate(words.split(), first)}


@dataclass(frozen=True, slots=True)
class Value:
    """A word, a number, a time of day or a date in a text."""

    kind: Kind
    text: str
    """As written."""
    word: str = ""
    """The stem of a word; empty for another kind."""
    number: float = 0.0
    """A number; a time's minutes since midnight; a date's month · 100 + day."""
    sure: bool = True
    """False for a time that may be morning or evening."""
    decimals: int = 0
    """Digits after a number's point."""
    at: int = 0
    """Character offset of its start."""


def same(a: Value, b: Value) -> bool:
    """Whether `a` states the value of `b`; "7:30" does not state "7:30 PM".

    `a` may be rounded to its decimals, to within half a percent: "1.414" states 1.41421. A whole number is
    never taken for a rounded one.
    """
    if a.kind != b.kind:
        return False
    match a.kind:
        case "word":
            return a.word == b.word
        case "number":
            near = a.decimals > 0 and abs(round(b.number, a.decimals) - a.number) < 1e-9
            return abs(a.number - b.number) < 1e-9 or (
                near and abs(a.number - b.number) <= 0.005 * abs(b.number)
            )
        case "time" if a.sure or not b.sure:
            return a.number == b.number
        case "time":
            return False
        case "date":
            return a.number == b.number


def stem(word: str) -> str:
    """A word folded, without the s of a plural, a genitive or "is"."""
    folded = fold(word).replace(".", "").removesuffix("'s")
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss") else folded


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text."""
    return frozenset(stem(word) for word in text.split())
