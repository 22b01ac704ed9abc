"""Questions how a word is spelled."""

from __future__ import annotations

import pytest

from models.text.spelling import asked_word, further_word, spelled


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("how do you spell mortise", "mortise"),
        ('How is "accommodate" spelled?', "accommodate"),
        ("can you spell out necessary for me", "necessary"),
        ("what's the spelling of ice cream", "ice cream"),
        ("spell tenon, please", "tenon"),
        ("how is that spelled", None),
        ("spell check this", None),
        ("how is the dog", None),
        ("will the cold spell end", None),
    ],
)
def test_the_word_that_is_asked_for(text: str, word: str | None) -> None:
    assert asked_word(text) == word


@pytest.mark.parametrize("text", ["and tenon", 'What about "tenon"?', "or the word tenon"])
def test_a_further_word(text: str) -> None:
    assert further_word(text) == "tenon"


def test_letters_are_parted() -> None:
    assert spelled("ice tea") == "I, C, E; T, E, A"
