"""Percentages, money and measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Literal

from models.text.parse.numbers import SCALES, below_one, whole
from models.text.parse.reader import Context, Nonsense, Unknown, rule, rule_in_context

if TYPE_CHECKING:
    import pint

_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD"})
_WITH_CENTS = _DOLLARS | {"EUR"}
_SIGNS = {"€": "EUR", "£": "GBP"}
_CURRENCIES = {
    "euro": "EUR", "pound": "GBP", "quid": "GBP", "yen": "JPY", "franc": "CHF", "rupee": "INR", "yuan": "CNY",
    "canadian dollar": "CAD", "australian dollar": "AUD", "us dollar": "USD", "american dollar": "USD",
    "new zealand dollar": "NZD", "swiss franc": "CHF", "british pound": "GBP",
}  # fmt: skip
_NOTES = {"fiver": 5, "tenner": 10}
_UNITS = {
    "c": "degree_celsius", "°c": "degree_celsius", "celsius": "degree_celsius",
    "centigrade": "degree_celsius",
    "f": "degree_fahrenheit", "°f": "degree_fahrenheit", "fahrenheit": "degree_fahrenheit",
    "degree": "degree", "degrees": "degree", "kilo": "kilogram", "kilos": "kilogram", "mph": "mile_per_hour",
    "lbs": "pound", "kb": "kilobyte", "mb": "megabyte", "gb": "gigabyte", "tb": "terabyte",
}  # fmt: skip
"""What pint does not know, or takes for another unit."""
_ORDINAL_ENDS = ("st", "nd", "rd", "th")
_NO_PREFIX = ("otechnical_atmosphere", "itechnical_atmosphere", "coinch", "iinch", "ibarn")
"""The ends of what pint makes of "cat", "pin" and the like: a prefix and the sign of a unit."""
_SMALLER = {"foot": ("inch", 12), "stone": ("pound", 14), "pound": ("ounce", 16), "yard": ("foot", 3)}
_SMALLER_UNSAID = frozenset({"foot", "stone"})
""" "five foot eleven" needs no "inches"."""


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage, alone or of an amount."""

    percent: Fraction
    relation: Literal["of", "off", "on"] | None = None
    """A share of the amount, taken off it, or added to it."""
    amount: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money."""

    amount: Fraction
    """In main units."""
    currency: str
    """ISO 4217."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount of a unit."""

    amount: Fraction
    unit: str
    """pint's name, singular: kilometer_per_hour."""


# ── percentages ──────────────────────────────────────────────────────────────


@rule
def percent(said: Percentage | Fraction) -> Percentage:
    return said if isinstance(said, Percentage) else Percentage(said)


@rule
def worth(money: Money) -> Fraction:
    return money.amount


@rule
def share_of(percent: Fraction, amount: Fraction) -> Percentage:
    return Percentage(percent, "of", amount)


@rule
def part_of_worth(part: Fraction, amount: Fraction) -> Percentage:
    """ "a third of 90", "half of $250"."""
    return Percentage(100 * part, "of", amount)


@rule
def share_off(percent: Fraction, amount: Fraction) -> Percentage:
    return Percentage(percent, "off", amount)


@rule
def taken_off(amount: Fraction, percent: Fraction) -> Percentage:
    """ "80 minus 25 percent"."""
    return Percentage(percent, "off", amount)


@rule
def share_on(percent: Fraction, amount: Fraction) -> Percentage:
    return Percentage(percent, "on", amount)


@rule
def put_on(amount: Fraction, percent: Fraction) -> Percentage:
    """ "250 plus ten percent"."""
    return Percentage(percent, "on", amount)


# ── money ────────────────────────────────────────────────────────────────────


def _dollars(context: Context) -> str:
    return context.currency if context.currency in _DOLLARS else "USD"


def _of_sign(context: Context, sign: str) -> str:
    if sign == "$":
        return _dollars(context)
    if sign == "¥":
        return context.currency if context.currency in ("JPY", "CNY") else "JPY"
    return _SIGNS.get(sign) or sign.upper()


def _of_name(context: Context, name: str) -> str:
    singular = re.sub(r"s$", "", name.removesuffix(" sterling"))
    if singular in ("dollar", "buck"):
        return _dollars(context)
    if singular not in _CURRENCIES:
        raise Unknown
    return _CURRENCIES[singular]


@rule_in_context
def symbol_money(context: Context, sign: str, amount: Fraction, scale: str = "") -> Money:
    return Money(amount * SCALES.get(scale, 1), _of_sign(context, sign))


@rule_in_context
def european_money(context: Context, text: str, sign: str) -> Money:
    """ "1.299,99 €"."""
    return Money(Fraction(text.replace(".", "").replace(",", ".")), _of_sign(context, sign))


