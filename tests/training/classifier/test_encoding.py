"""Examples as tokens and label indices."""

from dataclasses import replace
from pathlib import Path

from models.manifest import CommandLabel, Example, SlotLabel
from models.nlu.labels import ACTS, MODIFIERS, RELATIONS, Labels
from models.nlu.tokens import WordTokenizer
from models.nlu.words import words
from models.types import Message, Modifiers
from tests.fixtures.lights import sentences
from training.classifier.encoding import (
    IGNORED,
    EncodedCommand,
    EncodedSentence,
    collect_labels,
    encode,
    unlabelled,
)  # fmt: skip


def encoded(base: Path, example_: Example) -> EncodedSentence:
    heads = collect_labels([e for e in sentences() if e.split == "train"])
    return encode(example_, words(example_.text or ""), heads, WordTokenizer(base))


def test_labels_become_indices_and_unknown_ones_are_ignored(tiny_bert: Path) -> None:
    heads = collect_labels(sentences())
    assert heads.intents == ("lights_off", "lights_on") and heads.slots == ("room",) and heads.out_of_scope
    light = next(e for e in sentences() if e.text == "turn on the attic light")
    found = encoded(tiny_bert, light)
    assert (found.intent, found.out_of_scope, found.sentiment) == (1, 0, IGNORED)
    assert [heads.tags[tag] for tag in found.tags or ()] == ["O", "O", "O", "B-room", "O"]
    strange = encoded(tiny_bert, replace(light, intent="sing", slots=None))
    assert (strange.intent, strange.out_of_scope, strange.tags) == (IGNORED, IGNORED, None)
    assert encoded(tiny_bert, Example(text="sing", out_of_scope=True)).out_of_scope == 1


TEXT = "turn off all the lights but the attic light and sing"
OFF = CommandLabel(
    0, 43, dialogue_act="request", relation="new", intent="lights_off", slots=(),
    modifiers=Modifiers(all=True, excluded=("the attic",)),
)  # fmt: skip
SING = CommandLabel(48, 52, dialogue_act="request", out_of_scope=True, slots=(), modifiers=Modifiers())


def test_each_command_has_its_words_and_labels(tiny_bert: Path) -> None:
    example = Example(text=TEXT, danger=False, commands=(OFF, SING))
    heads = collect_labels([example, *sentences(), Example(text="help me", danger=True)])
    assert (heads.acts, heads.relations, heads.modifiers) == (ACTS, RELATIONS, MODIFIERS)
    assert heads.boundaries and heads.danger
    found = encode(example, words(TEXT), heads, WordTokenizer(tiny_bert))
    first, second = found.commands
    tokens = found.tokens
    assert (first.first, first.last) == tokens.span(0, 9) and (second.first, second.last) == tokens.span(
        10, 11
    )
    assert heads.intents[first.intent] == "lights_off" and (first.out_of_scope, second.out_of_scope) == (0, 1)
    assert (second.intent, second.relation) == (IGNORED, IGNORED)
    assert (found.intent, found.out_of_scope, found.danger) == (first.intent, 0, 0)
    assert ACTS[first.act] == "request" and RELATIONS[first.relation] == "new"
    named = [heads.boundary_tags[tag] for tag in found.boundaries or ()]
    assert named == ["B-command", *["I-command"] * 8, "O", "B-command"]
    modified = [heads.modifier_tags[tag] for tag in found.modifiers or ()]
    assert modified == ["O", "O", "B-all", "O", "O", "O", "B-except", "I-except", "O", "O", "O"]


def test_unknown_boundaries_and_modifiers_are_not_labels(tiny_bert: Path) -> None:
    heads = Labels(boundaries=True, modifiers=MODIFIERS, relations=RELATIONS, danger=True)

    def found(example: Example) -> EncodedSentence:
        return encode(example, words(example.text or ""), heads, WordTokenizer(tiny_bert))

    mood = found(Example(text="what a day", sentiment="positive"))
    assert (mood.boundaries, mood.modifiers, mood.danger) == (None, None, IGNORED)
    assert found(Example(text="what a day", relation="new")).boundaries == (1, 2, 2)
    lost = CommandLabel(0, 10, modifiers=Modifiers(at="at noon"))
    assert found(Example(text="what a day", commands=(lost,))).modifiers is None


def test_a_text_beyond_the_limit_keeps_its_first_command(tiny_bert: Path) -> None:
    text = "turn on the hall light " * 40
    commands = (CommandLabel(0, 22, intent="lights_on"), CommandLabel(len(text) - 23, len(text) - 1))
    heads = collect_labels([Example(text=text, commands=commands)])
    found = encode(Example(text=text, commands=commands), words(text), heads, WordTokenizer(tiny_bert))
    assert [c.intent for c in found.commands] == [0]
    assert len(found.boundaries or ()) == len(found.tokens.word_starts) < 200


def test_a_sentence_without_labels_is_one_command(tiny_bert: Path) -> None:
    tokenizer = WordTokenizer(tiny_bert)
    said = (Message("user", "on"), Message("assistant", "Done."))
    tokens = tokenizer.encode(["attic", "light"], said)
    assert unlabelled(tokens) == (EncodedCommand(1, tokens.own - 1),)
    assert encode(Example(text="attic", context=said), words("attic"), Labels(), tokenizer).tokens.types


def test_slots_are_those_of_all_commands(tiny_bert: Path) -> None:
    one = CommandLabel(0, 5, slots=(SlotLabel("room", "attic", 0, 5),))
    two = CommandLabel(10, 14, slots=(SlotLabel("room", "hall", 10, 14),))
    example = Example(text="attic and hall", slots=one.slots, commands=(one, two))
    heads = collect_labels([example])
    assert encode(example, words("attic and hall"), heads, WordTokenizer(tiny_bert)).tags == (1, 0, 1)
