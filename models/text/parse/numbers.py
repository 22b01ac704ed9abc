"""Numbers in words and figures, as exact fractions."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from models.text.parse.reader import Nonsense, Unknown, rule

_SMALL = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
"""
_UNITS = {word: number for number, word in enumerate(_SMALL.split())}
_DECADES = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * number for number, word in enumerate(_DECADES.split())}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ORDINAL_WORDS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_ORDINALS |= {"thirtieth": 30, "hundredth": 100}
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twelfth": 12, "sixteenth": 16, "hundredth": 100,
}  # fmt: skip


@rule
def negative(value: Fraction) -> Fraction:
    return -value


@rule
def figures(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace(" ", ""))


@rule
def naught() -> Fraction:
    return Fraction(0)


@rule
def ones(word: str) -> Fraction:
    return Fraction(_UNITS[word])


@rule
def teens(word: str) -> Fraction:
    return Fraction(_UNITS[word])


@rule
def tens(word: str, rest: Fraction = Fraction(0)) -> Fraction:
    return _TENS[word] + rest


@rule
def hundreds(count: Fraction, rest: Fraction = Fraction(0)) -> Fraction:
    """ "twelve hundred" is a number, "twenty hundred" is a time."""
    if count % 10 == 0:
        raise Unknown
    return 100 * count + rest


@rule
def one() -> Fraction:
    return Fraction(1)


@rule
def thousands(count: Fraction, scale: str, rest: Fraction = Fraction(0)) -> Fraction:
    if rest >= SCALES[scale]:
        raise Nonsense
    return count * SCALES[scale] + rest


@rule
def decimal_figures(text: str) -> Fraction:
    """ "1,5" has a decimal comma, "1,500.5" a grouping one."""
    return Fraction(text.replace(",", "") if "." in text else text.replace(",", "."))


@rule
def decimal_words(whole: Fraction, *digits: Fraction) -> Fraction:
    return whole + decimal_below_one(*digits)


@rule
def decimal_below_one(*digits: Fraction) -> Fraction:
    text = "".join(str(int(digit)) for digit in digits)
    return Fraction(int(text), 10 ** len(text))


@rule
def mixed(whole: Fraction, part: Fraction) -> Fraction:
    return whole + below_one(part)


@rule
def half() -> Fraction:
    return Fraction(1, 2)


@rule
def parts(*said: Fraction | str) -> Fraction:
    """ "a third", "two fifths"; the count and the name of the part."""
    *count, name = said
    times = Fraction(count[0]) if count else Fraction(1)
    whole = _PARTS["half" if name == "halves" else str(name).rstrip("s")]
    if not 0 < times < whole:
        raise Unknown
    return times / whole


@rule
def vulgar(sign: str) -> Fraction:
    return Fraction(unicodedata.numeric(sign)).limit_denominator(100)


@rule
def quotient_figures(above: str, below: str) -> Fraction:
    return quotient(Fraction(above), Fraction(below))


@rule
def quotient(above: Fraction, below: Fraction) -> Fraction:
    if below == 0:
        raise Nonsense
    return above / below


@rule
def scaled(count: Fraction, scale: str) -> Fraction:
    return count * SCALES[scale]


@rule
def kilo(count: str, _: str) -> Fraction:
    return 1000 * Fraction(count)


@rule
def dozen(count: Fraction = Fraction(1)) -> Fraction:
    return 12 * count


@rule
def score(count: Fraction) -> Fraction:
    return 20 * count


@rule
def couple() -> Fraction:
    return Fraction(2)


@rule
def year_style(century: Fraction, rest: Fraction) -> Fraction:
    """ "nineteen eighty-four", "twenty oh six"."""
    return 100 * century + rest


@rule
def ordinal_figures(text: str) -> Fraction:
    return Fraction(text[:-2])


@rule
def ordinal_word(word: str) -> Fraction:
    return Fraction(_ORDINALS[word])


@rule
def ordinal_tens(word: str, rest: str) -> Fraction:
    if _ORDINALS[rest] > 9:
        raise Unknown
    return Fraction(_TENS[word] + _ORDINALS[rest])


def whole(value: Fraction, least: int, most: int) -> int:
    """A whole number within bounds, both included.

    Raises:
        Nonsense: it is none.
    """
    if value.denominator != 1 or not least <= value <= most:
        raise Nonsense
    return int(value)


def below_one(value: Fraction) -> Fraction:
    """A proper fraction.

    Raises:
        Nonsense: it is none.
    """
    if not 0 < value < 1:
        raise Nonsense
    return value
