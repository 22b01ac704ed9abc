"""Words that are not part of longer ones."""

from __future__ import annotations

import re

import pytest

from models.text.whole_words import whole


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        ("Dan", "it's Dana, not Dan", [(15, 18)]),
        ("7 a.m.", "at 7 a.m. and not 17 a.m.", [(3, 9)]),
        ("the den", "in the dens", []),
    ],
)
def test_words_are_found_whole(words: str, text: str, places: list[tuple[int, int]]) -> None:
    assert [found.span() for found in re.finditer(whole(words), text)] == places
