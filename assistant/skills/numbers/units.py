"""Conversions between units of measure, by pint."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Annotated

from assistant.skills.api import INTERFACE, Call, Parameter, Reading, Result, SkillContext, Unclear, operation
from assistant.skills.parameters import context
from models.text import say
from models.text.parse import Context
from models.text.parse.amounts import Measure
from models.text.parse.conversions import UnitQuestion, read_amount, read_conversion
from models.text.say_lists import capital

if TYPE_CHECKING:
    from pint import UnitRegistry

_NO_UNITS = "I found no units to convert there."
_TO_METRIC = {
    "mile": "kilometer", "nautical_mile": "kilometer", "yard": "meter", "foot": "meter",
    "inch": "centimeter", "stone": "kilogram", "pound": "kilogram", "ounce": "gram",
    "gallon": "liter", "quart": "liter", "pint": "liter", "cup": "milliliter",
    "fluid_ounce": "milliliter", "tablespoon": "milliliter", "teaspoon": "milliliter",
    "acre": "hectare", "mile_per_hour": "kilometer_per_hour", "square_foot": "square_meter",
    "degree_fahrenheit": "degree_celsius",
}  # fmt: skip
_TO_IMPERIAL = {
    "kilometer": "mile", "meter": "foot", "centimeter": "inch", "millimeter": "inch", "kilogram": "pound",
    "gram": "ounce", "liter": "gallon", "milliliter": "fluid_ounce", "hectare": "acre",
    "kilometer_per_hour": "mile_per_hour", "square_meter": "square_foot",
    "degree_celsius": "degree_fahrenheit",
}  # fmt: skip
_VOLUMES = ("cup", "liter", "milliliter", "gallon", "pint", "quart", "tablespoon", "teaspoon")
_TEMPERATURES = {"degree_celsius": "degree_fahrenheit", "degree_fahrenheit": "degree_celsius"}

_IN_ONE = re.compile(r"\bin (?:an?|one) ", re.IGNORECASE)
_DEGREES = {"degree_celsius": "degC", "degree_fahrenheit": "degF"}


def _read(reading: Reading) -> UnitQuestion | None:
    """The question of a command, the units before filled in."""
    text, where = reading.command.text, context(reading.call)
    found = read_conversion(text, where)
    if found is None or not (found.source or found.target or found.reversed or found.unknown):
        found = read_conversion(_slots(reading), where) or found
    before = _before(reading.call)
    if found and found.target and not (found.source or found.unknown) and _IN_ONE.search(text):
        # "and in a pound" asks how many are in one
        found = UnitQuestion(Measure(Fraction(1), found.target))
    if before is not None:
        found = _continued(found, before, read_amount(text, where))
    if found is None or (found.source is None and not found.unknown):
        raise Unclear("What should I convert?" if found and found.target else _NO_UNITS)
    return _completed(found, reading.call)


def _answer(reading: Reading) -> UnitQuestion | None:
    """The unit that was asked for, or a whole question."""
    where = context(reading.call)
    found = read_conversion(reading.command.text, where)
    asked = read_conversion(reading.before.text, where) if reading.before else None
    if found is None or not (found.source or found.target):
        return None
    source = found.source or (asked.source if asked else None)
    target = found.target or (asked.target if asked else None)
    return UnitQuestion(source, target) if source and target else None


def _slots(reading: Reading) -> str:
    amount, source, target = (reading.first(name) for name in ("amount", "from_unit", "to_unit"))
    return f"{amount or 'one'} {source or ''}" + (f" to {target}" if target else "")


def _continued(
    found: UnitQuestion | None, before: UnitQuestion, amount: Fraction | None
) -> UnitQuestion | None:
    """A follow-up with what it leaves out: "and in feet", "and five miles", "and twenty"."""
    assert before.source
    assert before.target
    if found is None:
        return None if amount is None else UnitQuestion(Measure(amount, before.source.unit), before.target)
    if found.reversed:
        return UnitQuestion(Measure(before.source.amount, before.target), before.source.unit)
    if found.unknown or (found.source and found.target):
        return found
    if found.target:
        return UnitQuestion(before.source, found.target)
    same = found.source is not None and _value(found.source, before.target) is not None
    if same and found.source and found.source.unit == before.target:
        return UnitQuestion(found.source, before.source.unit)
    return UnitQuestion(found.source, before.target) if same else found


def _completed(found: UnitQuestion, call: Call) -> UnitQuestion:
    """With the owner's unit where none was said."""
    if found.target or found.unknown or found.source is None:
        return found
    unit = found.source.unit
    tables = (_TO_IMPERIAL, _TO_METRIC) if call.profile.units == "imperial" else (_TO_METRIC, _TO_IMPERIAL)
    target = next((table[unit] for table in tables if unit in table), None)
    if target is None:
        raise Unclear(f"Into which unit should I convert {say.measure(found.source)}?")
    return UnitQuestion(found.source, target)


