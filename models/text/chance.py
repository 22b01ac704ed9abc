"""Requests that chance decides: "flip a coin", "roll two dice", "pick a number from 1 to 10"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from models.text.about_itself import LEADING
from models.text.parse import ANY_TIME, scan

CHANCE = "general_chance"
"""The intent of such a request."""
MOST_DICE, MOST_SIDES, LARGEST = 20, 1000, 10**9
_ASKS = (
    rf"{LEADING}(?:(?:can|could|would|will) you |let's |i want you to |i need you to |please |just |go and )*"
)
_COIN = re.compile(
    rf"{_ASKS}(?:(?:flip|toss|throw|do) (?:me )?(?:a|the|one) coin\b|heads or tails\b|a coin flip\b)"
)
_DICE = re.compile(
    rf"{_ASKS}(?:roll|throw|toss) (?:me )?(?P<count>[\w ]+? )??(?P<sided>[\w ]+?[ -]sided )?"
    r"(?:dice|die|d(?P<sides>\d+))\b"
)
_NUMBER = re.compile(
    rf"{_ASKS}(?:(?:pick|choose|give me|tell me|think of|say|generate|draw) )?(?:me )?(?:a|any|one) "
    r"(?:random )?number(?: (?:between|from) (?P<range>.+?))?(?:,? (?:for me|please))*$"
)
_CHOICE = re.compile(
    rf"{_ASKS}(?:choose|pick|decide)(?: one)?(?: for me| for us)? (?:between |from |of |out of )?"
    r"(?P<options>.+? or .+?)(?:,? (?:for me|for us|please))*$"
)
_OR = re.compile(r"\s*,\s*(?:or|and)?\s*|\s+or\s+|\s+and\s+")
_ARTICLE = re.compile(r"^(?:an?|the|my|some)\b ?")


@dataclass(frozen=True, slots=True)
class Chance:
    """What chance is to decide."""

    kind: Literal["coin", "dice", "number", "choice"]
    first: int = 1
    last: int = 2
    """The least and the largest number, of each die too."""
    count: int = 1
    """Number of dice."""
    options: tuple[str, ...] = ()


def left_to_chance(text: str) -> Chance | None:
    """What a text leaves to chance; None for any other text."""
    said = " ".join(text.lower().replace("’", "'").split()).strip(" ?!.")
    if _COIN.match(said):
        return Chance("coin")
    if (dice := _DICE.match(said)) is not None:
        count = _whole(dice["count"]) or 1
        sides = int(dice["sides"] or 0) or _whole(re.sub(r"[ -]sided.*", "", dice["sided"] or "")) or 6
        fits = 1 <= count <= MOST_DICE and 2 <= sides <= MOST_SIDES
        return Chance("dice", 1, sides, count) if fits else None
    if (number := _NUMBER.match(said)) is not None:
        if number["range"] is None:
            return Chance("number", 1, 100) if "random" in said else None
        ends = [_whole(end) for end in re.split(r" (?:and|to) ", number["range"])]
        whole = [end for end in ends if end is not None and end <= LARGEST]
        return Chance("number", min(whole), max(whole)) if len(whole) == len(ends) == 2 else None
    if (choice := _CHOICE.match(said)) is not None:
        options = tuple(filter(None, _OR.split(choice["options"])))
        return Chance("choice", options=options) if len(options) > 1 else None
    return None


def _whole(words: str | None) -> int | None:
    """A whole number in words, with an article or without."""
    said = (words or "").strip()
    readings = (scan.read("number", one, ANY_TIME) for one in (said, _ARTICLE.sub("", said)) if one)
    found = next((one for one in readings if isinstance(one, Fraction)), None)
    return int(found) if found is not None and found.denominator == 1 else None
