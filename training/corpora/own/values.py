"""Values of replies: drawn from lists, or generated (times, dates, sums).

Train, valid and test share no listed value, except of short lists. Knows no scene.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from models.manifest import Split
from training.data.splits import split_of

FEW_VALUES = 10
"""Shorter lists are shared by all splits: on and off, the days of the week."""

TRIES = 60
"""The most generated values until one is of the split."""

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]+?)(?:_(\d))?\}")
_UNITS: Mapping[tuple[str, str], float] = {
    ("miles", "kilometers"): 1.609344,
    ("kilometers", "miles"): 0.621371,
    ("pounds", "kilograms"): 0.453592,
    ("kilograms", "pounds"): 2.204623,
    ("feet", "meters"): 0.3048,
    ("meters", "feet"): 3.28084,
    ("inches", "centimeters"): 2.54,
    ("ounces", "grams"): 28.349523,
    ("cups", "liters"): 0.236588,
    ("liters", "gallons"): 0.264172,
    ("gallons", "liters"): 3.785412,
    ("liters", "cups"): 4.226753,
}
_SIGNS: Sequence[tuple[str, Callable[[int, int], int]]] = (
    ("plus", lambda a, b: a + b),
    ("minus", lambda a, b: a - b),
    ("times", lambda a, b: a * b),
)


class Values:
    """One example's values: a placeholder has one value in all its texts.

    Arguments:
        lists: listed values by kind.
        draw: the random generator.
        split: the split whose values are drawn.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]], draw: random.Random, split: Split) -> None:
        self._lists, self._draw, self._split = lists, draw, split
        self._drawn: dict[str, str] = {}

    def fill(self, template: str, form: Callable[[str], str] = str) -> str:
        """The template with its values, each converted by `form`."""
        return _PLACEHOLDER.sub(lambda m: form(self._value(m[1], m[2] or "")), template)

    def _value(self, kind: str, number: str) -> str:
        key = kind + number
        if key not in self._drawn:
            self._make(kind, number)
        return self._drawn[key]

    def _make(self, kind: str, number: str) -> None:
        draw, key = self._draw, kind + number
        if kind == "Item":
            value = self._value("item", number)
            self._drawn[key] = value[0].upper() + value[1:]
        elif kind == "is_item":
            value = self._value("item", number)
            self._drawn[key] = "are" if value.endswith("s") else "is"
        elif kind in ("sum", "answer"):
            sign, apply = draw.choice(_SIGNS)
            a, b = draw.randint(2, 200), draw.randint(2, 60)
            self._drawn |= {"sum": f"{a} {sign} {b}", "answer": f"{apply(a, b):,}"}
        elif kind in ("given", "unit", "result"):
            (source, target), factor = draw.choice(sorted(_UNITS.items()))
            amount = draw.choice((draw.randint(2, 99), draw.randint(1, 40) * 10, draw.randint(3, 99) / 2))
            result = f"{round(amount * factor, 2):,.2f}".rstrip("0").rstrip(".")
            self._drawn |= {
                "given": f"{amount:g} {source}",
                "unit": target,
                "result": f"{result} {target}",
            }
        elif kind in _MADE:
            made = (_MADE[kind](draw) for _ in range(TRIES))
            few = kind in _FEW
            self._drawn[key] = next((v for v in made if few or split_of(v) == self._split), _MADE[kind](draw))
        else:
            self._drawn[key] = self._listed(kind)

    def _listed(self, kind: str) -> str:
        values = self._lists[kind]
        if len(values) >= FEW_VALUES:
            values = [v for v in values if split_of(f"{kind} {v}") == self._split] or values
        fresh = [v for v in values if v not in self._drawn.values()]
        return self._draw.choice(fresh or list(values))


def _clock(draw: random.Random) -> str:
    minute = draw.choice((0, 0, 15, 30, 45, draw.randint(0, 59), draw.randint(0, 59), draw.randint(0, 59)))
    return f"{draw.randint(1, 12)}:{minute:02} {draw.choice(('AM', 'PM'))}"


def _date(draw: random.Random) -> str:
    day = date(2024, 1, 1) + timedelta(days=draw.randrange(2200))
    year = f", {day.year}" if draw.random() < 0.3 else ""
    return f"{day:%A, %B} {day.day}{year}"


def _duration(draw: random.Random) -> str:
    hours, minutes, seconds = draw.randint(1, 5), draw.randint(2, 59), draw.randint(2, 59)
    rounded = draw.choice((2, 3, 4, 5, 10, 12, 15, 20, 25, 30, 40, 45, 50, 90))
    return draw.choice(
        (
            f"{rounded} minutes",
            f"{rounded} minutes",
            f"{minutes} minutes",
            f"{minutes} minutes and {seconds} seconds",
            f"{seconds} seconds",
            "1 hour" if hours == 1 else f"{hours} hours",
            f"{hours} hour{'s' * (hours > 1)} and {minutes} minutes",
        )
    )


_FEW = frozenset({"few", "week", "year", "count", "percent", "degrees", "forgotten"})
"""Kinds of so few values that the splits share them."""
_FORGOTTEN = ("your name", "where you live", "your units", "what you usually do", "everything about you")
_MADE: Mapping[str, Callable[[random.Random], str]] = {
    "clock": _clock,
    "date": _date,
    "duration": _duration,
    "year": lambda draw: str(draw.randint(1990, 2049)),
    "week": lambda draw: str(draw.randint(1, 53)),
    "count": lambda draw: str(draw.choice((draw.randint(3, 30), draw.randint(3, 365)))),
    "few": lambda draw: str(draw.randint(2, 9)),
    "decimal": lambda draw: f"{draw.uniform(1, 60):.{draw.randint(1, 4)}f}",
    "percent": lambda draw: (
        f"{draw.randint(1, 20) * 5 if draw.random() < 0.7 else draw.randint(1, 99)} percent"
    ),
    "degrees": lambda draw: f"{draw.randint(-10, 99)} degrees",
    "money": lambda draw: f"${draw.randint(2, 60)}.{draw.choice((0, 25, 50, 90, 95, 99)):02}",
    "forgotten": lambda draw: draw.choice(_FORGOTTEN),
}
