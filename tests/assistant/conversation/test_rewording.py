"""Corrections that name the wrong words."""

from __future__ import annotations

import pytest

from assistant.conversation.rewording import retold, reworded
from tests.fixtures.commands import command

CALL = command(
    "remind me to call Peter at 5 pm", "calendar_set", ("event_name", "call Peter"), ("time", "5 pm")
)


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, not Peter, Martin.",
        "not peter but Martin",
        "not Peter Martin",
        "I said not Peter, it's Martin",
    ],
)
def test_the_right_words_take_the_place_of_the_wrong_ones(text: str) -> None:
    made = reworded(command(text, "calendar_set"), CALL)
    assert made is not None
    assert made.text == "remind me to call Martin at 5 pm"
    assert [(slot.text, slot.value) for slot in made.slots] == [
        ("call Martin", "call Martin"),
        ("5 pm", "5 pm"),
    ]
    assert [made.text[slot.start : slot.end] for slot in made.slots] == ["call Martin", "5 pm"]
    assert made.relation == "correction"


@pytest.mark.parametrize("text", ["not Paul, Martin", "not Peter", "no, Martin", "not bad"])
def test_other_words_are_no_such_correction(text: str) -> None:
    assert reworded(command(text, "calendar_set"), CALL) is None


@pytest.mark.parametrize(
    ("told", "text", "made"),
    [
        ("the keys are in the tin", "no, they're in the shed", "remember that the keys are in the shed"),
        ("Ann's birthday is in May", "sorry, it's in June", "remember that Ann's birthday is in June"),
        ("Bo lives in Leeds", "oh wait, he lives in York", "remember that Bo lives in York"),
        ("Bo lives in Leeds", "no, he works in York", None),
        ("the keys are in the tin", "no, the shed", None),
    ],
)
def test_what_is_told_anew_takes_the_place_of_the_old(told: str, text: str, made: str | None) -> None:
    before = command(f"remember that {told}", "note_set", ("note_text", told))
    again = retold(command(text, "note_set", relation="correction"), before)
    assert (again and again.text) == made


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("it's Dana, not Dan", "Dana"),
        ("no, it's Dana not dan.", "Dana"),
        ("sorry, it's Dana", "Dana"),
        ("it's Dana, not Bob", "Dana, not Bob"),
    ],
)
def test_what_is_told_anew_leaves_out_what_it_refuses(text: str, name: str) -> None:
    before = command("my name is Dan", "profile_set", ("person_name", "Dan"))
    again = retold(command(text, "profile_set", relation="correction"), before)
    assert again is not None
    assert again.text == f"my name is {name}"
    assert [(slot.name, slot.value) for slot in again.slots] == [("person_name", name)]
    assert again.text[again.slots[0].start : again.slots[0].end] == name
