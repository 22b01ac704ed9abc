"""Clauses in the second person."""

from __future__ import annotations

import pytest

from models.text.persons import second_person


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("I left my bike at the gym", "you left your bike at the gym"),
        ("i'm allergic to wool", "you're allergic to wool"),
        ("I am taller than I was", "you are taller than you were"),
        ("we’ve lent our tent to them", "you've lent your tent to them"),
        ("Sam owes me and my sister a tenner", "Sam owes you and your sister a tenner"),
        ("the shed is mine", "the shed is yours"),
        ("aunt May was in the US", "aunt May was in the US"),
        ("the form is by I. Newton", "the form is by I. Newton"),
    ],
)
def test_second_person(said: str, turned: str) -> None:
    assert second_person(said) == turned