def _before(call: Call) -> UnitQuestion | None:
    if len(call.recent) != 1:
        return None
    amount, source, target = json.loads(call.recent[0])
    return UnitQuestion(Measure(Fraction(amount), source), target)


_ASKED = Parameter(_read, ("*",), ask=_NO_UNITS, answer=_answer)


class Units:
    """Unit conversion."""

    name = "units"
    store = "numbers"
    interface = INTERFACE
    title = "units"

    def __init__(self, context: SkillContext) -> None:
        pass

    def warm(self) -> None:
        """Load the table of units and the grammar."""
        _registry()
        read_conversion("1 mile in feet", Context(datetime.now(UTC)))

    @operation(
        "unit_conversion",
        does="convert units",
        examples=("how many feet are in a mile", "what's 20 degrees celsius in fahrenheit", "and in yards"),
    )
    def convert(self, call: Call, asked: Annotated[UnitQuestion, _ASKED]) -> Result:
        """Convert a measure."""
        return converted(asked)


def converted(asked: UnitQuestion) -> Result:
    """The answer to a question about units."""
    if asked.unknown:
        return Result({"unit": asked.unknown}, f"I don't know the unit {asked.unknown}.", "failed")
    assert asked.source
    assert asked.target
    source, target = _meant(asked.source, asked.target)
    value = _value(source, target)
    if value is None:
        units = _plural(source.unit), _plural(target)
        sentence = f"{capital(units[0])} and {units[1]} can't be converted."
        return Result({"from": units[0], "to": units[1]}, sentence, "failed")
    given, result = say.measure(source), say.measure(Measure(_rounded(value), target))
    one = source.amount == 1 or source.unit in _TEMPERATURES
    touched = (json.dumps([str(source.amount), source.unit, target]),)
    sentence = f"{capital(given)} {'is' if one else 'are'} {result}."
    if source.unit == target:
        # "12 stone 4" is read in pounds
        sentence = f"That's {result}."
        given = result
    return Result({"given": given, "result": result}, sentence, touched=touched)


def _meant(source: Measure, target: str) -> tuple[Measure, str]:
    """An ounce beside a volume is a fluid ounce, degrees beside a temperature are of the other scale."""
    if source.unit == "ounce" and target in _VOLUMES:
        return Measure(source.amount, "fluid_ounce"), target
    if target == "ounce" and source.unit in _VOLUMES:
        return source, "fluid_ounce"
    if source.unit == "degree" and target in _TEMPERATURES:
        return Measure(source.amount, _TEMPERATURES[target]), target
    return source, target


def _value(source: Measure, target: str) -> float | None:
    """The amount in the other unit; None where it measures something else."""
    from pint.errors import PintError

    try:
        quantity = _registry().Quantity(float(source.amount), _spelled(source.unit))
        return float(quantity.to(_spelled(target)).magnitude)
    except (PintError, ArithmeticError):
        return None


def _spelled(unit: str) -> str:
    """The unit as pint computes with it: "mile_per_hour" → "mile/hour"."""
    if unit in _DEGREES:
        return _DEGREES[unit]
    unit = unit.replace("_per_", "/")
    return re.sub(r"\b(square|cubic)_(\w+)", lambda m: f"{m[2]}**{2 if m[1] == 'square' else 3}", unit)


def _rounded(value: float) -> Fraction:
    """To two places, or to three figures where it is small."""
    return Fraction(f"{value:.2f}" if abs(value) >= 1 else f"{value:.3g}")


def _plural(unit: str) -> str:
    return say.measure(Measure(Fraction(2), unit)).removeprefix("2 ")


@cache
def _registry() -> UnitRegistry[float]:
    # imported where used: its definitions take 0.4 s to read
    import pint

    return pint.UnitRegistry()
