"""Conversions between units of measure, by pint."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from assistant.skills.api import Request, Result, SkillContext
from assistant.spoken.numbers import digits, number
from models.text import say

if TYPE_CHECKING:
    from pint import UnitRegistry

_AMOUNT = r"(?P<amount>-?\d+(?:\.\d+)?|an?|half an?)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bhow (?:many|much) (?P<to>[a-z/ ]+?) (?:is|are|make|makes|equals?|does"
        rf"|do)(?: there)?(?: in)? {_AMOUNT} (?P<source>[a-z/ ]+)$",
        rf"\bhow (?:many|much) (?P<to>[a-z/ ]+?) (?:in|to|for|per) {_AMOUNT} (?P<source>[a-z/ ]+)$",
        rf"{_AMOUNT} (?P<source>[a-z/ ]+?) (?:in|to|into|as|equals?(?: how many)?|is how many|are how many"
        rf"|makes how many) (?P<to>[a-z/ ]+)$",
        rf"{_AMOUNT} (?P<source>(?:degrees? )?[a-z/]+(?: (?:per|an?) [a-z]+| [a-z]+)?)$",
    )
)
# what pint does not know, or would take for something else
_NAMES = {"fahrenheit": "degF", "celsius": "degC", "centigrade": "degC", "c": "degC", "f": "degF"}
_NAMES |= {"kilo": "kilogram", "kilos": "kilogram", "mph": "mile/hour", "kph": "kilometer/hour"}
_NAMES |= {"kmh": "kilometer/hour", "km/h": "kilometer/hour", "metric tons": "metric_ton"}
_TO_METRIC = {
    "mile": "kilometer",
    "yard": "meter",
    "foot": "meter",
    "inch": "centimeter",
    "stone": "kilogram",
    "pound": "kilogram",
    "ounce": "gram",
    "gallon": "liter",
    "quart": "liter",
    "pint": "liter",
    "cup": "milliliter",
    "fluid_ounce": "milliliter",
    "tablespoon": "milliliter",
    "teaspoon": "milliliter",
    "acre": "hectare",
    "mile/hour": "kilometer/hour",
    "degF": "degC",
}
_TO_IMPERIAL = {
    "kilometer": "mile",
    "meter": "foot",
    "centimeter": "inch",
    "millimeter": "inch",
    "kilogram": "pound",
    "gram": "ounce",
    "liter": "gallon",
    "milliliter": "fluid_ounce",
    "hectare": "acre",
    "kilometer/hour": "mile/hour",
    "degC": "degF",
}
_PLURAL = {"foot": "feet", "inch": "inches", "century": "centuries"}
_PLURAL |= {"degC": "degrees Celsius", "degF": "degrees Fahrenheit"}
_PLURAL |= {name: name for name in ("kelvin", "stone", "horsepower", "hertz")}


class Units:
    """Unit conversion."""

    name = "units"
    intents = frozenset({"unit_conversion"})
    summary = "convert units"

    def __init__(self, context: SkillContext) -> None:
        pass

    def warm(self) -> None:
        """Loads the table of units."""
        _registry()

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        return "convert units"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        amount, source, target = _asked(request)
        if source is None:
            return Result({}, "I found no units to convert there.", "failed")
        if target is None:
            target = _counterpart(source, request.profile.units)
        if target is None:
            return Result({"unit": source}, f"Into which unit should I convert {source}?", "failed")
        return _convert(amount, source, target)


def _asked(request: Request) -> tuple[float, str | None, str | None]:
    """Amount, source and target unit as said."""
    text = re.sub(r"\bminus (?=\d)", "-", digits(request.text))
    text = re.sub(r"\b(\d+) (?:foot|feet) (?:and )?(\d+)(?: inch(?:es)?)?\b", _feet, text)
    text = re.sub(r"\b(please|now|right|equal to|approximately|about|roughly)\b", " ", text)
    text = re.sub(r"\bdegrees? (?=[a-z])|°", " ", text)
    text = " ".join(text.split())
    # the words first: a tagger that cuts "degrees fahrenheit" in two loses the unit
    for pattern in _PATTERNS:
        match = pattern.search(text)
        target = match.groupdict().get("to") if match else None
        if match and target and _unit(match["source"]) and _unit(target):
            return _amount(match["amount"]), match["source"].strip(), target
    from_slot, to_slot = request.slot("from_unit"), request.slot("to_unit")
    if from_slot:
        found = number(request.slot("amount") or text)
        return 1.0 if found is None else found, digits(from_slot), digits(to_slot) if to_slot else None
    for pattern in _PATTERNS:
        if match := pattern.search(text):
            return _amount(match["amount"]), match["source"].strip(), match.groupdict().get("to")
    return 1.0, None, None


def _amount(words: str) -> float:
    return 0.5 if words.startswith("half") else 1.0 if words.startswith("a") else float(words)


def _feet(match: re.Match[str]) -> str:
    """ "6 feet 2 inches" in inches."""
    return f"{int(match[1]) * 12 + int(match[2])} inches"


def _convert(amount: float, source: str, target: str) -> Result:
    from pint.errors import PintError

    have, want = _unit(source), _unit(target)
    for phrase, unit in ((source, have), (target, want)):
        if unit is None:
            return Result({"unit": phrase}, f"I don't know the unit {phrase}.", "failed")
    assert have is not None and want is not None
    registry = _registry()
    volumes = ("cup", "liter", "milliliter", "gallon", "pint", "quart", "tablespoon", "teaspoon")
    # an ounce beside a measure of volume is a fluid ounce
    have = "fluid_ounce" if have == "ounce" and want in volumes else have
    want = "fluid_ounce" if want == "ounce" and have in volumes else want
    try:
        quantity = registry.Quantity(amount, have).to(want)
    except (PintError, ArithmeticError):
        return Result(
            {"from": source, "to": target},
            f"{source.capitalize()} can't be converted into {target}.",
            "failed",
        )
    value = float(quantity.magnitude)
    if amount < 0 and want not in ("degC", "degF", "kelvin"):
        value = -abs(value)
    answer = say.number(value, 2 if abs(value) >= 1 else 4)
    result, given = (
        f"{answer} {_name(want, round(value, 2))}",
        f"{say.number(amount)} {_name(have, amount)}",
    )
    verb = "is" if amount == 1 or have in ("degC", "degF") else "are"
    return Result({"given": given, "result": result}, f"{given} {verb} {result}.")


def _unit(phrase: str) -> str | None:
    """pint's name of a spoken unit; None where it has none."""
    from pint.errors import PintError

    phrase = re.sub(r"^(?:an?|the|degrees?|of)\s+|\s+(?:is|are|there|of .*)$", "", phrase.strip())
    if phrase in _NAMES:
        return _NAMES[phrase]
    if match := re.fullmatch(r"(square|sq|cubic) (.+)", phrase):
        base = _unit(match[2])
        return f"{base}**{3 if match[1] == 'cubic' else 2}" if base else None
    if match := re.fullmatch(r"(.+?) (?:per|an|a) (.+)", phrase):
        over, under = _unit(match[1]), _unit(match[2])
        return f"{over}/{under}" if over and under else None
    if not re.fullmatch(r"[a-z]+(?: [a-z]+)?", phrase):
        return None
    registry = _registry()
    for name in (phrase.replace(" ", "_"), phrase.replace(" ", "_").removesuffix("s")):
        if name not in registry:
            continue
        try:
            return str(registry.Unit(name))
        except PintError:
            continue
    return None


def _counterpart(source: str, units: str | None) -> str | None:
    """The same measure in the owner's units, or in the other system where the owner's are given already."""
    have = _unit(source)
    tables = (_TO_IMPERIAL, _TO_METRIC) if units == "imperial" else (_TO_METRIC, _TO_IMPERIAL)
    return next((table[have] for table in tables if have in table), None) if have else None


def _name(unit: str, amount: float) -> str:
    if unit in ("degC", "degF"):
        return _PLURAL[unit]
    if match := re.fullmatch(r"(.+)\*\*([23])", unit.replace(" ", "")):
        return f"{'square' if match[2] == '2' else 'cubic'} {_name(match[1], amount)}"
    if "/" in unit:
        over, under = unit.replace(" ", "").split("/", 1)
        return f"{_name(over, amount)} per {_name(under, 1)}"
    words = unit.replace("_", " ")
    return words if amount == 1 else _PLURAL.get(unit, f"{words}s")


@cache
def _registry() -> UnitRegistry[float]:
    # imported where used: its definitions take 0.4 s to read
    import pint

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
