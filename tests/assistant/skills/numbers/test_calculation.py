"""Values of expressions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assistant.skills.numbers.calculation import Calculated, NoSuchNumber, calculate
from models.text.parse.sums import PREVIOUS, Expression, Quantity, substituted


def quantity(value: int | str, unit: str = "") -> Quantity:
    return Quantity(Fraction(value), unit)


def test_arithmetic_is_exact() -> None:
    assert calculate(Expression("plus", (quantity("0.1"), quantity("0.2")))) == Calculated(Fraction(3, 10))
    assert calculate(Expression("square_root", (quantity("2.25"),))) == Calculated(Fraction(3, 2))
    assert not calculate(Expression("square_root", (quantity(2),))).exact


def test_percentages_take_the_unit_of_their_amount() -> None:
    tenth = quantity(10, "%")

    assert calculate(Expression("minus", (quantity(50, "EUR"), tenth))) == Calculated(Fraction(45), "EUR")
    assert calculate(Expression("plus", (tenth, tenth))) == Calculated(Fraction(20), "%")


def test_units_are_not_mixed() -> None:
    with pytest.raises(NoSuchNumber, match="different units"):
        calculate(Expression("plus", (quantity(2, "EUR"), quantity(3, "USD"))))


@pytest.mark.parametrize(
    ("operator", "values"),
    [("power", (9, 9**9)), ("factorial", (10**9,)), ("square_root", (-4,)), ("factorial", (-1,)),
     ("logarithm", (0,)), ("power", (10**300, 2))],
)  # fmt: skip
def test_what_has_no_value_or_a_vast_one_is_refused(operator: str, values: tuple[int, ...]) -> None:
    with pytest.raises(NoSuchNumber):
        calculate(Expression(operator, tuple(map(quantity, values))))


def test_division_by_zero_is_an_error_of_its_own() -> None:
    with pytest.raises(ZeroDivisionError):
        calculate(Expression("divided", (quantity(0), quantity(0))))


def test_the_previous_result_takes_its_place() -> None:
    leaning = Expression("half", (Expression("plus", (PREVIOUS, quantity(4))),))

    assert calculate(substituted(leaning, quantity(6))) == Calculated(Fraction(5))
