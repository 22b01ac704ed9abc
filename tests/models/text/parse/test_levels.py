"""Words for levels and for directions."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from models.text.parse import Context
from models.text.parse.levels import Level, direction, level

MOMENT = Context(datetime(2026, 11, 22, 14, 45, tzinfo=UTC))


@pytest.mark.parametrize(
    ("words", "percent", "aimed"),
    [
        ("to 35 percent", 35, True),
        ("at twenty five percent", 25, True),
        ("15%", 15, False),
        ("a hundred percent", 100, False),
        ("to forty", 40, True),
        ("half", 50, False),
        ("halfway", 50, False),
        ("half way", 50, False),
        ("a quarter", 25, False),
        ("three quarters open", 75, False),
        ("speed two", 2, False),
    ],
)
def test_a_level(words: str, percent: float, aimed: bool) -> None:
    found = level(words, MOMENT)

    assert found is not None
    assert (found.percent, found.aimed, found.relative) == (percent, aimed, False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("by 15 percent", Level(Fraction(15), "percent", relative=True)),
        ("by a third", Level(Fraction(1, 3), "share", relative=True)),
        ("another ten", Level(Fraction(10), "number", relative=True)),
        ("a little bit", Level(Fraction(1), "step", relative=True)),
        ("a tad more", Level(Fraction(1), "step", relative=True)),
        ("three notches", Level(Fraction(3), "step", relative=True)),
        ("a lot", Level(Fraction(4), "step", relative=True)),
        ("way", Level(Fraction(4), "step", relative=True)),
        ("more", Level(Fraction(1), "step", relative=True)),
        ("all the way", Level(Fraction(0), "name", name="highest")),
        ("to the lowest setting", Level(Fraction(0), "name", name="lowest", aimed=True)),
        ("its fastest", Level(Fraction(0), "name", name="highest")),
        ("medium", Level(Fraction(0), "name", name="medium")),
        ("a quarter closed", Level(Fraction(1, 4), "share", closed=True)),
    ],
)
def test_changes_and_names(words: str, expected: Level) -> None:
    assert level(words, MOMENT) == expected


@pytest.mark.parametrize("words", ["", "turquoise", "turbo", "the kitchen", "five eggs a bit"])
def test_other_words_are_no_level(words: str) -> None:
    assert level(words, MOMENT) is None


def test_directions() -> None:
    assert direction(["make", "it", "go", "faster"]) == 1
    assert direction(["lower", "it", "please"]) == -1
    assert direction(["set", "it"]) == 0
