"""Questions about units, as what is to be converted into what."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text.parse import Context, Measure
from models.text.parse.conversions import UnitQuestion, read_amount, read_conversion

NOW = Context(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "amount", "source", "target"),
    [
        ("how many milliliters are 1 1/2 cups", "3/2", "cup", "milliliter"),
        ("two and a half kilometers in meters", "5/2", "kilometer", "meter"),
        ("pints to liters", "1", "pint", "liter"),
        ("how many feet per mile", "1", "mile", "foot"),
        ("how many inches does 2 feet make", "2", "foot", "inch"),
        ("minus forty celsius in fahrenheit", "-40", "degree_celsius", "degree_fahrenheit"),
        ("20 degrees in fahrenheit", "20", "degree", "degree_fahrenheit"),
        ("the parcel is 3 kilos how many pounds is that", "3", "kilogram", "pound"),
        ("six feet two inches in centimeters", "74", "inch", "centimeter"),
    ],
)
def test_conversions(text: str, amount: str, source: str, target: str) -> None:
    assert read_conversion(text, NOW) == UnitQuestion(Measure(Fraction(amount), source), target)


def test_parts_of_a_question() -> None:
    assert read_conversion("and in feet", NOW) == UnitQuestion(target="foot")
    assert read_conversion("and five miles", NOW) == UnitQuestion(Measure(Fraction(5), "mile"))
    assert read_conversion("the other way round", NOW) == UnitQuestion(reversed=True)
    assert read_amount("what about twenty", NOW) == 20


@pytest.mark.parametrize(
    "text",
    [
        "how long is a marathon",
        "convert something",
        "2 feet and 3 yards in inches",
        "5 km and 6",
        "is five miles more than six kilometers",
        "",
    ],
)
def test_no_measure_is_dropped(text: str) -> None:
    found = read_conversion(text, NOW)

    assert found is None or found.source is None or found.target is None


def test_unknown_units_are_named() -> None:
    found = read_conversion("convert three bananas to meters", NOW)

    assert found is not None
    assert found.unknown == "bananas"


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    read_conversion(text, NOW)
    read_amount(text, NOW)
