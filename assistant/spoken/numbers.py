"""Spoken text → the same text in lower case with its numbers in digits and no punctuation but what numbers
need."""

from __future__ import annotations

import re
from functools import lru_cache

from text_to_num import alpha2digit

_FOLDED = str.maketrans(
    {"’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "×": "*", "÷": "/", "√": " square root of "}
)
_DOTTED = re.compile(r"\b([ap])\s?\.\s?m\b\.?|\b(g)\s?\.\s?m\s?\.\s?t\b\.?")
# "thirty second timer" is no thirty-second timer: text2num would read an ordinal
_UNIT_SECOND = re.compile(
    r"\b(\w+)([ -])second\b(?!\s+(of|january|february|march|april|may|june|july"
    r"|august|september"
    r"|october|november|december))"
)
_NUMBER_WORD = re.compile(
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred"
)
_SECOND_OF_TIME = "secs"


@lru_cache(maxsize=256)
def digits(text: str) -> str:
    """`text` as the parsers of this package read it: "Set a ten-minute timer!" → "set a 10 minute timer"."""
    text = text.lower().translate(_FOLDED)
    text = _DOTTED.sub(lambda match: f"{match[1]}m" if match[1] else "gmt", text)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = _UNIT_SECOND.sub(_keep_unit, text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z])|(?<=\d)-(?=[a-z])", " ", text)
    text = re.sub(r"(?<!\d)[.,:;!?](?!\d)|[.,:;!?](?!\d)|(?<!\d)[,:;!?]|[\"“”()…]", " ", text)
    text = alpha2digit(" ".join(text.split()), "en", threshold=0)
    text = re.sub(r"(\d)\s*(am|pm)\b", r"\1 \2", text)
    return text.replace("%", " percent").replace("  ", " ").strip()


def _keep_unit(match: re.Match[str]) -> str:
    return f"{match[1]} {_SECOND_OF_TIME}" if _NUMBER_WORD.fullmatch(match[1]) else match[0]


def number(text: str) -> float | None:
    """The first number in `text`; None where there is none."""
    found = re.search(r"-?\d+(?:\.\d+)?", digits(text))
    return float(found[0]) if found else None
