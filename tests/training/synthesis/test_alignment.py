"""Slots follow their words into a hypothesis, and nowhere else."""

from __future__ import annotations

import pytest

from models.manifest import SlotLabel
from training.synthesis.alignment import align, distance, project


def moved(text: str, hypothesis: str, *values: str) -> list[str] | None:
    """The words of `hypothesis` at the projected slots of `values`."""
    slots = [SlotLabel(f"slot{i}", v, text.index(v), text.index(v) + len(v)) for i, v in enumerate(values)]
    found = project(text, slots, hypothesis)
    assert found is None or all(s.value in values for s in found), "the value is what was meant"
    return None if found is None else [hypothesis[s.start : s.end] for s in found]


@pytest.mark.parametrize(
    ("text", "hypothesis", "values", "there"),
    [
        ("wake me at seven thirty am on friday", "Wake me at 7:30 a.m. on Friday.",
         ["seven thirty am", "friday"], ["7:30 a.m.", "Friday"]),
        ("some fun in new york", "Some fun in Newyork?", ["new york"], ["Newyork"]),
        ("an email to kailey about work", "An email to Kay Lee about work.",
         ["kailey", "work"], ["Kay Lee", "work"]),
        ("a small mocha please", "A small marker, please?", ["small", "mocha"], ["small", "marker"]),
        ("play jazz music now", "Play music now.", ["jazz"], []),
        ("play jazz music now", "Play, music now.", ["jazz", "now"], ["now"]),
        ("lights off", "Well, the lights off", ["off"], ["off"]),
    ],
)  # fmt: skip
def test_a_slot_is_found_where_its_words_are_heard(
    text: str, hypothesis: str, values: list[str], there: list[str]
) -> None:
    assert moved(text, hypothesis, *values) == there


def test_a_slot_that_nothing_holds_makes_the_slots_unknown() -> None:
    assert moved("run the vacuum", "Run of Iqbal", "vacuum") is None
    assert moved("play jazz music now", "Play the whole nine yards", "jazz") is None


def test_two_slots_in_one_word_make_the_slots_unknown() -> None:
    assert moved("call new york", "call newyork", "new", "york") is None


def test_no_slots_stay_none() -> None:
    assert moved("what time is it", "What time is it?") == []


def test_every_word_is_in_one_match() -> None:
    said = ["turn", "the", "living", "room", "light", "on"]
    hypothesis = ["earn", "a", "livingroom", "light", "on", "please"]
    path = align(said, hypothesis)
    assert [i for match in path for i in match.reference] == list(range(len(said)))
    assert [i for match in path for i in match.hypothesis] == list(range(len(hypothesis)))
    assert [
        len(m.reference)
        for m in path
        if len(m.hypothesis) == 1 and hypothesis[m.hypothesis[0]] == "livingroom"
    ] == [2]


def test_distance_is_a_share_of_the_letters() -> None:
    assert distance("set it for seven", "Set it for 7.") == 0.0
    assert distance("abcd", "abce") == pytest.approx(0.25)
    assert distance("stop", "") == 1.0
