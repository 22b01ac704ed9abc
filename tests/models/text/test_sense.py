"""Whether a text is a sentence."""

from __future__ import annotations

import pytest

from models.text.sense import is_gibberish, is_senseless


@pytest.mark.parametrize(
    "text", ["grib flonk dap", "plom the tirk", "orange the of nine", "put it in the", "lamp because grape"]
)
def test_what_says_nothing(text: str) -> None:
    assert is_senseless(text, sure=True)


@pytest.mark.parametrize(
    "text",
    [
        "set a timer for ten minutes",
        "play dua lipa",
        "who was john dillinger",
        "text jun",
        "at 7",
        "what are they made of",
    ],
)
def test_what_says_something(text: str) -> None:
    assert not is_senseless(text, sure=False)


def test_a_name_among_unknown_words_is_enough_for_the_sure_alone() -> None:
    assert is_senseless("grib flonk timer dap", sure=False)
    assert not is_senseless("grib flonk timer dap", sure=True)


def test_letters_that_no_one_can_say() -> None:
    assert is_gibberish("kjhgf qwzx")
    assert not is_gibberish("hello brrr")
    assert not is_gibberish("hej allihopa")
