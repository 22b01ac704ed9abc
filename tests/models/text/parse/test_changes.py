"""How something is changed, and by which values."""

from __future__ import annotations

import pytest

from models.text.parse import changes


def spans(text: str, *words: str) -> list[tuple[int, int]]:
    found, place = [], 0
    for word in words:
        start = text.index(word, place)
        place = start + len(word)
        found.append((start, place))
    return found


@pytest.mark.parametrize(
    ("text", "amounts", "kind"),
    [
        ("put six minutes on the bun timer", ["six minutes"], "more"),
        ("let the stew go on for six minutes longer", ["six minutes"], "more"),
        ("make my alarm twenty minutes later", ["twenty minutes"], "more"),
        ("make the stew timer longer", [], "more"),
        ("knock a minute off that timer", ["a minute"], "less"),
        ("bring the alarm forward an hour", ["an hour"], "less"),
        ("ring a quarter of an hour earlier", ["a quarter of an hour"], "less"),
        ("cut the stew timer to six minutes", ["six minutes"], "to"),
        ("set it back to six minutes", ["six minutes"], "to"),
        ("make the stew timer six minutes", ["six minutes"], "to"),
        ("move my alarm", [], "to"),
        ("start the stew timer over", [], "restart"),
        ("reset the timer", [], "restart"),
        ("reset the timer to six minutes", ["six minutes"], "to"),
        ("rename that timer stew", [], "rename"),
        ("call it stew", [], "rename"),
        ("leave out tomorrow", [], "skip"),
        ("double the stew timer", [], "double"),
        ("no, six", ["six"], None),
    ],
)
def test_the_kind_of_a_change(text: str, amounts: list[str], kind: str | None) -> None:
    assert changes.change(text, spans(text, *amounts)) == kind


@pytest.mark.parametrize(
    ("text", "values", "new"),
    [
        ("shift the five o'clock alarm to quarter past", ["five o'clock", "quarter past"], [False, True]),
        ("shift my alarm from 5 to 6", ["5", "6"], [False, True]),
        ("shift the alarm for sunday to 6", ["sunday", "6"], [False, True]),
        ("shift the choir reminder to sunday at 6", ["choir", "sunday", "6"], [False, True, True]),
        ("make the 20 minute timer 30 minutes", ["20 minute", "30 minutes"], [False, True]),
        ("add 2 minutes to the 20 minute timer", ["2 minutes", "20 minute"], [True, False]),
        ("rename the stew timer to gravy", ["stew", "gravy"], [False, True]),
        ("rename the stew timer", ["stew"], [False]),
        ("make it 6", ["6"], [True]),
    ],
)
def test_new_values_are_told_from_old_ones(text: str, values: list[str], new: list[bool]) -> None:
    assert changes.are_new(text, spans(text, *values)) == tuple(new)


@pytest.mark.parametrize(
    ("words", "place"),
    [("first", "first"), ("the longest one", "longest"), ("second", 2), ("other", "other"), ("stew", None)],
)
def test_a_place_in_an_order(words: str, place: changes.Order | None) -> None:
    assert changes.order(words) == place


def test_a_place_is_found_beside_its_noun_only() -> None:
    assert changes.order_in("stop the third timer please") == 3
    assert changes.order_in("the later, please") == "last"
    assert changes.order_in("ring five minutes later") is None


def test_words_in_passing_are_no_values() -> None:
    assert changes.passing("hold the stew a second") == [(14, 22)]
    assert changes.passing("stop that one first, please") == [(14, 19)]
    assert changes.passing("add a minute to the stew") == []
    assert changes.passing("stop the first") == []


def test_several_are_meant_without_being_counted() -> None:
    assert changes.means_all("stop my timers")
    assert not changes.means_all("stop my timer")
    assert not changes.means_all("stop one of my timers")


def test_a_reminder_is_moved_or_made() -> None:
    assert changes.moves_reminder("push the choir reminder back to six")
    assert not changes.moves_reminder("remind me to move the car before the meeting")
    assert changes.speaks_of_reminder("push the choir reminder back to six")
    assert not changes.speaks_of_reminder("push the alarm back to six")
