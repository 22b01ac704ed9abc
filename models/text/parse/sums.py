"""Sums in words → expressions: "divide 90 by 4 and add 2", "a 20 percent tip on 45 dollars", "plus four"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from models.text.parse.amounts import Measure, Money, money_and_small
from models.text.parse.chart import IMPOSSIBLE
from models.text.parse.conversions import read_conversion
from models.text.parse.folding import fold
from models.text.parse.reader import LONGEST, Context, chart, rule, rule_in_context
from models.text.parse.scan import find, value_ends

_GRAMMAR = "expressions"
_OPERATORS = """
    as_decimal as_percent average ceiling cosine cube cube_root difference divided divisible double
    equal factorial floor from half into is larger logarithm minus off on onto percent_from
    percent_of plus power product remainder round round_places sine smaller square square_root sum
    tangent times tip tip_at tip_without triple
"""
_OF_ONE_KIND = ("average", "difference", "minus", "plus", "sum")
"""Operators whose result is in the unit of what they are applied to."""
_CONTINUED = "as_decimal as_percent ceiling cube divided floor minus plus power round square times"
_WORD = re.compile(r"(?<![\w.,])[\w($€£¥√+*×÷/^-]|[+*×÷/^√-]")
_LEFT_SIGN = re.compile(
    r"\b(?:plus|minus|times|divided|multiplied|percent|per cent|squared|cubed|root|factorial|modulo|power"
    r"|sine|cosine|tangent|logarithm|half|double|twice|triple|halve|rounded|rounding|divisible|average|remainder)\b|[%×÷*/+^√=]"
)
_APART = re.compile(
    r"[\s.,;:!?]+(?:(?:so|and|then|now)\s+)*(?:(?=(?:how|what)(?:['’]?s)?\b)|(?P<if>if\b))", re.IGNORECASE
)
_TIP = re.compile(r"\b(?:tip|gratuity|service charge)\b", re.IGNORECASE)
_ONE_UNIT = re.compile(r"of (?:an?|the|one) ", re.IGNORECASE)
"""Before a unit that is a part of the measure: "three eighths of an inch"."""
_NO_MEASURES = frozenset({"percent", "degree", "quarter", "radian"})
"""Units that are a part of the sum."""
_NO_NUMBER = re.compile(r"(?:one|seconds?)\b")
_SUM_TOTAL = re.compile(
    r"\b(?:total|altogether|all in|including|come to|comes to|all told|in all|to pay|do (?:i|we) pay|pay)\b"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, an amount of money, or a percentage."""

    value: Fraction
    unit: str = ""
    """A currency (ISO 4217), "%", or empty."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An operator and what it is applied to."""

    operator: str
    parts: tuple[Expression | Quantity, ...]


Node = Expression | Quantity

PREVIOUS = Expression("previous", ())
"""The result of the sum before."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a text asks to be worked out."""

    node: Node
    total: bool = False
    """Whether the whole amount is asked for, not only the tip."""
    unit: str = ""
    """pint's name of the unit that the result is in."""


def read_sum(text: str, context: Context, *, continued: bool = False) -> Sum | None:
    """The one sum of a text; None where there is none, or where a number or sign of the text is in no sum.

    Arguments:
        continued: whether there is a previous result, so that "minus four" is taken off it.
    """
    folded = fold(re.sub(r"(?<=\d)!", " factorial ", text)).text
    if len(folded) > LONGEST:
        return None
    stretches = _stretches(folded, context)
    # without a previous result its sum is the last that is thought of
    for leaning in (True, False) if continued else (False, True):
        for start, end, nodes in stretches:
            fitting = [node for node in nodes if leans(node) == leaning]
            rest = f"{folded[:start]} | {folded[end:]}"
            if not fitting or _LEFT_SIGN.search(rest) or _has_number(rest, context):
                continue
            # "add five to the ninety" is no power
            best = min(fitting, key=lambda node: (_size(node), _is_power(node)))
            if _is_told(best, folded[start:end]):
                return Sum(best, total=_SUM_TOTAL.search(rest) is not None)
    return None


def read_told_sum(text: str, context: Context) -> Sum | None:
    """The sum of a text that tells its amount apart: "it was 62 pounds, how much is a 10 percent tip"."""
    for joint in _APART.finditer(text):
        told, asks = text[: joint.start()], text[joint.end() :]
        if joint["if"]:
            told, asks = asks, told
        amount = read_quantity(told, context)
        if amount is None or amount.unit == "%":
            continue
        rates = find("percent", asks, context) if _TIP.search(asks) else []
        if len(rates) == 1:
            rate = Quantity(rates[0].value.percent, "%")
            return Sum(Expression("tip", (rate, amount)), is_total_asked(asks))
        asked = read_sum(asks, context, continued=True)
        if asked is not None and leans(asked.node):
            return replace(asked, node=substituted(asked.node, amount))
    return None


def substituted(node: Node, previous: Quantity) -> Node:
    """The expression with a value in the place of `PREVIOUS`."""
    if node == PREVIOUS:
        return previous
    if isinstance(node, Quantity):
        return node
    return Expression(node.operator, tuple(substituted(part, previous) for part in node.parts))


