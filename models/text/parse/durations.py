"""Durations, in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from models.text.parse.numbers import below_one, whole
from models.text.parse.reader import Nonsense, Unknown, rule

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86_400, 604_800
LONGEST_S = 1_000_000 * DAY
"""A longer time leads beyond every calendar."""
_UNITS = {
    "s": 1, "sec": 1, "second": 1, "m": MINUTE, "min": MINUTE, "minute": MINUTE, "h": HOUR, "hr": HOUR,
    "hour": HOUR, "d": DAY, "day": DAY, "wk": WEEK, "week": WEEK, "fortnight": 2 * WEEK,
}  # fmt: skip
_SMALLER = {HOUR: MINUTE, MINUTE: 1}
"""The unit of a rest that is said without one: "an hour ten", "five minutes twenty"."""


@dataclass(frozen=True, slots=True)
class Length:
    """One part of a duration, such as "twenty-five minutes"."""

    seconds: Fraction
    unit: int
    """In seconds."""


def _unit(name: str) -> int:
    return _UNITS[name if name in _UNITS else name.rstrip("s")]


@rule
def duration(seconds: Fraction) -> Fraction:
    if not 0 < seconds <= LONGEST_S:
        raise Nonsense
    return seconds


@rule
def length(count: Fraction, unit: str) -> Length:
    if count < 0:
        raise Nonsense
    return Length(count * _unit(unit), _unit(unit))


@rule
def length_and_part(count: Fraction, unit: str, part: Fraction) -> Length:
    """ "an hour and a half"."""
    return length(whole(count, 1, 10**6) + below_one(part), unit)


@rule
def one_and_part(unit: str, part: Fraction) -> Length:
    """ "hour and a half"."""
    return length_and_part(Fraction(1), unit, part)


@rule
def part_of_length(part: Fraction, unit: str) -> Length:
    """ "three quarters of an hour"."""
    return length(below_one(part), unit)


@rule
def length_and_rest(count: Fraction, unit: str, rest: Fraction) -> Length:
    """ "two hours forty"; the "one" of "a two hour one" is a thing."""
    smaller = _SMALLER.get(_unit(unit))
    if smaller is None or rest == 1:
        raise Unknown
    seconds = whole(count, 1, 10**6) * _unit(unit) + whole(rest, 1, 59) * smaller
    return Length(Fraction(seconds), smaller)


@rule
def sum_of_lengths(*lengths: Length) -> Fraction:
    if any(after.unit >= before.unit for before, after in pairwise(lengths)):
        raise Nonsense
    return sum((each.seconds for each in lengths), Fraction(0))


@rule
def clock_length(text: str) -> Fraction:
    """ "1:30:00"."""
    hours, minutes, seconds = (int(figure) for figure in text.split(":"))
    if minutes > 59 or seconds > 59:
        raise Nonsense
    return Fraction(hours * HOUR + minutes * MINUTE + seconds)


@rule
def clock_length_of_unit(text: str, unit: str) -> Fraction:
    """ "1:30 hours", "2:15 min"."""
    whole_units, rest = (int(figure) for figure in text.split(":"))
    smaller = _SMALLER.get(_unit(unit))
    if smaller is None or rest > 59:
        raise Nonsense
    return Fraction(whole_units * _unit(unit) + rest * smaller)


@rule
def taken_from(taken: Fraction, seconds: Fraction) -> Fraction:
    """ "five minutes less than an hour"."""
    return less(seconds, taken)


@rule
def less(seconds: Fraction, taken: Fraction) -> Fraction:
    """ "an hour minus ten minutes"."""
    if taken >= seconds:
        raise Nonsense
    return seconds - taken
