"""Whole texts, ambiguous texts, long texts, and how a text is folded."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.text.parse import Context, reader, value
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


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Twenty-five, please!", "twenty five,"),
        ("7pm", "7 pm"),
        ("10-minute", "10 minute"),
        ("Mon–Fri", "mon to fri"),
        ("um, half past two.", "half past two"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert reader.fold(text) == folded


def test_numbers_are_exact() -> None:
    assert value("number", "a third", CONTEXT) == Fraction(1, 3)
