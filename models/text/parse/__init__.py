"""English words → values: numbers, durations, times, dates, spans, repeats, percentages, money and measures.

A value is the whole text's or nothing: a text that is half understood, impossible or ambiguous has no value,
and the caller has to ask back. `values.lark` is the grammar; the modules beside it compute its rules.
"""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from fractions import Fraction
from typing import Any

from models.text.parse import amounts, clock, dates, durations, numbers, repeats, spans  # noqa: F401 - rules
from models.text.parse.amounts import Measure, Money, Percentage
from models.text.parse.clock import ClockTime
from models.text.parse.reader import Context, Kind, readings
from models.text.parse.repeats import Repeat
from models.text.parse.spans import Span

__all__ = [
    "ClockTime",
    "Context",
    "Kind",
    "Measure",
    "Money",
    "Percentage",
    "Repeat",
    "Span",
    "Value",
    "value",
]

Value = Fraction | ClockTime | Date | datetime | Span | Repeat | Percentage | Money | Measure


def value(kind: Kind, text: str, context: Context) -> Any:
    """The one value of a kind that the whole text stands for, a `Value`; None where there is none or several.

    Durations are in seconds.
    """
    found = readings(kind, text, context)
    return found[0] if len(found) == 1 else None
