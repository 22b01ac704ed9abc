"""Whole texts, ambiguous, impossible and long texts."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from models.text.parse import Context, reader, value, warm
from tests.models.text.value_rows import NOW

CONTEXT = Context(NOW)


def test_a_value_is_the_whole_text_or_nothing() -> None:
    assert value("duration", "ten minutes", CONTEXT) == 600
    assert value("duration", "ten minutes and something", CONTEXT) is None
    assert value("duration", "for the pasta ten minutes", CONTEXT) is None


def test_two_readings_are_no_value() -> None:
    found = reader.readings("money", "five dollars", Context(NOW, currency="CAD"))
    assert [(money.amount, money.currency) for money in found] == [(5, "CAD")]
    assert value("date", "3/4/2026", CONTEXT) is None


@pytest.mark.parametrize("text", ["", "   ", "…", "one " * 200, "\x00", "🙂"])
def test_what_is_no_value_is_none(text: str) -> None:
    for kind in (
        "number",
        "duration",
        "clock",
        "date",
        "moment",
        "span",
        "repeat",
        "percent",
        "money",
        "unit",
    ):
        assert value(kind, text, CONTEXT) is None  # type: ignore[arg-type]


def test_impossible_values_differ_from_what_is_no_value() -> None:
    assert reader.is_impossible("date", "february 30th", CONTEXT)
    assert reader.is_impossible("clock", "25:00", CONTEXT)
    assert reader.is_impossible("duration", "minus five minutes", CONTEXT)
    assert not reader.is_impossible("date", "february 28th", CONTEXT)
    assert not reader.is_impossible("date", "some day", CONTEXT)
    assert not reader.is_impossible("unit", "two eggs", CONTEXT)


def test_numbers_are_exact() -> None:
    assert value("number", "a third", CONTEXT) == Fraction(1, 3)


def test_after_a_warm_start_a_text_is_read_in_milliseconds() -> None:
    warm()
    begun = time.perf_counter()
    assert value("duration", "thirteen and a half minutes", CONTEXT) == 810
    assert time.perf_counter() - begun < 0.1


def test_a_rule_has_one_function() -> None:
    def half() -> None:
        return None

    with pytest.raises(TypeError, match="half"):
        reader.rule(half)