@rule_in_context
def sign_last(context: Context, amount: Fraction, sign: str) -> Money:
    return Money(amount, _of_sign(context, sign))


@rule_in_context
def named_money(context: Context, amount: Fraction, name: str) -> Money:
    return Money(amount, _of_name(context, name))


@rule_in_context
def money_and_small(context: Context, amount: Fraction, name: str, cents: Fraction) -> Money:
    """ "ten euros fifty"."""
    return Money(whole(amount, 0, 10**12) + Fraction(whole(cents, 1, 99), 100), _of_name(context, name))


@rule_in_context
def money_and_cents(context: Context, amount: Fraction, name: str, small: Money) -> Money:
    """ "five dollars and five cents"."""
    return Money(amount + small.amount, _of_name(context, name))


@rule_in_context
def small_money(context: Context, amount: Fraction, name: str) -> Money:
    if name.startswith("p"):
        return Money(amount / 100, "GBP")
    return Money(amount / 100, context.currency if context.currency in _WITH_CENTS else "USD")


@rule_in_context
def note(context: Context, name: str) -> Money:
    return Money(Fraction(_NOTES[name]), context.currency)


@rule_in_context
def grand(context: Context, amount: Fraction) -> Money:
    return Money(1000 * amount, context.currency)


@rule_in_context
def two_figures_money(context: Context, main: Fraction, cents: Fraction) -> Money:
    """ "three fifty"."""
    return Money(main + Fraction(whole(cents, 10, 99), 100), context.currency)


@rule
def signed_money(money: Money) -> Money:
    return Money(-money.amount, money.currency)


# ── measures ─────────────────────────────────────────────────────────────────


@cache
def _registry() -> pint.UnitRegistry[float]:
    import pint

    return pint.UnitRegistry()


@cache
def _unit(name: str) -> str:
    """pint's name of a unit as said.

    Raises:
        Unknown: no unit has this name.
    """
    name = " ".join(name.split())
    if name in _ORDINAL_ENDS:
        raise Unknown
    if name in _UNITS:
        return _UNITS[name]
    name = re.sub(r"^degrees? ", "", name)
    if found := re.fullmatch(r"(.+?)(?: (?:per|an?) |/)(\w+)", name):
        return f"{_unit(found[1])}_per_{_unit(found[2])}"
    if found := re.fullmatch(r"(?:fluid|fl) (\w+)", name):
        return f"fluid_{_unit(found[1])}"
    if found := re.fullmatch(r"(square|cubic) (\w+)", name):
        return f"{found[1]}_{_unit(found[2])}"
    if found := re.fullmatch(r"(\w+) hours?", name):
        return f"{_unit(found[1])}_hour"
    return _in_registry(name)


def _in_registry(name: str) -> str:
    """pint's name of a unit of one word, or of several: "nautical miles"."""
    import pint

    if name in _UNITS:
        return _UNITS[name]
    spelled = name.replace(" ", "_").replace("metre", "meter").replace("litre", "liter")
    for candidate in dict.fromkeys((spelled, spelled.removesuffix("s"))):
        try:
            found = _registry().get_name(candidate)
        except pint.UndefinedUnitError:
            continue
        if not found.endswith(_NO_PREFIX):
            return found
    raise Unknown


@rule
def measure(amount: Fraction, unit: str) -> Measure:
    return Measure(amount, _unit(unit))


@rule
def measure_and_part(amount: Fraction, unit: str, part: Fraction) -> Measure:
    """ "a pound and a half"."""
    return Measure(amount + below_one(part), _unit(unit))


@rule
def part_of_measure(part: Fraction, unit: str) -> Measure:
    """ "half a liter"."""
    return Measure(below_one(part), _unit(unit))


@rule
def feet_and_inches(text: str) -> Measure:
    """5'11"."""
    feet, inches = re.findall(r"\d+", text)
    return Measure(12 * Fraction(feet) + whole(Fraction(inches), 0, 11), "inch")


@rule
def compound_unit(amount: Fraction, unit: str, more: Fraction, smaller: str = "") -> Measure:
    """Two units as one amount in the smaller: "six pounds four ounces", "one meter eighty"."""
    large = _unit(unit)
    if large == "meter" and not smaller:
        return Measure(amount + Fraction(whole(more, 10, 99), 100), large)
    if large not in _SMALLER or not (smaller or large in _SMALLER_UNSAID):
        raise Unknown
    small, each = _SMALLER[large]
    if more >= each or (smaller and _unit(smaller) != small):
        raise Nonsense
    return Measure(amount * each + more, small)


@rule
def signed_unit(found: Measure) -> Measure:
    return Measure(-found.amount, found.unit)


@rule
def below_zero(amount: Fraction, unit: str) -> Measure:
    if not _unit(unit).startswith("degree"):
        raise Unknown
    return Measure(-amount, _unit(unit))
