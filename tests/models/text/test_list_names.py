"""Names of lists."""

from __future__ import annotations

import pytest

from models.text.list_names import DEFAULT_LIST, is_vague, list_name, same_list, same_name, spoken_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("shopping", "shopping"), ("my grocery list", "shopping"), ("groceries", "shopping"),
        ("Food", "shopping"),
        ("to-do", "to-do"), ("the to do list", "to-do"), ("chores", "to-do"), ("things to do", "to-do"),
        ("things I have to do", "to-do"), ("things we need to buy", "shopping"),
        ("camping", "camping"), ("our camping list", "camping"),
        ("a new list called holiday", "holiday"),
        ("friends to invite", "friends to invite"), ("the list", None), ("my lists", None), ("", None),
        ("Sam's birthday", "sam's birthday"), ("hardware store list", "hardware store"),
    ],
)  # fmt: skip
def test_names(said: str, name: str | None) -> None:
    assert list_name(said) == name


def test_the_same_list() -> None:
    assert same_list("gift", "the gifts list")
    assert same_list("supermarket", DEFAULT_LIST)
    assert not same_list("gift", "camping")
    assert not same_list("the list", "camping")


@pytest.mark.parametrize(
    ("words", "vague"),
    [("it", True), ("this item", True), ("something", True), ("the last one", True), ("milk", False),
     ("a thing for Sam", False)],
)  # fmt: skip
def test_vague_words(words: str, vague: bool) -> None:
    assert is_vague(words) is vague


def test_the_owners_own_words() -> None:
    assert spoken_name("my chores list") == "chores"
    assert spoken_name("the to do list") == "to-do"
    assert spoken_name("the list") is None
    assert same_name("gift", "the gifts list")
    assert not same_name("chores", "to-do")
