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
    [
        ("first", "first"),
        ("the longest one", "longest"),
        ("second", 2),
        ("other", "other"),
        ("the middle one", "middle"),
        ("stew", None),
    ],
)
def test_a_place_in_an_order(words: str, place: changes.Order | None) -> None:
    assert changes.order(words) == place


def test_a_place_is_found_beside_its_noun_only() -> None:
    assert changes.order_in("stop the third timer please") == 3
    assert changes.order_in("the later, please") == "last"
    assert changes.order_in("ring five minutes later") is None
    assert changes.order_in("postpone the earlier of the two by ten minutes") == "first"
    assert changes.order_in("stop the second of them") == 2


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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("stop the second timer", 2),
        ("stop the thirty second timer", None),
        ("stop the 90 second timer", None),
        ("stop the second ninety second timer", None),
        ("pause the last one", "last"),
    ],
)
def test_a_length_is_no_place(text: str, place: changes.Order | None) -> None:
    assert changes.order_in(text) == place


@pytest.mark.parametrize("text", ["first stop my alarm", "and first of all mute it", "stop that one first"])
def test_what_comes_first_is_no_place(text: str) -> None:
    assert changes.passing(text)
    assert not changes.passing("stop the first alarm")


@pytest.mark.parametrize(
    ("text", "amount", "is_open"),
    [
        ("shift the alarm by ten minutes", "ten minutes", True),
        ("move it by about an hour", "an hour", True),
        ("push the alarm by ten minutes", "ten minutes", False),
        ("move it back by an hour", "an hour", False),
        ("move it to nine", "nine", False),
    ],
)
def test_a_shift_has_a_direction(text: str, amount: str, is_open: bool) -> None:
    assert changes.is_open_shift(text, spans(text, amount)) == is_open


@pytest.mark.parametrize(
    ("text", "amount", "off"),
    [
        ("remove six minutes from the stew timer", "six minutes", True),
        ("take six minutes off", "six minutes", True),
        ("cut half a minute off my timer", "half a minute", True),
        ("remove the six minute timer", "six minute", False),
        ("cancel the stew timer six minutes from now", "six minutes", False),
    ],
)
def test_an_amount_is_taken_off(text: str, amount: str, off: bool) -> None:
    (span,) = spans(text, amount)
    assert changes.is_taken_off(text, span) == off


@pytest.mark.parametrize(
    ("text", "amount", "anew"),
    [
        ("set the timer to 6 minutes", "6 minutes", True),
        ("set my stew timer to six minutes", "six minutes", True),
        ("set it to six minutes", "six minutes", True),
        ("make the stew timer six minutes", "six minutes", True),
        ("make a stew timer of six minutes", "six minutes", False),
        ("make me a timer six minutes long", "six minutes", False),
        ("set a timer to six minutes", "six minutes", False),
        ("set the timer for six minutes", "six minutes", False),
    ],
)
def test_a_running_timer_is_set_anew(text: str, amount: str, anew: bool) -> None:
    assert changes.sets_anew(text, spans(text, amount)) == anew


@pytest.mark.parametrize(
    ("text", "moved"),
    [("move that to Tuesday", True), ("push the earlier one back", True), ("when is that on", False)],
)
def test_what_was_said_is_moved(text: str, moved: bool) -> None:
    assert changes.moves_what_was_said(text) == moved


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("postpone the earlier of the two by ten minutes", "first"),
        ("cancel the longer of them", "longest"),
        ("bring the second of the three forward", 2),
        ("move the last of those alarms to nine", "last"),
    ],
)
def test_a_place_among_things_spoken_of(text: str, place: changes.Order) -> None:
    assert changes.order_in(text) == place


def test_a_place_is_no_direction() -> None:
    assert changes.change("postpone the earlier of the two by ten minutes") == "more"
    assert changes.change("bring the later one forward by ten minutes") == "less"


@pytest.mark.parametrize(
    ("text", "time", "moves"),
    [
        ("so move the race to 4 pm", "4 pm", True),
        ("push the race back an hour", "an hour", True),
        ("move the car at 4 pm", "4 pm", False),
        ("remind me to move the race to 4 pm", "4 pm", False),
    ],
)
def test_something_is_moved_to_a_time(text: str, time: str, moves: bool) -> None:
    at = text.index(time)
    assert changes.moves_event(text, [(at, at + len(time))]) == moves
