"""Templates with optional parts."""

from __future__ import annotations

import pytest

from models.text.templates import fill, needed, used

TIMER = "set a [{name} ]timer[ for {length}]"


@pytest.mark.parametrize(
    ("values", "filled"),
    [
        ({"name": "tea", "length": "3 minutes"}, "set a tea timer for 3 minutes"),
        ({"length": "3 minutes"}, "set a timer for 3 minutes"),
        ({}, "set a timer"),
    ],
)
def test_what_is_not_there_leaves_no_gap(values: dict[str, str], filled: str) -> None:
    assert fill(TIMER, values) == filled


def test_a_missing_needed_value_leaves_no_comma() -> None:
    assert fill("{drink}, noted .", {}) == "noted."


def test_which_values_a_sentence_holds() -> None:
    assert used(TIMER, {"length": "3 minutes", "other": "x"}) == ["length"]
    assert needed("one {drink}[ with {milk}]") == {"drink"}
