"""Which words of a sentence are likely meant as a value."""

from __future__ import annotations

import pytest

from models.text.parse.likeness import is_likely


@pytest.mark.parametrize(
    ("kind", "before", "words", "after", "likely"),
    [
        ("clock", "alarm for ", "six", "", True),
        ("clock", "table for ", "six", " people", False),
        ("clock", "buy ", "six", " plums", False),
        ("clock", "buy ", "half past six", " plums", True),
        ("clock", "make it louder by ", "six", "", False),
        ("date", "move it to ", "the second", "", True),
        ("date", "cancel ", "the second", " alarm", False),
        ("moment", "cancel ", "the second one", "", False),
        ("moment", "cancel it on ", "the second at one", "", True),
        ("date", "in the ", "sun", "", False),
        ("date", "until ", "sun", "", True),
        ("repeat", "", "on friday", "", False),
        ("repeat", "", "every friday", "", True),
        ("repeat", "", "weekends", "", True),
        ("money", "it is ", "three fifty", "", False),
        ("money", "it is ", "three pounds", "", True),
        ("unit", "turn it up ", "a bit", "", False),
        ("unit", "buy ", "a pint", " of milk", True),
        ("unit", "alarm at ", "seven in", " the morning", False),
        ("number", "the red ", "one", "", False),
        ("number", "plus ", "one", "", True),
        ("number", "buy ", "one", " leek", True),
        ("part", "good ", "evening", "", False),
        ("part", "this ", "evening", "", True),
        ("span", "", "may", " i go", False),
    ],
)
def test_the_words_around_decide(kind: str, before: str, words: str, after: str, likely: bool) -> None:
    text = before + words + after
    assert is_likely(kind, text, len(before), len(before) + len(words)) is likely
