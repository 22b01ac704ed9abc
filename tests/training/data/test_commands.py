"""Commands, slots and modifiers of examples, and the words that they have."""

from models.manifest import CommandLabel, Example, SlotLabel
from models.nlu.words import Word, words
from models.types import Modifiers
from training.data.commands import (
    command_words,
    commands_of,
    modifier_spans,
    modifiers_of,
    slots_of,
    word_tags,
)

HALL = SlotLabel("room", "hall", 10, 14)


def test_an_example_without_marks_is_one_command() -> None:
    example = Example(text="light the hall", intent="on", slots=(HALL,), relation="new")
    assert commands_of(example) == (CommandLabel(0, 14, relation="new", intent="on", slots=(HALL,)),)
    assert slots_of(example) == (HALL,) and slots_of(Example(text="hall")) is None


def test_slots_are_known_where_those_of_every_command_are() -> None:
    attic = SlotLabel("room", "attic", 0, 5)
    known = (CommandLabel(6, 14, slots=(HALL,)), CommandLabel(0, 5, slots=(attic,)))
    assert slots_of(Example(text="attic the hall", commands=known)) == (attic, HALL)
    assert slots_of(Example(text="attic the hall", commands=(*known, CommandLabel(5, 6)))) is None


def found(text: str, modifiers: Modifiers) -> list[tuple[str, str]] | None:
    command = CommandLabel(0, len(text), modifiers=modifiers)
    spans = modifier_spans(text, command)
    if spans is not None:
        assert modifiers_of(text, spans) == modifiers
    return None if spans is None else [(name, text[start:end]) for name, start, end in spans]


def test_modifiers_stand_where_their_words_do() -> None:
    text = "In ten minutes turn off all the lights but the hall upstairs and the hall"
    modifiers = Modifiers(all=True, excluded=("the hall", "the hall upstairs"), at="In ten minutes")
    spans = modifier_spans(text, CommandLabel(0, len(text), modifiers=modifiers)) or []
    assert [(name, text[start:end]) for name, start, end in spans] == [
        ("at", "In ten minutes"), ("all", "all"), ("except", "the hall upstairs"), ("except", "the hall"),
    ]  # fmt: skip
    assert found("wake me every weekday", Modifiers(repeat="every weekday")) == [("repeat", "every weekday")]
    assert found("any light, every one", Modifiers(all=True)) == [("all", "every")]
    assert found("fan on for an hour", Modifiers(lasting="for an hour")) == [("for", "for an hour")]


def test_modifiers_whose_words_are_missing_are_unknown() -> None:
    assert found("turn it off", Modifiers(at="at noon")) is None
    assert found("turn it off", Modifiers(all=True)) is None
    assert found("at noontime", Modifiers(at="at noon")) is None
    assert modifier_spans("off", CommandLabel(0, 3)) is None
    assert found("turn it off", Modifiers()) == []


def test_a_mark_belongs_to_the_command_before_it() -> None:
    text = "lights off! and then sing"
    commands = (CommandLabel(0, 10), CommandLabel(21, 25))
    assert command_words(commands, words(text)) == [(0, 3), (5, 6)]
    assert command_words(commands[:1], words(text)) == [(0, 6)]
    added = [*words(text), Word("?", 25, 25)]
    assert command_words(commands, added) == [(0, 3), (5, 7)]
    assert command_words((CommandLabel(0, 6), CommandLabel(10, 11)), words(text)) == [(0, 1), (0, 0)]


def test_tags_of_words() -> None:
    spoken = words("the hall at 7:30 am")
    assert word_tags(spoken, [("time", 12, 19), ("room", 4, 8)]) == [
        "O", "B-room", "O", "B-time", "I-time", "I-time",
    ]  # fmt: skip
    assert word_tags(spoken, [("a", 0, 8), ("b", 4, 11)])[:3] == ["B-a", "I-a", "O"]
