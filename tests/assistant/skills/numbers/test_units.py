"""Conversions, as they are asked and answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.skills.numbers.units import Units
from tests.fixtures.asking import Asking


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return Asking(tmp_path, (Units,))


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("convert twenty miles to kilometers", "20 miles are 32.19 kilometers."),
        ("how many feet in a mile", "1 mile is 5280 feet."),
        ("how far is 12 nautical miles", "12 nautical miles are 22.22 kilometers."),
        ("how many ounces are in a cup", "1 cup is 8 fluid ounces."),
        ("how many milliliters are 1 1/2 cups", "1.5 cups are 354.88 milliliters."),
        ("two and a half kilometers in meters", "2.5 kilometers are 2500 meters."),
        ("what is 100 degrees fahrenheit in celsius", "100 degrees Fahrenheit is 37.78 degrees Celsius."),
        ("20 degrees in fahrenheit", "20 degrees Celsius is 68 degrees Fahrenheit."),
        ("minus forty celsius in fahrenheit", "Minus 40 degrees Celsius is minus 40 degrees Fahrenheit."),
        ("6 feet 2 inches in centimeters", "74 inches are 187.96 centimeters."),
        ("how many pounds is 12 stone 4", "That's 172 pounds."),
        ("how many teaspoons in three tablespoons", "3 tablespoons are 9 teaspoons."),
        ("60 miles per hour in kilometers per hour", "60 miles per hour are 96.56 kilometers per hour."),
        ("100 square feet in square meters", "100 square feet are 9.29 square meters."),
        ("how many megabytes are 2 gigabytes", "2 gigabytes are 2000 megabytes."),
        ("how many seconds are there in a day", "1 day is 86,400 seconds."),
        ("how many pints are in half a gallon", "0.5 gallons are 4 pints."),
        ("how heavy is ten stone", "10 stone are 63.5 kilograms."),
    ],
)
def test_units(asking: Asking, text: str, reply: str) -> None:
    assert asking.ask(text, "unit_conversion") == reply
    assert asking.status == "done"


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("convert three bananas to meters", "I don't know the unit bananas."),
        ("how many meters are 3 kilograms", "Kilograms and meters can't be converted."),
    ],
)
def test_what_cannot_be_converted_is_said(asking: Asking, text: str, reply: str) -> None:
    assert asking.ask(text, "unit_conversion") == reply
    assert asking.status == "failed"


def test_what_is_missing_is_asked_for(asking: Asking) -> None:
    assert "no units" in asking.ask("how long is a marathon", "unit_conversion")
    asked = asking.ask("convert ten furlongs", "unit_conversion")
    assert asked == "Into which unit should I convert 10 furlongs?"
    assert asking.answer("to miles") == "10 furlongs are 1.25 miles."


def test_the_owners_units_are_used(asking: Asking) -> None:
    assert asking.ask("how far is ten miles", "unit_conversion") == "10 miles are 16.09 kilometers."
    asking.profile.set("unit_system", "imperial")
    assert asking.ask("how far is ten kilometers", "unit_conversion") == "10 kilometers are 6.21 miles."


def test_slots_help_where_the_text_is_unusual(asking: Asking) -> None:
    slots = ("amount", "ten"), ("from_unit", "pounds"), ("to_unit", "kilos")

    said = asking.ask("ten whole pounds, tell me the kilos", "unit_conversion", *slots)

    assert said == "10 pounds are 4.54 kilograms."


def test_follow_ups(asking: Asking) -> None:
    asking.ask("convert five miles to km", "unit_conversion")

    for text, reply in [
        ("and ten miles", "10 miles are 16.09 kilometers."),
        ("and in feet", "10 miles are 52,800 feet."),
        ("and twenty", "20 miles are 105,600 feet."),
        ("and in yards", "20 miles are 35,200 yards."),
        ("and the other way round", "20 yards are 0.0114 miles."),
        ("and 3 kilos", "3 kilograms are 6.61 pounds."),
    ]:
        assert asking.ask(text, "unit_conversion", relation="follow_up") == reply


def test_corrections(asking: Asking) -> None:
    asking.ask("convert five miles to km", "unit_conversion")

    assert asking.ask("no, to yards", "unit_conversion", relation="correction") == "5 miles are 8800 yards."
    assert asking.ask("i said six", "unit_conversion", relation="correction") == "6 miles are 10,560 yards."
