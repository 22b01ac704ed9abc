"""Sentences without a value."""

import pytest

from models.manifest import Example, SlotLabel
from training.synthesis.acts.omissions import spoken, without
from training.synthesis.acts.values import place


def labelled(text: str, *slots: tuple[str, str]) -> Example:
    marks = tuple(SlotLabel(n, v, text.index(v), text.index(v) + len(v)) for n, v in slots)
    return Example(text=text, intent="x", slots=marks)


@pytest.mark.parametrize(
    ("text", "slots", "said"),
    [
        ("set an alarm for six", [("time", "six")], "set an alarm"),
        ("turn off the hall light", [("house_place", "hall")], "turn off the light"),
        ("i'd like an iced coffee", [("size", "iced"), ("drink", "coffee")], "i'd like a coffee"),
        ("strike my order for table six", [("table", "six")], "strike my order"),
        ("let's have a latte", [("drink", "latte")], "let's have something"),
        ("a latte with milk and sugar", [("sweet", "sugar")], "a latte with milk"),
        ("play jazz in the hall", [("genre", "jazz")], None),
    ],
)
def test_what_is_left(text: str, slots: list[tuple[str, str]], said: str | None) -> None:
    example = labelled(text, *slots)
    (slot, *_) = example.slots or ()
    assert without(example, place(text, slot), own=True) == said


def test_public_intents_order_no_something() -> None:
    example = labelled("play jazz", ("genre", "jazz"))
    assert without(example, place("play jazz", (example.slots or ())[0]), own=False) is None


def test_names_of_slots_are_spoken() -> None:
    assert [spoken(n) for n in ("coffeeDrink", "list_name", "food_type")] == [
        "coffee drink",
        "list name",
        "food",
    ]
