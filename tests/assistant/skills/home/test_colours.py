"""Words for the colour of light."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.skills.home.colours import Colour, colour, nearest_name
from models.text.parse import Context

MOMENT = Context(datetime(2026, 11, 22, 14, 45, tzinfo=UTC))


@pytest.mark.parametrize(
    ("words", "css"),
    [
        ("teal", "teal"),
        ("Sky Blue", "skyblue"),
        ("lime green", "limegreen"),
        ("bright orange", "orange"),
        ("pale green", "palegreen"),
        ("deep pink", "deeppink"),
        ("purplish", ""),
        ("reddish", "red"),
        ("a greenish", "green"),
        ("slate grey", "slategray"),
    ],
)
def test_a_css_name(words: str, css: str) -> None:
    found = colour(words, MOMENT)

    assert (found.css if found else "") == css


@pytest.mark.parametrize(
    ("words", "kelvin"),
    [
        ("warm white", 2700),
        ("cosy", 2700),
        ("daylight", 6000),
        ("3000 kelvin", 3000),
        ("four thousand kelvin", 4000),
    ],
)
def test_a_white(words: str, kelvin: int) -> None:
    found = colour(words, MOMENT)

    assert found is not None
    assert found.kelvin == kelvin
    assert found.is_white


def test_warmer_is_a_shift_and_amber_a_mixture() -> None:
    warmer, amber = colour("warmer", MOMENT), colour("amber", MOMENT)

    assert warmer is not None
    assert warmer.shift is not None
    assert warmer.shift < 0
    assert amber == Colour("amber", rgb=(255, 191, 0))


@pytest.mark.parametrize("words", ["rainbow", "random", "black", "", "fifty percent", "light", "bright"])
def test_other_words_are_no_colour(words: str) -> None:
    assert colour(words, MOMENT) is None


def test_the_nearest_plain_colour() -> None:
    assert nearest_name((250, 10, 5)) == "red"
    assert nearest_name((10, 20, 240)) == "blue"
