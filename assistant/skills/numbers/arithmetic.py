"""Sums: exact arithmetic, percentages, tips, roots, and what comes after the previous result."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from fractions import Fraction
from typing import Annotated, Any

from assistant.skills.api import INTERFACE, Call, Parameter, Reading, Result, SkillContext, Unclear, operation
from assistant.skills.numbers.calculation import Calculated, NoSuchNumber, calculate
from assistant.skills.numbers.units import converted
from assistant.skills.parameters import context
from models.text import say
from models.text.parse import Context
from models.text.parse.amounts import Measure, Money
from models.text.parse.conversions import UnitQuestion, read_conversion
from models.text.parse.sums import (
    Expression,
    Node,
    Quantity,
    Sum,
    is_amount,
    is_total_asked,
    leans,
    read_measured,
    read_quantity,
    read_sum,
    read_told_sum,
    substituted,
    without,
)

_NO_SUM = "I found no sum there; ask me something like 12 times 8."
_NO_RATE = "What percentage should the tip be?"
_TOLD = re.compile(r"(?:It's|The tip is|With the tip, that's) (?:about )?((?:minus )?[\d,.]+( [a-z]+)?)\.")
_TIPS = ("tip", "tip_at")
_LONGEST = 10**21
_GROUPED_FROM = 10_000


def _read(reading: Reading) -> Sum | UnitQuestion:
    """The sum of a command, the previous result filled in; or units, taken for a sum."""
    found = _found(reading)
    if found is None:
        units = read_conversion(reading.command.text, context(reading.call))
        if units and units.source and units.target:
            return units
        raise Unclear(_NO_SUM)
    if isinstance(found.node, Expression) and found.node.operator == "tip_without":
        raise Unclear(_NO_RATE)
    return found


def _found(reading: Reading) -> Sum | None:
    text = without(reading.command.text, reading.command.modifiers.excluded)
    where = context(reading.call)
    if (whole := read_measured(text, where) or read_told_sum(text, where)) is not None:
        return whole
    corrects = reading.command.relation == "correction"
    call = reading.call
    before = _sum_of(call.recent)
    previous = before[1] if before else None
    if before and corrects and isinstance(before[0], Expression):
        first = before[0].parts[0]
        previous = _quantity(first) or previous
    own = [one for one in call.dialogue.done[-1:] if one.skill == Arithmetic.name]
    tipped = before or (_sum_of(own[0].touched) if own else None)
    if tipped and not corrects and _is_tip(tipped[0]) and is_total_asked(text):
        # "split the total with tip between three"
        previous = _quantity(_with_amount(tipped[0])) or previous
    found = read_sum(text, where, continued=previous is not None)
    if found is not None:
        if previous is None:
            if not leans(found.node):
                return found
            previous = _result_said(reading.call)
            if previous is None:
                raise Unclear("I don't know which result you mean. What's the whole sum?")
        return Sum(substituted(found.node, previous), found.total)
    if before is None:
        return None
    tip = _is_tip(before[0])
    if (said := read_quantity(text, where)) is not None:
        if tip and not said.unit and not is_amount(text):
            said = Quantity(said.value, "%")
        return _with(before[0], said)
    return Sum(before[0], total=True) if tip and is_total_asked(text) else None


def _is_tip(node: Node) -> bool:
    return isinstance(node, Expression) and node.operator in _TIPS


def _with_amount(tip: Node) -> Node:
    """A tip and what it is for, together."""
    assert isinstance(tip, Expression)
    return Expression("on" if tip.operator == "tip" else "plus", tip.parts)


def _answer(reading: Reading) -> Sum | None:
    """A whole sum, or the rate of a tip whose amount was said before.

    A sum that continues a result ("times three") is none: there is no result yet.
    """
    where = context(reading.call)
    asked = read_sum(reading.before.text, where) if reading.before else None
    rate = read_quantity(reading.command.text, where)
    if asked and rate and isinstance(asked.node, Expression) and asked.node.operator == "tip_without":
        return Sum(Expression("tip", (Quantity(rate.value, "%"), asked.node.parts[0])), asked.total)
    found = read_sum(reading.command.text, where)
    return found if found and not leans(found.node) else None


def _with(node: Node, said: Quantity) -> Sum | None:
    """The expression before with another value: "and 20 percent", "and on 90", "no, 15"."""
    places = [place for place in _leaves(node) if (place[1].unit == "%") == (said.unit == "%")]
    if not places:
        return None
    path, old = places[-1]
    return Sum(_replaced(node, path, Quantity(said.value, said.unit or old.unit)))


def _leaves(node: Node, path: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], Quantity]]:
    if isinstance(node, Quantity):
        return [(path, node)]
    return [leaf for i, part in enumerate(node.parts) for leaf in _leaves(part, (*path, i))]


def _replaced(node: Node, path: tuple[int, ...], value: Quantity) -> Node:
    if isinstance(node, Quantity) or not path:
        return value
    parts = list(node.parts)
    parts[path[0]] = _replaced(parts[path[0]], path[1:], value)
    return Expression(node.operator, tuple(parts))


def _sum_of(touched: tuple[str, ...]) -> tuple[Node, Quantity] | None:
    """The sum and its result that an operation touched."""
    if len(touched) != 2:
        return None
    result, node = (_from_json(json.loads(text)) for text in touched)
    return (node, result) if isinstance(result, Quantity) else None


def _result_said(call: Call) -> Quantity | None:
    """The result that the latest reply told, for a sum that begins with an operator: "divided by three"."""
    told = _TOLD.fullmatch(call.dialogue.last_spoken or "")
    found = None if told is None else read_quantity(told[1], context(call))
    # "12 miles" is no number of miles any more, once it is divided
    return None if found is None or told is None or (told[2] and not found.unit) else found


def _quantity(node: Node) -> Quantity | None:
    try:
        answer = calculate(node)
    except (ZeroDivisionError, NoSuchNumber):
        return None
    return Quantity(answer.value, answer.unit)


def _to_json(node: Node) -> list[Any]:
    if isinstance(node, Quantity):
        return [str(node.value), node.unit]
    return [node.operator, [_to_json(part) for part in node.parts]]


def _from_json(data: list[Any]) -> Node:
    if isinstance(data[1], list):
        return Expression(data[0], tuple(_from_json(part) for part in data[1]))
    return Quantity(Fraction(data[0]), data[1])


_SUM = Parameter(_read, ("*",), ask=_NO_SUM, answer=_answer)


class Arithmetic:
    """Sums, products, powers, roots, percentages and tips."""

    name = "arithmetic"
    store = "numbers"
    """Shared with units: either may continue the other's question."""
    interface = INTERFACE
    title = "sums"

    def __init__(self, context: SkillContext) -> None:
        pass

    def warm(self) -> None:
        """Load the grammar of sums."""
        read_sum("1 plus 1", Context(datetime.now(UTC)))

    @operation(
        "qa_maths",
        does="work out sums",
        examples=(
            "what's 12 times 8",
            "a 15 percent tip on 40 dollars",
            "two thirds of 90",
            "divide that by three",
        ),
    )
    def work_out(self, call: Call, asked: Annotated[Sum | UnitQuestion, _SUM]) -> Result:
        """Work out a sum."""
        if isinstance(asked, UnitQuestion):
            return converted(asked)
        node = asked.node
        tip = _is_tip(node)
        try:
            answer = calculate(_with_amount(node) if tip and asked.total else node)
        except ZeroDivisionError:
            return Result({}, "Nothing can be divided by 0.", "failed")
        except NoSuchNumber as error:
            return Result({}, str(error), "failed")
        touched = json.dumps([str(answer.value), answer.unit]), json.dumps(_to_json(node))
        said = say.measure(Measure(answer.value, asked.unit)) if asked.unit else _said(answer)
        if answer.check is not None:
            return _checked(answer, node, touched)
        if tip:
            sentence = f"With the tip, that's {said}." if asked.total else f"The tip is {said}."
        else:
            sentence = f"It's {said}."
        return Result({"answer": said.removeprefix("about ")}, sentence, touched=touched)


