"""English words → values: numbers, durations, times, dates, spans, repeats, percentages, money and measures.

A value is the whole text's or nothing: a text that is half understood, impossible or ambiguous has no value,
and the caller has to ask back. `values.lark` is the grammar; the modules beside it compute its rules.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from models.text.parse import (  # noqa: F401 - rules
    amounts,
    clock,
    dates,
    durations,
    holidays,
    moments,
    numbers,
    repeats,
    spans,
)
from models.text.parse.amounts import Measure, Money, Percentage
from models.text.parse.clock import TimeOfDay
from models.text.parse.reader import ANY_TIME, Context, Kind, readings
from models.text.parse.repeats import Recurrence
from models.text.parse.spans import Span

__all__ = [
    "ANY_TIME",
    "Context",
    "Kind",
    "Measure",
    "Money",
    "Percentage",
    "Recurrence",
    "Span",
    "TimeOfDay",
    "Value",
    "value",
    "warm",
]

Value = Fraction | TimeOfDay | dt.date | dt.datetime | Span | Recurrence | Percentage | Money | Measure


def warm() -> None:
    """Load the grammar and the names of units, half a second, before the first text comes."""
    value("unit", "5 kilometers", ANY_TIME)


def value(kind: Kind, text: str, context: Context) -> Any:
    """The one value of a kind that the whole text stands for, a `Value`; None where there is none or several.

    Durations are in seconds.
    """
    found = readings(kind, text, context)
    return found[0] if len(found) == 1 else None
