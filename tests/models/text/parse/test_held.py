"""The values that several texts hold."""

from __future__ import annotations

import pytest

from models.text.parse import Context
from models.text.parse.held import hold
from models.text.parse.reader import Nonsense
from tests.models.text.value_rows import NOW

CONTEXT = Context(NOW)


def test_values_keep_their_order_and_the_words_before_them() -> None:
    held = hold(["every weekday until friday", "at six and seven"], CONTEXT)
    assert set(held.found) == {"repeat", "clock"}
    assert [clock.hour for clock in held.values("clock")] == [6, 7]
    (repeat,) = held.values("repeat")
    assert repeat.until is not None
    ((_, before, words),) = hold(["starting on monday"], CONTEXT).found["date"]
    assert (before, words) == ("starting", "on monday")


def test_only_says_which_values_there_are() -> None:
    held = hold(["tomorrow", "7 am"], CONTEXT)
    assert held.only("date", "clock", "part")
    assert not held.only("clock")
    assert not hold(["six", "seven"], CONTEXT).only("clock")
    assert not hold([], CONTEXT).only("clock")


@pytest.mark.parametrize("text", ["seven eggs", "february 30th", "3/4/2026", "with the dog"])
def test_anything_else_is_nonsense(text: str) -> None:
    with pytest.raises(Nonsense):
        hold([text], CONTEXT)
