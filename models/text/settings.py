"""Words for an owner's settings → values: which of them is meant, units, the clock, a name, a habit."""

from __future__ import annotations

import re
from typing import Literal

from models.text.normalise import fold

Setting = Literal["name", "home_town", "unit_system", "hours", "zone", "country", "habit"]
ALL: tuple[Setting, ...] = ("name", "home_town", "unit_system", "hours", "zone", "country", "habit")

MOST_WORDS_OF_A_NAME = 4
_NAMING: dict[Setting, frozenset[str]] = {
    "name": frozenset({"name", "nickname", "called", "call", "calling", "who"}),
    "home_town": frozenset(
        {"live", "home", "hometown", "town", "city", "address", "location", "based", "moved", "from", "place"}
    ),
    "unit_system": frozenset(
        {"unit", "units", "measurement", "measurements", "measuring", "metric", "imperial", "celsius"}
    ),
    "hours": frozenset({"clock", "hour", "hours", "format", "military"}),
    "zone": frozenset({"zone", "timezone"}),
    "country": frozenset({"country", "nationality"}),
    "habit": frozenset(
        {"habit", "habits", "routine", "usually", "normally", "always", "often", "preferences", "bed"}
    ),
}
_SHARPER: dict[Setting, tuple[Setting, ...]] = {"zone": ("home_town", "hours"), "country": ("home_town",)}
""" "Which country do I live in" asks for no town."""
_METRIC_WORDS = """
    metric celsius centigrade kilometer kilometers kilometre kilometres kilo kilos kilogram kilograms gram
    grams liter liters litre litres meter meters metre metres european si
"""
_IMPERIAL_WORDS = """
    imperial fahrenheit mile miles pound pounds foot feet inch inches gallon gallons american us customary
"""
_METRIC, _IMPERIAL = frozenset(_METRIC_WORDS.split()), frozenset(_IMPERIAL_WORDS.split())
_SPELLED: dict[Literal[12, 24], str] = {24: "24|twenty four", 12: "12|twelve"}
_BY_NAME: dict[Literal[12, 24], frozenset[str]] = {24: frozenset({"military", "army"}), 12: frozenset({"pm"})}
_YOUR = {
    "i": "you", "my": "your", "me": "you", "am": "are", "i'm": "you're", "mine": "yours",
    "myself": "yourself",
    "i've": "you've", "i'd": "you'd", "i'll": "you'll", "we": "you", "our": "your", "us": "you",
}  # fmt: skip
_ELSEWHERE = re.compile(
    r"\bi(?:'m| am| was|'ve been| have been)? (?:also |still |usually |only )?"
    r"(?:work|working|study|studying|born|grew up|raised|educated|commute|employed|staying|on holiday"
    r"|visiting)\b"
)
_AT_HOME = re.compile(r"\b(?:liv(?:e|ing)|home|moved|based|resid(?:e|ing))\b")
_CLOCK = re.compile(r"\bhours?[ -](?:times?|clock|format|mode)\b|\b(?:military|army) (?:time|format|clock)\b")
_CHOOSING = re.compile(r"\b(?:use|using|switch|change|set|show|tell|give|prefer|want|like|go back)\b")
_ADDRESSED = re.compile(r"\b(?:address(?:ing)?(?= (?:me|us)\b)|(?<=be )addressed)\b")
_SMALL = frozenset({"and", "or", "of", "von", "van", "de", "der", "den", "la", "the"})


def settings(text: str) -> tuple[Setting, ...]:
    """The settings that the words name, in a fixed order; none for everything at once."""
    # "how are you to address me" asks for the name
    words = set(re.findall(r"[\w']+", _ADDRESSED.sub("call", fold(text))))
    named = [setting for setting, naming in _NAMING.items() if naming & words]
    duller = {dull for setting in named for dull in _SHARPER.get(setting, ())}
    return tuple(setting for setting in named if setting not in duller)


def units(text: str) -> Literal["metric", "imperial"] | None:
    """The system of units that the words name; None for none, or for both."""
    words = set(re.findall(r"[a-z]+", fold(text)))
    metric, imperial = bool(words & _METRIC), bool(words & _IMPERIAL)
    return None if metric == imperial else "metric" if metric else "imperial"


def hours(text: str) -> Literal[12, 24] | None:
    """The clock that the words name: "the 24 hour clock", "military time", "with am and pm"."""
    found = fold(text).replace("-", " ").replace("p.m", "pm")
    words = set(re.findall(r"[a-z]+", found))
    for number, spelled in _SPELLED.items():
        if re.search(rf"\b(?:{spelled}) ?(?:hours?|h)\b", found) or words & _BY_NAME[number]:
            return number
    return None


def tells_of_another_place(text: str) -> bool:
    """Whether a text tells of a place that is no home: "I work in London", "I was born in Leeds"."""
    said = fold(text)
    return _ELSEWHERE.search(said) is not None and not _AT_HOME.search(said)


def chooses(text: str) -> bool:
    """Whether a text chooses a clock or a system of units: "use 24 hour time", "use the metric system"."""
    said = fold(text)
    clock = hours(said) is not None and _CLOCK.search(said)
    system = units(said) is not None and re.search(r"\b(?:units?|system|measurements?)\b", said)
    return _CHOOSING.search(said) is not None and bool(clock or system)


def person(text: str) -> str | None:
    """A name as it is written, with capitals; None for what is none, or is too long for one."""
    words = text.replace("’", "'").strip(" .,!?;").split()
    if not 0 < len(words) <= MOST_WORDS_OF_A_NAME or not all(
        re.fullmatch(r"[^\W\d_](?:[^\W_]|['.-])*", word) for word in words
    ):
        return None
    return " ".join(
        word if word != word.lower() or (at and word in _SMALL) else _capital(word)
        for at, word in enumerate(words)
    )


def second_person(clause: str) -> str:
    """A clause about the speaker, as the listener says it: "call my mum" → "call your mum"."""
    return " ".join(_YOUR.get(word.lower(), word) for word in clause.split())


def _capital(word: str) -> str:
    """ "anna-maria" → "Anna-Maria"."""
    return re.sub(r"(?<![^\W\d_])[^\W\d_]", lambda match: match[0].upper(), word)
