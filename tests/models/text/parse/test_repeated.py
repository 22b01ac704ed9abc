"""Repetitions put together; more of them in test_when.py."""

from __future__ import annotations

import pytest

from models.text.parse import Context, Recurrence
from models.text.parse.held import hold
from models.text.parse.reader import Nonsense
from models.text.parse.repeated import repeated
from tests.models.text.value_rows import NOW

CONTEXT = Context(NOW)


def test_an_open_hour_is_the_first_after_the_night() -> None:
    def hours(text: str, waking: bool = False) -> list[int]:
        found = repeated(hold(["every day", text], CONTEXT), CONTEXT, waking, ())
        assert isinstance(found, Recurrence)
        return [clock.hour for clock in found.times]

    assert (hours("four"), hours("five"), hours("twelve")) == ([16], [5], [12])
    assert (hours("four", waking=True), hours("three", waking=True)) == ([4], [15])


def test_two_parts_of_the_day_or_a_distance_do_not_fit() -> None:
    assert repeated(hold(["every day", "morning", "evening"], CONTEXT), CONTEXT, False, ()) is None
    assert repeated(hold(["every day", "in ten minutes"], CONTEXT), CONTEXT, False, ()) is None


def test_an_exception_that_leaves_nothing_is_nonsense() -> None:
    with pytest.raises(Nonsense):
        repeated(hold(["weekends"], CONTEXT), CONTEXT, False, ("saturdays", "sundays"))
