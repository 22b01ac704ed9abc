"""Expressions → their values: exact fractions, floating point for roots and angles alone, within limits."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from models.text.parse.sums import Expression, Node, Quantity

_MOST_BITS, _LARGEST_FACTORIAL, _MOST_PLACES, _LARGEST_CHECKED = 400, 100, 10, 10**9
_NEAREST = {
    "ten": Fraction(10), "hundred": Fraction(100), "thousand": Fraction(1000), "million": Fraction(10**6),
    "tenth": Fraction(1, 10), "hundredth": Fraction(1, 100), "cent": Fraction(1, 100),
}  # fmt: skip
_TOO_LARGE = "That's too large for me to work out."


class NoSuchNumber(ValueError):
    """An expression without a value; the message is a sentence about it."""


@dataclass(frozen=True, slots=True)
class Calculated:
    """The value of an expression."""

    value: Fraction
    unit: str = ""
    """A currency (ISO 4217), "%", or empty."""
    exact: bool = True
    check: bool | None = None
    """Whether a comparison is true; `value` is that of its first part."""


def calculate(node: Node) -> Calculated:
    """The value of an expression without `PREVIOUS`.

    Raises:
        ZeroDivisionError: something is divided by zero.
        NoSuchNumber: it has no value, or one that is too large.
    """
    if isinstance(node, Quantity):
        return Calculated(node.value, node.unit)
    named = [p.operator for p in node.parts if isinstance(p, Expression) and not p.parts]
    parts = [calculate(p) for p in node.parts if isinstance(p, Quantity) or p.parts]
    if named:
        kind = named[0].rstrip("s")
        return _is(parts[0], kind) if node.operator == "is" else _round(parts[0], _NEAREST.get(kind))
    found = _OPERATORS[node.operator](*parts)
    return replace(found, exact=found.exact and all(part.exact for part in parts))


def _same_unit(a: Calculated, b: Calculated) -> str:
    if a.unit and b.unit and a.unit != b.unit:
        raise NoSuchNumber("Those amounts are in different units.")
    return a.unit or b.unit


def _plus(a: Calculated, b: Calculated) -> Calculated:
    if b.unit == "%" != a.unit:
        return Calculated(a.value * (1 + b.value / 100), a.unit)
    return Calculated(a.value + b.value, _same_unit(a, b))


def _minus(a: Calculated, b: Calculated) -> Calculated:
    return _plus(a, replace(b, value=-b.value))


def _times(a: Calculated, b: Calculated) -> Calculated:
    if a.unit == "%":
        return Calculated(a.value * b.value / 100, b.unit)
    if b.unit == "%":
        return Calculated(a.value * b.value / 100, a.unit)
    if a.unit and b.unit:
        raise NoSuchNumber("Amounts of money can't be multiplied with each other.")
    return Calculated(a.value * b.value, a.unit or b.unit)


def _divided(a: Calculated, b: Calculated) -> Calculated:
    if b.unit == "%" != a.unit:
        return Calculated(a.value / (b.value / 100), a.unit)
    if b.unit and b.unit != a.unit:
        raise NoSuchNumber("Those amounts are in different units.")
    return Calculated(a.value / b.value, "" if b.unit else a.unit)


def _power(a: Calculated, b: Calculated) -> Calculated:
    if a.unit or b.unit:
        raise NoSuchNumber("I can't work out such a power.")
    base, exponent = a.value, b.value
    size = max(abs(base.numerator).bit_length(), base.denominator.bit_length())
    if exponent.denominator == 1 and abs(exponent) * size <= _MOST_BITS:
        return Calculated(base ** int(exponent))
    return _approximate(lambda: math.pow(base, exponent))


def _approximate(function: Callable[[], float]) -> Calculated:
    try:
        found = function()
    except OverflowError:
        raise NoSuchNumber(_TOO_LARGE) from None
    except ValueError:
        raise NoSuchNumber("There is no such number.") from None
    if not math.isfinite(found):
        raise NoSuchNumber(_TOO_LARGE)
    return Calculated(Fraction(found), exact=False)


def _root(a: Calculated, degree: int) -> Calculated:
    if a.value < 0 and degree == 2:
        raise NoSuchNumber("A negative number has no real square root.")
    sign, value = (-1 if a.value < 0 else 1), abs(a.value)
    above, below = (_whole_root(part, degree) for part in (value.numerator, value.denominator))
    if above is not None and below is not None:
        return Calculated(sign * Fraction(above, below))
    found = _approximate(lambda: float(value) ** (1 / degree))
    return replace(found, value=sign * found.value)


def _whole_root(value: int, degree: int) -> int | None:
    root = math.isqrt(value) if degree == 2 else round(value ** (1 / degree))
    return root if root**degree == value else None


def _factorial(a: Calculated) -> Calculated:
    if a.value.denominator != 1 or a.value < 0:
        raise NoSuchNumber("Only whole numbers from 0 on have a factorial.")
    if a.value > _LARGEST_FACTORIAL:
        raise NoSuchNumber(_TOO_LARGE)
    return Calculated(Fraction(math.factorial(int(a.value))))


def _remainder(a: Calculated, b: Calculated) -> Calculated:
    return Calculated(a.value % b.value, _same_unit(a, b))


def _percent_of(a: Calculated, b: Calculated) -> Calculated:
    _same_unit(a, b)
    return Calculated(100 * a.value / b.value, "%")


def _sum(*parts: Calculated) -> Calculated:
    return reduce(_plus, parts)


def _as_percent(a: Calculated) -> Calculated:
    return a if a.unit == "%" else Calculated(100 * a.value, "%")


def _as_decimal(a: Calculated) -> Calculated:
    return Calculated(a.value / 100) if a.unit == "%" else a


def _difference(a: Calculated, b: Calculated) -> Calculated:
    found = _minus(a, b)
    return replace(found, value=abs(found.value))


def _average(*parts: Calculated) -> Calculated:
    found = _sum(*parts)
    return replace(found, value=found.value / len(parts))


def _round(a: Calculated, step: Fraction | None) -> Calculated:
    nearest = step or Fraction(1)
    if nearest <= 0:
        raise NoSuchNumber("I can't round to that.")
    # halves go up, as they are rounded at school
    whole = math.floor(abs(a.value) / nearest + Fraction(1, 2)) * nearest
    return replace(a, value=-whole if a.value < 0 else whole, exact=True)


def _round_places(a: Calculated, places: Calculated) -> Calculated:
    if places.value.denominator != 1 or not 0 <= places.value <= _MOST_PLACES:
        raise NoSuchNumber("I can't round to that many places.")
    return _round(a, Fraction(1, 10 ** int(places.value)))


def _is(a: Calculated, kind: str) -> Calculated:
    if a.value.denominator != 1:
        return replace(a, check=False)
    value = int(a.value)
    if "prime" not in kind:
        return replace(a, check=(value % 2 == 1) == ("odd" in kind))
    if value > _LARGEST_CHECKED:
        raise NoSuchNumber(_TOO_LARGE)
    prime = value > 1 and all(value % divisor for divisor in range(2, math.isqrt(value) + 1))
    return replace(a, check=prime)


def _compare(holds: Callable[[Fraction, Fraction], bool]) -> Callable[[Calculated, Calculated], Calculated]:
    def compared(a: Calculated, b: Calculated) -> Calculated:
        _same_unit(a, b)
        return replace(a, check=holds(a.value, b.value))

    return compared


def _angle(function: Callable[[float], float]) -> Callable[[Calculated], Calculated]:
    def of(degrees: Calculated) -> Calculated:
        # so that the sine of 30 degrees is a half
        return _approximate(lambda: round(function(math.radians(degrees.value)), 12))

    return of


_OPERATORS: dict[str, Callable[..., Calculated]] = {
    "plus": _plus,
    "on": lambda share, whole: _plus(whole, share),
    "onto": lambda more, whole: _plus(whole, more),
    "minus": _minus,
    "off": lambda share, whole: _minus(whole, share),
    "from": lambda taken, whole: _minus(whole, taken),
    "times": _times,
    "tip": _times,
    "tip_at": lambda whole, share: _times(share, whole),
    "double": lambda a: replace(a, value=2 * a.value),
    "triple": lambda a: replace(a, value=3 * a.value),
    "half": lambda a: replace(a, value=a.value / 2),
    "divided": _divided,
    "into": lambda part, whole: _divided(whole, part),
    "remainder": _remainder,
    "power": _power,
    "square": lambda a: _power(replace(a, unit=""), Calculated(Fraction(2))),
    "cube": lambda a: _power(replace(a, unit=""), Calculated(Fraction(3))),
    "square_root": lambda a: _root(a, 2),
    "cube_root": lambda a: _root(a, 3),
    "factorial": _factorial,
    "sine": _angle(math.sin),
    "cosine": _angle(math.cos),
    "tangent": _angle(math.tan),
    "logarithm": lambda a: _approximate(lambda: math.log10(a.value)),
    "sum": _sum,
    "product": lambda *parts: reduce(_times, parts),
    "average": _average,
    "difference": _difference,
    "percent_of": _percent_of,
    "percent_from": lambda whole, part: _percent_of(part, whole),
    "as_percent": _as_percent,
    "as_decimal": _as_decimal,
    "round": lambda a, step=None: _round(a, step.value if step else None),
    "ceiling": lambda a: replace(a, value=Fraction(math.ceil(a.value)), exact=True),
    "floor": lambda a: replace(a, value=Fraction(math.floor(a.value)), exact=True),
    "round_places": _round_places,
    "equal": _compare(lambda a, b: a == b),
    "divisible": _compare(lambda a, b: a % b == 0),
    "larger": _compare(lambda a, b: a > b),
    "smaller": _compare(lambda a, b: a < b),
}
