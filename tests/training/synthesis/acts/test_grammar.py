"""Clauses, things and questions."""

import pytest

from models.manifest import Example, SlotLabel
from training.synthesis.acts import grammar


def example(text: str, *slots: tuple[str, str], intent: str = "order") -> Example:
    labels = tuple(SlotLabel(n, v, text.index(v), text.index(v) + len(v)) for n, v in slots)
    return Example(text=text, intent=intent, slots=labels)


@pytest.mark.parametrize(
    ("text", "base", "past"),
    [
        ("Turn off the lights please.", "turn off the lights", "turned off the lights"),
        ("hey olly could you wake me at six", "wake me at six", "woke me at six"),
        ("i want you to add milk to my list", "add milk to my list", "added milk to my list"),
        ("i need to set an alarm for six", "set an alarm for six", "set an alarm for six"),
        ("quiz me on algebra", "quiz me on algebra", "quizzed me on algebra"),
    ],
)
def test_a_clause_is_found_behind_politeness(text: str, base: str, past: str) -> None:
    clause = grammar.clause(example(text))
    assert clause is not None
    assert (clause.base.text, clause.past.text) == (base, past)
    assert clause.first_person == (" me " in text)


@pytest.mark.parametrize(
    "text",
    [
        "what is the weather", "lights off", "don't wake me up", "i need to wake up at six",
        "find my list and delete it",
        "set a reminder for", "i can't hear you", "turn it on if it's dark", "set alarm for six",
        "the light is on",
        "tell me what you heard", "warm up me the soup", "keep the light on",
        "make the hall light red and the attic light blue",
    ],
)  # fmt: skip
def test_other_structures_are_left_out(text: str) -> None:
    assert grammar.clause(example(text)) is None


def test_a_slot_beside_and_does_not_end_the_clause() -> None:
    order = example("brew a latte with milk and sugar", ("milk", "milk"), ("sweet", "sugar"))
    clause = grammar.clause(order)
    assert clause is not None and clause.base.text == order.text


def test_a_thing_is_an_ordered_noun_phrase() -> None:
    thing = grammar.thing(example("can i get a large latte please", ("size", "large"), ("drink", "latte")))
    assert thing is not None and thing.phrase.text == "a large latte" and thing.bare is not None
    assert thing.bare.text == "large latte" and [s.name for s in thing.bare.slots or ()] == ["size", "drink"]
    assert grammar.thing(example("the latte", ("drink", "latte"))).bare is None  # type: ignore[union-attr]
    for text, slot in (
        ("a table for two", "two"),
        ("i'd like to pay", "pay"),
        ("a scone and a latte", "latte"),
        ("good latte", "latte"),
    ):
        assert grammar.thing(example(text, ("x", slot))) is None


def test_several_things_have_a_plural_in_the_slot() -> None:
    thing = grammar.thing(example("a large latte", ("size", "large"), ("drink", "latte")))
    several = thing.several("two") if thing is not None else None
    assert several is not None and several.text == "two large lattes"
    assert [(s.value, several.text[s.start : s.end]) for s in several.slots or ()] == [
        ("large", "large"), ("latte", "lattes"),
    ]  # fmt: skip
    milky = grammar.thing(example("a latte with milk", ("drink", "latte"), ("milk", "milk")))
    assert milky is not None and milky.several("two") is None


def test_a_question_is_short_and_single() -> None:
    found = grammar.question(example("What's the weather in paris?"))
    assert found is not None and found.text == "what's the weather in paris"
    for text in (
        "what is the time and the date",
        "tell me the time",
        "what is this and why is it so very loud",
    ):
        assert grammar.question(example(text)) is None
