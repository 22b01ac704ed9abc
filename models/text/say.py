"""Values → English as a reply says them: figures in digits, units in words."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import humanize

if TYPE_CHECKING:
    from fractions import Fraction

    from models.text.parse.amounts import Measure, Money

_GROUPED_FROM = 10_000
_LONGEST = 1e15
"""Numbers from here on are said with an exponent."""
_CURRENCIES = {
    "USD": ("dollar", "dollars"), "EUR": ("euro", "euros"), "GBP": ("pound", "pounds"), "JPY": ("yen", "yen"),
    "CHF": ("Swiss franc", "Swiss francs"), "INR": ("rupee", "rupees"), "CNY": ("yuan", "yuan"),
    "CAD": ("Canadian dollar", "Canadian dollars"), "AUD": ("Australian dollar", "Australian dollars"),
    "NZD": ("New Zealand dollar", "New Zealand dollars"),
}  # fmt: skip
_PLURALS = {"foot": "feet", "inch": "inches", "stone": "stone", "hertz": "hertz", "century": "centuries"}


def duration(length: timedelta) -> str:
    """Every part of a duration, to the second: "1 hour, 30 minutes and 5 seconds"."""
    whole = timedelta(seconds=max(0, round(length.total_seconds())))
    return humanize.precisedelta(whole, suppress=["years", "months"], format="%d")


def clock(when: datetime | time, *, hours24: bool = False) -> str:
    """A time of day: "7 AM", "7:30 PM", "noon", "midnight"; "19:30" for an owner who prefers 24 hours."""
    if hours24:
        return f"{when:%H:%M}"
    if when.hour in (0, 12) and not when.minute:
        return "noon" if when.hour else "midnight"
    minutes = f":{when:%M}" if when.minute else ""
    return f"{when.hour % 12 or 12}{minutes} {'AM' if when.hour < 12 else 'PM'}"


def number(value: float, decimals: int = 4) -> str:
    """A number without trailing zeros, thousands grouped from 10,000 on, "minus" in words."""
    if value < 0:
        return f"minus {number(-value, decimals)}"
    value = round(value, decimals) if abs(value) >= 10**-decimals or value == 0 else float(f"{value:.3g}")
    if value >= _LONGEST:
        return f"{value:.6g}"
    if value == int(value):
        return f"{int(value):,}" if value >= _GROUPED_FROM else str(int(value))
    text = f"{value:,.{decimals}f}" if value >= _GROUPED_FROM else f"{value:.10f}"
    return text.rstrip("0").rstrip(".")


def ordinal(value: int) -> str:
    """ "15th"."""
    return humanize.ordinal(value)


def level(percent: Fraction | float) -> str:
    """A brightness, a volume, a position: "50 percent"."""
    return f"{number(float(percent), 1)} percent"


def money(found: Money) -> str:
    """ "5 dollars", "1 euro", "12.50 pounds"; another currency by its code."""
    amount = number(float(found.amount), 2)
    if found.amount.denominator != 1:
        amount = f"{'minus ' if found.amount < 0 else ''}{abs(float(found.amount)):,.2f}"
    names = _CURRENCIES.get(found.currency)
    return f"{amount} {names[amount != '1'] if names else found.currency}"


def measure(found: Measure) -> str:
    """ "5 kilometers", "1 foot", "21 degrees Celsius", "60 miles per hour"."""
    amount = number(float(found.amount))
    first, per, rest = found.unit.partition("_per_")
    one = amount == "1"
    if first.startswith("degree"):
        kind = first.removeprefix("degree").strip("_")
        name = f"degree{'' if one else 's'} {kind.capitalize()}".strip()
    else:
        name = first.replace("_", " ") if one else _plural(first.replace("_", " "))
    return f"{amount} {name}{per.replace('_', ' ')}{rest.replace('_', ' ')}"


def _plural(unit: str) -> str:
    *before, last = unit.split(" ")
    return " ".join([*before, _PLURALS.get(last, f"{last}s")])
