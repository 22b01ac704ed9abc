"""Sums in words, as expressions."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from num2words import num2words

from models.text.parse import ANY_TIME, Context
from models.text.parse.sums import (
    PREVIOUS,
    Expression,
    Quantity,
    Sum,
    is_amount,
    read_measured,
    read_quantity,
    read_sum,
    read_told_sum,
    without,
)

NOW = Context(datetime(2026, 11, 22, 12, tzinfo=UTC))


def quantities(*values: int) -> tuple[Quantity, ...]:
    return tuple(Quantity(Fraction(value)) for value in values)


def test_signs_bind_as_in_arithmetic() -> None:
    found = read_sum("what's 7 plus 3 times 5", NOW)

    assert found == Sum(Expression("plus", (quantities(7)[0], Expression("times", quantities(3, 5)))))


def test_signs_of_one_rank_are_taken_in_order() -> None:
    found = read_sum("8 divided by 2 times 4", NOW)

    assert found == Sum(Expression("times", (Expression("divided", quantities(8, 2)), quantities(4)[0])))


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("plus four", "plus"), ("and divide that by three", "divided"), ("squared", "square"),
        ("half of it", "half"), ("take six from that", "from"), ("add twenty", "plus"),
    ],
)  # fmt: skip
def test_a_sum_may_lean_on_the_previous_result(text: str, operator: str) -> None:
    found = read_sum(text, NOW, continued=True)

    assert found is not None
    assert isinstance(found.node, Expression)
    assert found.node.operator == operator
    assert PREVIOUS in found.node.parts


@pytest.mark.parametrize(
    "text",
    [
        "what is the linear equation", "five plus", "three two", "7", "the second one",
        "five plus three times potato", "12 plus 3 and also 8 pencils", "how do you subtract numbers",
        "__import__('os').system('x')", "",
    ],
)  # fmt: skip
def test_no_part_of_a_sum_is_dropped(text: str) -> None:
    assert read_sum(text, NOW) is None


def test_a_single_value_is_a_quantity() -> None:
    assert read_quantity("and twenty percent", NOW) == Quantity(Fraction(20), "%")
    assert read_quantity("what about 45 euros", NOW) == Quantity(Fraction(45), "EUR")
    assert read_quantity("times 45", NOW) is None
    assert read_quantity("5 and 6", NOW) is None


def test_what_a_correction_rejects_is_left_out() -> None:
    assert read_quantity(without("no 8 not 9", ("9",)), NOW) == Quantity(Fraction(8))
    assert without("not 90 but 9", ("90",)).split() == ["but", "9"]
    assert is_amount("and on 90")
    assert not is_amount("and 90")


@given(st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(["plus", "minus", "times"]))
def test_spelled_numbers(first: int, second: int, operator: str) -> None:
    # "two times five" is read as twice five
    assume((first, operator) != (2, "times"))
    found = read_sum(f"what is {num2words(first)} {operator} {num2words(second)}", NOW)

    assert found == Sum(Expression(operator, quantities(first, second)))


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    read_sum(text, NOW)
    read_quantity(text, NOW)


def test_what_is_left() -> None:
    left = Expression("minus", (Quantity(Fraction(384)), PREVIOUS))
    assert read_sum("then what's left of the 384 if I take that away", NOW, continued=True) == Sum(left)
    spent = Expression("minus", quantities(100, 35))
    assert read_sum("how much is left of 100 if I spend 35", NOW) == Sum(spent)
    onto = read_sum("add that to the 90", NOW, continued=True)
    assert onto == Sum(Expression("onto", (PREVIOUS, Quantity(Fraction(90)))))


@pytest.mark.parametrize(
    ("text", "operator", "values", "unit"),
    [
        ("Our bill came to 62 pounds, how much is a 12.5% tip?", "tip", (12.5, 62), ""),
        ("what's a 15 percent tip if the bill is 80 dollars", "tip", (15, 80), ""),
        ("I have 24 eggs. What is that divided by 6", "divided", (24, 6), ""),
        ("what's double three hundred and fifty grams", "double", (350,), "gram"),
        ("20 percent of 5 kilos", "times", (20, 5), "kilogram"),
        ("how much is 250 grams plus 125 grams", "plus", (250, 125), "gram"),
    ],
)
def test_amounts_told_apart_and_measures(
    text: str, operator: str, values: tuple[float, ...], unit: str
) -> None:
    found = read_told_sum(text, ANY_TIME) or read_measured(text, ANY_TIME)

    assert found is not None
    assert isinstance(found.node, Expression)
    assert found.node.operator == operator
    assert tuple(float(part.value) for part in found.node.parts if isinstance(part, Quantity)) == values
    assert found.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "how many ounces are 300 grams", "one and a half cups", "and three eighths of an inch in mm",
        "2 litres divided by 2 litres", "I set a timer for 10 minutes, how much is left",
    ],
)  # fmt: skip
def test_what_is_no_sum_of_measures(text: str) -> None:
    assert read_told_sum(text, ANY_TIME) is None
    assert read_measured(text, ANY_TIME) is None
