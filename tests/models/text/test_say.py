"""The rows of said.jsonl, and values at the edges."""

from __future__ import annotations

import json
from datetime import time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from models.text import say
from models.text.parse import Measure, Money

ROWS = [json.loads(line) for line in Path(__file__).with_name("said.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}: {row['said']}")
def test_a_value_is_said_as_the_table_says_it(row: dict[str, Any]) -> None:
    match row["kind"]:
        case "duration":
            said = say.duration(timedelta(seconds=row["value"]))
        case "clock":
            said = say.clock(time.fromisoformat(row["value"]), hours24=row.get("hours24", False))
        case _:
            said = say.number(row["value"])
    assert said == row["said"]


def test_edges() -> None:
    assert say.duration(timedelta(seconds=-3)) == "0 seconds"
    assert say.duration(timedelta(days=45)) == "45 days"
    assert (say.clock(time(0, 0)), say.clock(time(12, 0))) == ("midnight", "noon")
    assert say.number(-1234567.5) == "minus 1,234,567.5"
    assert say.number(2e15) == "2e+15"
    assert say.number(0.00001234) == "0.0000123"


def test_ordinals_and_levels() -> None:
    assert [say.ordinal(day) for day in (1, 2, 3, 11, 22, 31)] == [
        "1st",
        "2nd",
        "3rd",
        "11th",
        "22nd",
        "31st",
    ]
    assert (say.level(50), say.level(Fraction(1, 3) * 100)) == ("50 percent", "33.3 percent")


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("5", "USD", "5 dollars"), ("1", "EUR", "1 euro"), ("12.5", "GBP", "12.50 pounds"),
        ("-3.2", "USD", "minus 3.20 dollars"), ("12000", "JPY", "12,000 yen"), ("8", "SEK", "8 SEK"),
        ("0.05", "USD", "0.05 dollars"),
    ],
)  # fmt: skip
def test_money(amount: str, currency: str, said: str) -> None:
    assert say.money(Money(Fraction(amount), currency)) == said


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        ("5", "kilometer", "5 kilometers"), ("1", "foot", "1 foot"), ("6", "foot", "6 feet"),
        ("21.5", "degree_celsius", "21.5 degrees Celsius"), ("1", "degree", "1 degree"),
        ("60", "mile_per_hour", "60 miles per hour"), ("2", "fluid_ounce", "2 fluid ounces"),
        ("3", "square_inch", "3 square inches"), ("11", "stone", "11 stone"),
    ],
)  # fmt: skip
def test_measures(amount: str, unit: str, said: str) -> None:
    assert say.measure(Measure(Fraction(amount), unit)) == said
