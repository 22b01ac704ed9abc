"""The places that a question names."""

from __future__ import annotations

import pytest

from models.text.place_mentions import UnknownPlace, is_there, mentions, without
from models.types import Slot


def slot(text: str, name: str, words: str) -> Slot:
    return Slot(name, words, words, text.index(words), text.index(words) + len(words))


def names(text: str, *slots: tuple[str, str]) -> list[str | None]:
    found = mentions(text, [slot(text, *each) for each in slots])
    return [mention.place.name if mention.place else None for mention in found]


def test_places_come_in_the_order_of_the_text_and_here_is_one() -> None:
    assert names("if it's noon in london what time is it here") == ["London", None]
    assert names("my time in tokyo") == [None, "Tokyo"]


def test_slots_mark_places_that_nothing_else_shows() -> None:
    assert names("3 pm london tokyo", ("place_name", "london"), ("place_name", "tokyo")) == [
        "London",
        "Tokyo",
    ]
    assert names("dallas texas time", ("place_name", "dallas"), ("place_name", "texas")) == ["Dallas"]
    assert names("the current date", ("time_zone", "date")) == []


def test_an_unknown_place_is_told() -> None:
    with pytest.raises(UnknownPlace, match="mars station"):
        names("time on mars station", ("place_name", "mars station"))


def test_the_text_without_places_keeps_its_length() -> None:
    text = "what's the date in tokyo?"
    bare = without(text, mentions(text))

    assert len(bare) == len(text)
    assert bare.split() == ["what's", "the", "date", "?"]


def test_there() -> None:
    assert is_there("what day is it there")
    assert not is_there("how many days are there in may")
