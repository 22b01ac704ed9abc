"""Rows of values.jsonl by kind, and values in the form of a row."""

from __future__ import annotations

import json
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.text import parse
from models.text.parse.repeats import Recurrence

TABLE = Path(__file__).with_name("values.jsonl")
NOW = datetime.fromisoformat("2026-11-24T09:20:00+00:00")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def rows(*kinds: str) -> list[Any]:
    """Test parameters: the rows of these kinds, and the invalid ones that are asked for as one of them."""
    read = [json.loads(line) for line in TABLE.read_text("utf-8").splitlines()]
    chosen = [row for row in read if row.get("as", row["kind"]) in kinds]
    assert chosen
    return [pytest.param(row, id=f"{row['kind']}: {row['text']}") for row in chosen]


def context(row: dict[str, Any]) -> parse.Context:
    """Where and when the row is said."""
    now = datetime.fromisoformat(row["now"]) if "now" in row else NOW
    zone = ZoneInfo(row["zone"]) if "zone" in row else None
    return parse.Context(now, zone, row.get("currency", "USD"))


def check(row: dict[str, Any]) -> None:
    """The row's value, all of it and nothing else, is read from its text."""
    kind = row.get("as", row["kind"])
    if kind == "clock" and "now" in row:
        kind = "moment"
    found = parse.value(kind, row["text"], context(row))
    expected = row["value"]
    if expected is None:
        assert found is None
    else:
        assert found is not None
        shown = as_row(found)
        if isinstance(expected, dict) and "at" in expected:
            shown = {"at": shown}
        assert rounded(shown) == rounded(expected)


def rounded(value: Any) -> Any:
    """The same with numbers to nine significant figures."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return float(f"{value:.9g}") if isinstance(value, int | float) else value


def as_row(value: Any) -> Any:
    """A value as the table writes it."""
    match value:
        case Fraction():
            return float(value)
        case datetime() | date():
            return value.isoformat()
        case parse.TimeOfDay():
            return {"time": f"{value.hour:02}:{value.minute:02}", "half": value.half}
        case parse.Span():
            return _span(value)
        case Recurrence():
            return _repeat(value)
        case parse.Percentage():
            relation = {value.relation: float(value.amount)} if value.relation and value.amount else {}
            return {"percent": float(value.percent), **relation}
        case parse.Money():
            return {"amount": float(value.amount), "currency": value.currency}
        case parse.Measure():
            return {"amount": float(value.amount), "unit": value.unit}
    raise TypeError(value)


def _span(value: parse.Span) -> dict[str, Any]:
    if not isinstance(value.start, parse.TimeOfDay):
        return {"start": as_row(value.start), "end": as_row(value.end)}
    ends = {"start": as_row(value.start)["time"], "end": as_row(value.end)["time"]}
    return ends | ({} if value.start.half else {"half": None})


def _repeat(value: Recurrence) -> dict[str, Any]:
    dates = [f"{d[0]:02}-{d[1]:02}" if isinstance(d, tuple) else d.isoformat() for d in value.except_dates]
    row: dict[str, Any] = {
        "days": [DAYS[day] for day in value.days],
        "except": [DAYS[day] for day in value.except_days] + dates,
        "interval": value.interval,
        "unit": value.unit,
    }
    optional = {
        "day": value.day,
        "nth": value.nth,
        "date": "-".join(f"{number:02}" for number in value.day_of_year or ()),
        "times": [f"{clock.hour:02}:{clock.minute:02}" for clock in value.times],
        "from": value.start.isoformat() if value.start else None,
        "until": value.until.isoformat() if value.until else None,
    }
    return row | {name: found for name, found in optional.items() if found}