def _checked(answer: Calculated, node: Node, touched: tuple[str, ...]) -> Result:
    said = _said(Calculated(answer.value, answer.unit, answer.exact))
    equal = isinstance(node, Expression) and node.operator == "equal"
    sentence = ("Yes" if answer.check else "No") + (f", it's {said}." if equal else ".")
    facts = {"answer": said.removeprefix("about ")} if equal else {"answer": sentence.rstrip(".")}
    return Result(facts, sentence, touched=touched)


def _said(answer: Calculated) -> str:
    """ "36", "about 3.1623", "9 dollars", "25 percent"."""
    value = answer.value
    if answer.unit not in ("", "%"):
        cents = Fraction(round(100 * value), 100)
        about = "" if cents == value and answer.exact else "about "
        return about + say.money(Money(cents, answer.unit))
    unit = " percent" if answer.unit == "%" else ""
    return _number(value, exact=answer.exact) + unit


def _number(value: Fraction, *, exact: bool) -> str:
    if abs(value) >= _LONGEST:
        digits, _, power = f"{float(value):.4e}".partition("e+")
        about = "" if Fraction(digits) * 10 ** int(power) == value else "about "
        digits = digits.rstrip("0").rstrip(".").replace("-", "minus ")
        return f"{about}{digits} times 10 to the power of {int(power)}"
    if value.denominator == 1 and exact:
        minus, whole = "minus " if value < 0 else "", abs(int(value))
        return f"{minus}{whole:,}" if whole >= _GROUPED_FROM else f"{minus}{whole}"
    said = say.number(float(value))
    rounded = abs(Fraction(round(float(value), 4)) - value) > abs(value) / 10**11
    return f"about {said}" if rounded else said
