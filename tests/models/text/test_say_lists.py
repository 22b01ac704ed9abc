"""Lists of things, how many they are, and the beginning of a sentence."""

from __future__ import annotations

import pytest

from models.text.say_lists import capital, count, every, is_or_are, join, shortened


@pytest.mark.parametrize(
    ("things", "said"),
    [([], ""), (["milk"], "milk"), (["milk", "eggs"], "milk and eggs"), (["a", "b", "c"], "a, b and c")],
)
def test_join(things: list[str], said: str) -> None:
    assert join(things) == said


def test_other_words() -> None:
    assert join(["a", "b", "c"], "or") == "a, b or c"
    assert shortened(["a", "b", "c", "d"], 2) == "a, b and 2 more"
    assert shortened(["a", "b"], 2) == "a and b"
    assert (count(1, "timer"), count(2, "timer"), count(3, "knife", "knives")) == (
        "1 timer",
        "2 timers",
        "3 knives",
    )
    assert (every(2), every(3)) == ("both", "all 3")
    assert (capital("the tea"), capital("")) == ("The tea", "")


@pytest.mark.parametrize(
    ("things", "verb"),
    [(["milk"], "is"), (["apples"], "are"), (["green apples"], "are"), (["grass"], "is"), (["a", "b"], "are"),
     (["hummus"], "are"), ([], "is"), (["two pints of milk"], "are"), (["a bag of nuts"], "is"),
     (["half a pound of grapes"], "is"), (["wash the curtains"], "is")],
)  # fmt: skip
def test_verbs(things: list[str], verb: str) -> None:
    assert is_or_are(things) == verb
