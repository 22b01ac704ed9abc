"""Words of commands about lists beside items and names."""

from __future__ import annotations

import pytest

from models.text import list_words


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("wipe my list", "clear"),
        ("start the list from scratch", "clear"),
        ("get rid of the list", "delete"),
        ("start a list", "create"),
        ("i'd like a list please", "create"),
        ("could you empty the whole list for me", "clear"),
        ("i'm done with the list delete it", "delete"),
        ("read the list", None),
        ("remove it from the list", None),
        ("wipe from the list", None),
        ("find the list and remove apricots", None),
        ("put pencils on a new list", None),
        ("we're all packed, so scrap the list", "delete"),
        ("i've finished with the list it can go", "delete"),
        ("go on and make a list, lazy", "create"),
        ("delete an item from the list", None),
        ("create something on the list", None),
    ],
)
def test_the_list_as_a_whole(text: str, whole: str | None) -> None:
    assert list_words.whole(text) == whole


def test_the_lists_themselves() -> None:
    assert list_words.names_lists("What lists have I got")
    assert not list_words.names_lists("what's on the list")


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ("the second one", 1),
        ("first", 0),
        ("last item", -1),
        ("my most recent note", -1),
        ("oldest", 0),
        ("milk", None),
    ],
)
def test_places(words: str, index: int | None) -> None:
    assert list_words.place(words) == index


def test_a_place_in_a_sentence() -> None:
    text = "drop the third thing from my list"

    span = list_words.place_in(text)

    assert span is not None
    assert text[slice(*span)] == "the third thing"
    assert list_words.place_in("add first class stamps") is None


def test_moving_within_a_list() -> None:
    assert list_words.reorders("put it at the very top of the list")
    assert not list_words.reorders("put it on top")


def test_giving_another_name() -> None:
    assert list_words.renames("rename it to")
    assert not list_words.renames("move it to")


def test_what_is_replaced_and_by_what() -> None:
    assert list_words.replaced("swap the milk for oat milk on my list") == ("the milk", "oat milk")
    assert list_words.replaced("replace tea") is None


def test_what_is_ticked_off_and_used_up() -> None:
    assert list_words.ticks_off("cross the pens off my list")
    assert not list_words.ticks_off("what is off my list")
    text = "we've run out of cat food again"
    span = list_words.used_up(text)
    assert span is not None
    assert text[slice(*span)] == "cat food"
    assert list_words.used_up("we're out of town") is None


def test_a_place_among_what_was_named() -> None:
    text = "cross off the last of those"
    span = list_words.place_in(text)
    assert span is not None
    assert list_words.place(text[slice(*span)]) == -1
    assert list_words.counts_named(text)
    assert not list_words.counts_named("cross off the last one")


def test_what_is_no_one_thing() -> None:
    assert list_words.apart_in("fish and chips as two separate things") == [(15, 37)]
    assert list_words.apart_in("fish and chips") == []