def read_measured(text: str, context: Context) -> Sum | None:
    """The sum of a text about measures in one unit: "double 350 grams", "20 percent of 5 kilos".

    None of a text that asks for another unit, or whose result is in none: "2 litres divided by 0.5 litres".
    """
    conversion = read_conversion(text, context)
    begins = text.rfind(" of ") + 1
    if _ONE_UNIT.match(text, begins):
        return None
    found = [(one, 0) for one in find("unit", text, context)]
    found = found or [(one, begins) for one in find("unit", text[begins:], context)]
    measures = [one.value for one, _ in found if isinstance(one.value, Measure)]
    if any(measure.unit in _NO_MEASURES for measure in measures):
        return None
    units = {measure.unit for measure in measures}
    if len(units) != 1 or (conversion is not None and conversion.target not in (None, *units)):
        return None
    bare = text
    for one, by in reversed(found):
        bare = f"{bare[: one.start + by]}{float(one.value.amount):g}{bare[one.end + by :]}"
    asked = read_sum(bare, context)
    if asked is None or not (isinstance(asked.node, Expression) or begins):
        return None
    alike = isinstance(asked.node, Expression) and asked.node.operator in _OF_ONE_KIND
    return replace(asked, unit=measures[0].unit) if alike or len(measures) == 1 else None


def is_total_asked(text: str) -> bool:
    """Whether a text without numbers asks for the whole amount: "so what's the total"."""
    return _SUM_TOTAL.search(fold(text).text) is not None


def without(text: str, words: tuple[str, ...]) -> str:
    """A correction's text without what it rejects: "8 not 9" → "8"."""
    for each in words:
        text = re.sub(rf"(?:\bnot\s+)?\b{re.escape(each)}(?!\w),?", " ", text, flags=re.IGNORECASE)
    return text


def is_amount(text: str) -> bool:
    """Whether a number follows "on", as the amount that a percentage is of does."""
    return re.search(r"\bon\b", fold(text).text) is not None


def read_quantity(text: str, context: Context) -> Quantity | None:
    """The only number, money or percentage of a text in which nothing is to be worked out."""
    folded = fold(text).text
    found: list[tuple[int, int, Quantity]] = []
    done = 0
    for start in _starts(folded):
        if start < done:
            continue
        for rule_name in ("percentage", "amount"):
            readings = chart(folded, context, _GRAMMAR).readings(rule_name, start)
            ends = value_ends(folded, readings)
            value = readings[ends[0]][0][0] if ends else None
            if isinstance(value, Quantity) and not _NO_NUMBER.fullmatch(folded[start : ends[0]]):
                found.append((start, ends[0], value))
                done = ends[0]
                break
    if len(found) != 1:
        return None
    start, end, quantity = found[0]
    return None if _LEFT_SIGN.search(f"{folded[:start]} | {folded[end:]}") else quantity


def _starts(folded: str) -> list[int]:
    return [match.start() for match in _WORD.finditer(folded)]


def _stretches(folded: str, context: Context) -> list[tuple[int, int, list[Node]]]:
    """The stretches that are a sum, the longest first."""
    found = chart(folded, context, _GRAMMAR)
    stretches = []
    for start in _starts(folded):
        for end, readings in found.readings(_GRAMMAR, start).items():
            nodes = [node for (node,) in readings if node is not IMPOSSIBLE]
            if nodes and re.match(r"$|[^\w.,]|[.,](?!\d)", folded[end:]):
                stretches.append((start, end, nodes))
    return sorted(stretches, key=lambda each: (each[0] - each[1], each[0]))


def _has_number(text: str, context: Context) -> bool:
    found = chart(text, context, _GRAMMAR)
    for start in _starts(text):
        readings = found.readings("amount", start)
        if any(not _NO_NUMBER.fullmatch(text[start:end]) for end in value_ends(text, readings)):
            return True
    return False


def _is_told(node: Node, words: str) -> bool:
    """Whether there is something to work out; "a quarter of a million" is, "7" is not."""
    if isinstance(node, Expression):
        return node != PREVIOUS
    return node.value.denominator != 1 or " of " in words


def leans(node: Node) -> bool:
    """Whether an expression holds `PREVIOUS`."""
    return node == PREVIOUS or (isinstance(node, Expression) and any(map(leans, node.parts)))


def _size(node: Node) -> int:
    return 1 + sum(map(_size, node.parts)) if isinstance(node, Expression) else 1


def _is_power(node: Node) -> bool:
    return isinstance(node, Expression) and node.operator == "power"


def _declare(name: str, operator: str, *first: Node) -> None:
    def build(*parts: Node | Fraction | str) -> Node:
        return Expression(operator, (*first, *(_node(part) for part in parts)))

    build.__name__ = name
    rule(build)


for _name in _OPERATORS.split():
    _declare(f"calc_{_name}", _name)
for _name in _CONTINUED.split():
    _declare(f"more_{_name}", _name, PREVIOUS)


def _node(part: Node | Fraction | str) -> Node:
    if isinstance(part, str):
        return Expression(part, ())
    return Quantity(part) if isinstance(part, Fraction) else part


@rule
def amount(value: Fraction | Money) -> Quantity:
    return Quantity(value.amount, value.currency) if isinstance(value, Money) else Quantity(value)


@rule
def percentage(value: Fraction) -> Quantity:
    return Quantity(value, "%")


@rule
def previous() -> Node:
    return PREVIOUS


@rule_in_context
def said_price(context: Context, main: Fraction, cents: Fraction, name: str) -> Money:
    """ "fifteen ninety nine dollars"."""
    return money_and_small(context, main, name, cents)
