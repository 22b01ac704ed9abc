"""Typed or recognized text → the spoken words that the network reads, each with its offsets in the text.

"Set an alarm for 7:30 AM." and "set an alarm for seven thirty am" become equal words, so that case, full
stops, digits and symbols do not change the understanding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.text.normalise import fold

MARKS = frozenset("?!")
"""The only punctuation that the network reads: it carries mood and question."""

_TOKEN = re.compile(
    r"""
    (?P<currency>[$£€])\s?(?P<amount>\d[\d,]*(?:\.\d+)?)
  | (?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)
  | (?P<ordinal>\d+)(?:st|nd|rd|th)\b
  | (?P<number>\d+(?:,\d{3})*(?:\.\d+)?)
  | (?P<half>[ap])\.\s?m\b\.?
  | (?P<email>e-mail)
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
  | (?P<mark>[?!])
  | (?P<symbol>[%°+×*÷/=&@−-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro"}
_SYMBOLS = {
    "%": "percent",
    "°": "degrees",
    "+": "plus",
    "×": "times",
    "*": "times",
    "÷": "divided by",
    "=": "equals",
    "&": "and",
    "@": "at",
}
_OPERATORS = {"/": "over", "-": "minus", "−": "minus"}
_UNITS = {
    "oz": "ounces", "lb": "pounds", "lbs": "pounds", "kg": "kilograms", "g": "grams", "km": "kilometers",
    "m": "meters", "cm": "centimeters", "mm": "millimeters", "ml": "milliliters", "l": "liters", "ft": "feet",
    "mi": "miles", "min": "minutes", "mins": "minutes", "hr": "hour", "hrs": "hours", "sec": "seconds",
    "secs": "seconds", "c": "celsius", "f": "fahrenheit",
}  # fmt: skip
_YEARS = range(1100, 2100)


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word; all words of "7:30" have its offsets."""

    text: str
    start: int
    end: int
    """Character offsets into the text as given, end excluded."""


def words(text: str) -> list[Word]:
    """The spoken words of a text, in order, without punctuation other than ? and !."""
    found: list[Word] = []
    after_number = abbreviated = False
    for match in _TOKEN.finditer(text):
        spoken = " ".join(_spoken(match, after_number))
        end = match.end()
        stopped = match["word"] is not None and end - match.start() == 1 and text.startswith(".", end)
        # the last stop of "u. s. d." ends no sentence
        end += stopped and abbreviated
        abbreviated = stopped
        found += [Word(w, match.start(), end) for w in spoken.split()]
        after_number = match["number"] is not None or (match["symbol"] == "°" and after_number)
    return found


def spoken_words(text: str) -> list[str]:
    """The spoken words of a text, without marks: "12 oz!" → "twelve", "ounces"."""
    return [word.text for word in words(text) if word.text not in MARKS]


def _spoken(match: re.Match[str], after_number: bool) -> Iterator[str]:
    from num2words import num2words

    if match["currency"]:
        yield _number(match["amount"], year=False)
        yield _CURRENCIES[match["currency"]] + ("" if match["amount"] == "1" else "s")
    elif match["hour"]:
        yield _number(match["hour"])
        if match["minute"] != "00":
            yield ("oh " if match["minute"][0] == "0" else "") + _number(str(int(match["minute"])))
    elif match["ordinal"]:
        yield str(num2words(int(match["ordinal"][-9:]), to="ordinal")).replace("-", " ").replace(",", "")
    elif match["number"]:
        yield _number(match["number"])
    elif match["half"]:
        yield f"{match['half'].lower()}m"
    elif match["email"]:
        yield "email"
    elif match["word"]:
        word = fold(match["word"])
        yield _UNITS.get(word, word) if after_number else word
    elif match["mark"]:
        yield match["mark"]
    elif match["symbol"] in _SYMBOLS:
        yield _SYMBOLS[match["symbol"]]
    elif re.search(r"\d\s?$", match.string[: match.start()]) and re.match(
        r"\s?\d", match.string[match.end() :]
    ):
        yield _OPERATORS[match["symbol"]]


def _number(digits: str, *, year: bool = True) -> str:
    from num2words import num2words

    whole, _, fraction = digits.replace(",", "").partition(".")
    if len(whole) > 9 or (len(whole) > 1 and whole[0] == "0"):
        said = " ".join(str(num2words(int(d))) for d in whole)
    elif year and not fraction and "," not in digits and int(whole) in _YEARS:
        said = str(num2words(int(whole), to="year"))
    else:
        said = str(num2words(int(whole)))
    if fraction:
        said += " point " + " ".join(str(num2words(int(d))) for d in fraction)
    return said.replace("-", " ").replace(",", "")
