"""Words for a level or a change of one ("to 50 percent", "by half", "the highest"), and for directions."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from models.text.parse import scan
from models.text.parse.amounts import Percentage
from models.text.parse.reader import Context

Named = Literal["lowest", "low", "medium", "high", "highest"]
Unit = Literal["percent", "number", "share", "step", "name"]

_NAMES: dict[str, Named] = {
    "lowest": "lowest", "minimum": "lowest", "min": "lowest", "dimmest": "lowest", "darkest": "lowest",
    "slowest": "lowest", "quietest": "lowest", "minimal": "lowest",
    "low": "low", "lower": "low", "slow": "low", "gentle": "low", "dim": "low", "quiet": "low",
    "medium": "medium", "mid": "medium", "middle": "medium", "moderate": "medium", "normal": "medium",
    "high": "high", "higher": "high", "fast": "high", "strong": "high",
    "highest": "highest", "full": "highest", "fully": "highest", "max": "highest", "maximum": "highest",
    "brightest": "highest", "fastest": "highest", "strongest": "highest", "all": "highest",
    "loudest": "highest", "loud": "high", "soft": "low", "softest": "lowest",
}  # fmt: skip
_STEPS: dict[str, int] = {
    "bit": 1, "little": 1, "touch": 1, "tad": 1, "smidge": 1, "slightly": 1, "fraction": 1, "notch": 1,
    "notches": 1, "step": 1, "steps": 1, "crack": 1, "somewhat": 1, "lot": 4, "much": 4, "way": 4, "far": 4,
    "considerably": 4,
}  # fmt: skip
_COUNTED = frozenset({"notch", "notches", "step", "steps"})
_CHANGES = frozenset({"by", "another", "more", "less", "extra", "further"})
_AROUND_WORDS = """
    a about an and as at blast bright brightness closed down dark go goes it its just level me of on only open
    opened position possible power setting shut so speed the their there to up way
"""
_AROUND = frozenset(_AROUND_WORDS.split())
"""Words of a level that do not change it."""
_CLOSED = frozenset({"closed", "shut"})
_UP_WORDS = """
    up more brighter brighten raise raised increase increased boost faster stronger harder higher open opened
    opening lift roll accelerate louder
"""
_UP = frozenset(_UP_WORDS.split())
_DOWN_WORDS = """
    down less dimmer dim darker lower lowered decrease decreased reduce reduced drop slower slow gentler
    quieter softer weaker close closed closing shut
"""
_DOWN = frozenset(_DOWN_WORDS.split())
_HALVES = {"halfway": "half", "half-way": "half", "midway": "half"}


@dataclass(frozen=True, slots=True)
class Level:
    """A level, or a change of one."""

    amount: Fraction
    """Percent; for the unit "number" as said, for "step" how many, for "share" a part of one."""
    unit: Unit = "percent"
    relative: bool = False
    """Whether it is a change of the present level."""
    name: Named | None = None
    """With the unit "name"."""
    closed: bool = False
    """Whether it counts from open: "a quarter closed"."""
    aimed: bool = False
    """Whether "to" or "at" was said, so that it is the level in the end."""

    @property
    def percent(self) -> float:
        """The level in the end in percent, for a part, a percentage or a number."""
        return float(100 * self.amount if self.unit == "share" else self.amount)


def level(words: str, context: Context) -> Level | None:
    """What the words of a level stand for; None for anything else."""
    spoken = [_HALVES.get(word, word) for word in re.findall(r"[^\s,!?]+", words.lower().replace("%", " %"))]
    spoken = [word.strip(".") for word in spoken if word.strip(".")]
    if not spoken:
        return None
    aimed = bool({"to", "at"} & set(spoken))
    closed = bool(_CLOSED & set(spoken))
    relative = bool(_CHANGES & set(spoken)) and not aimed
    # "all the way", but "a third of the way"
    rest = [word for word in spoken if word not in _AROUND and word not in _CHANGES]
    # "a third" is no ordinal
    counted = [word for word in spoken if word == "a" or word in rest]
    amount, unit = _amount(" ".join(counted), context)
    if amount is not None and unit is not None:
        return Level(amount, unit, relative, closed=closed, aimed=aimed)
    named = [_NAMES[word] for word in rest if word in _NAMES]
    if rest and len(named) == len(rest):
        return Level(Fraction(0), "name", name=named[0], closed=closed, aimed=aimed)
    return _step(spoken, rest, context)


def _step(spoken: list[str], rest: list[str], context: Context) -> Level | None:
    """ "a bit", "two notches", "way" (brighter)."""
    steps = [word for word in spoken if word in _STEPS]
    others = [word for word in rest if word not in _STEPS]
    if not steps:
        # "more", "another"
        bare = spoken and not others and _CHANGES & set(spoken)
        return Level(Fraction(1), "step", relative=True) if bare else None
    count = scan.read("number", " ".join(others), context) if others else Fraction(1)
    if count is None or (others and not _COUNTED & set(steps)):
        return None
    # "a little bit" is one step
    size = max(_STEPS[word] for word in steps if word != "way" or len(steps) == 1)
    return Level(Fraction(count * size), "step", relative=True)


def _amount(words: str, context: Context) -> tuple[Fraction, Unit] | tuple[None, None]:
    percentage = scan.read("percent", words, context)
    if isinstance(percentage, Percentage) and percentage.relation is None:
        return percentage.percent, "percent"
    number = scan.read("number", words, context)
    if number is None:
        return None, None
    return (number, "share") if 0 < number < 1 else (number, "number")


def direction(words: Collection[str]) -> int:
    """1 for the words of an increase, -1 for those of a decrease; 0 for neither or both."""
    spoken = set(words)
    return bool(spoken & _UP) - bool(spoken & _DOWN)
