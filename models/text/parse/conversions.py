"""Questions about units → what is to be converted into what: "how many ml are 1 1/2 cups", "and in feet"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from models.text.parse.amounts import Measure, measure
from models.text.parse.chart import IMPOSSIBLE
from models.text.parse.folding import fold
from models.text.parse.reader import LONGEST, Context, Unknown, chart, rule

_GRAMMAR = "conversions"
_WORD = re.compile(r"(?<![\w.,])[\w.,°]|(?<!\w)-(?=\d)")
_WORD_END = re.compile(r"$|[^\w.,]|[.,](?!\d)")
_BY_CHANCE = 3
_NO_NUMBER = re.compile(r"(?:one|a|an)\b")
_NO_UNIT_WORDS = """a an as at do for how in is it me per than that the to what"""
_NO_UNIT = frozenset(_NO_UNIT_WORDS.split())
"""Words that pint takes for units."""


@dataclass(frozen=True, slots=True)
class UnitQuestion:
    """What is to be converted; None where it was not said."""

    source: Measure | None = None
    target: str | None = None
    """pint's name."""
    reversed: bool = False
    """Whether the units before change places."""
    unknown: str = ""
    """The word for a unit that there is none of."""


def read_conversion(text: str, context: Context) -> UnitQuestion | None:
    """What a text asks to be converted; None where it holds no measure, or more than one question."""
    folded = fold(text).text
    if len(folded) > LONGEST:
        return None
    found = chart(folded, context, _GRAMMAR)
    stretches: list[tuple[bool, int, int, UnitQuestion]] = []
    for match in _WORD.finditer(folded):
        start = match.start()
        for end, readings in found.readings(_GRAMMAR, start).items():
            questions = [question for (question,) in readings if question is not IMPOSSIBLE]
            if questions and _WORD_END.match(folded, end) and not found.readings("unit_name", end):
                best = min(questions, key=_rank)
                stretches.append((bool(best.unknown), start, end, best))
    for _, start, end, question in sorted(
        stretches, key=lambda each: (each[0], each[1] - each[2], _rank(each[3]))
    ):
        rest = f"{folded[:start]} | {folded[end:]}"
        part = question.target is None or question.source is None
        if not _has_number(rest, context) and not (part and _has_unit(rest, context)):
            return question
    return None


def read_amount(text: str, context: Context) -> Fraction | None:
    """The only number of a text: "and twenty"."""
    folded = fold(text).text
    found = chart(folded, context, _GRAMMAR)
    for match in _WORD.finditer(folded):
        readings = found.readings("_num", match.start())
        if not readings:
            continue
        end = max(readings)
        rest = f"{folded[: match.start()]} | {folded[end:]}"
        value = readings[end][0][0]
        return value if isinstance(value, Fraction) and not _has_number(rest, context) else None
    return None


def _rank(question: UnitQuestion) -> tuple[bool, bool]:
    """A whole question before a part of one."""
    return bool(question.unknown), question.source is None or question.target is None


def _has_number(text: str, context: Context) -> bool:
    found = chart(text, context, _GRAMMAR)
    return any(
        not _NO_NUMBER.fullmatch(text[match.start() : end])
        for match in _WORD.finditer(text)
        for end in found.readings("_num", match.start())
    )


def _has_unit(text: str, context: Context) -> bool:
    """Whether words stand for a unit; short ones do by chance."""
    found = chart(text, context, _GRAMMAR)
    return any(
        end - match.start() > _BY_CHANCE
        for match in _WORD.finditer(text)
        for end in found.readings("unit_name", match.start())
    )


@rule
def unit_name(name: str) -> str:
    if name in _NO_UNIT:
        raise Unknown
    return measure(Fraction(1), name).unit


@rule
def asked_in(target: str, source: Measure) -> UnitQuestion:
    """ "how many feet are in two miles"."""
    return UnitQuestion(source, target)


@rule
def given_in(source: Measure, target: str) -> UnitQuestion:
    """ "two miles in feet"."""
    return UnitQuestion(source, target)


@rule
def degrees_in(amount: Fraction, target: str) -> UnitQuestion:
    """ "20 degrees in fahrenheit"."""
    return UnitQuestion(Measure(amount, "degree"), target)


@rule
def rate_in(words: str) -> UnitQuestion:
    """ "how many feet per mile"."""
    target, _, source = words.split(" ")
    return one_in(unit_name(target), unit_name(source))


@rule
def one_in(target: str, source: str) -> UnitQuestion:
    """ "how many feet in the mile"."""
    return UnitQuestion(Measure(Fraction(1), source), target)


@rule
def one_to(source: str, target: str) -> UnitQuestion:
    """ "convert miles to feet"."""
    return UnitQuestion(Measure(Fraction(1), source), target)


@rule
def alone(source: Measure) -> UnitQuestion:
    """ "how far is ten miles", "and five pounds"."""
    return UnitQuestion(source)


@rule
def target_alone(target: str) -> UnitQuestion:
    """ "and in feet"."""
    return UnitQuestion(target=target)


@rule
def other_way() -> UnitQuestion:
    return UnitQuestion(reversed=True)


@rule
def unknown_asked(target: str, source: Measure) -> UnitQuestion:
    """ "how many bananas are in a meter"."""
    return UnitQuestion(source, unknown=target)


@rule
def unknown_both(target: str, amount: Fraction, source: str) -> UnitQuestion:
    return UnitQuestion(unknown=source)


@rule
def unknown_source(amount: Fraction, source: str, target: str = "") -> UnitQuestion:
    """ "three bananas in meters"."""
    return UnitQuestion(unknown=source)


@rule
def unknown_target(source: Measure, target: str) -> UnitQuestion:
    """ "three meters in bananas"."""
    return UnitQuestion(source, unknown=target)
