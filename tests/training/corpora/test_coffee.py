"""Coffee orders: slots, sentences, the grammar's domain, the real files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from tests.fixtures.corpora import lines, offsets_match, sounds_exist
from training import domain
from training.corpora import coffee
from training.corpora.prepare import prepare_corpus

Shared = Callable[[str], Path]


GRAMMAR = """
context:
  expressions:
    orderTea: ["[brew, I want] a $size:size $leaf:leaf tea"]
  slots:
    size: [big, small, medium]
    leaf: [green, "medium dark", black]
"""


def test_slots_are_found_in_the_text(tmp_path: Path) -> None:
    row = {
        "audio": "clips/1.flac",
        "text": "a medium medium dark tea",
        "intent": "orderTea",
        "distance": 0.1,
    }
    lines(
        tmp_path / "manifest.jsonl",
        {
            **row,
            "slots": {"size": "medium", "leaf": "medium dark"},
            "heard": "A medium, medium dark tea.",
        },
        {**row, "slots": {"size": "medium"}, "distance": 0.4},
    )
    (example,) = coffee.convert(tmp_path)
    assert (
        example.audio == tmp_path / "clips/1.flac"
        and example.split == "test"
        and example.intent == "orderTea"
    )
    assert [(s.name, s.start, s.end) for s in example.slots or ()] == [("size", 2, 8), ("leaf", 9, 20)]


def test_a_slot_that_is_not_said_is_an_error(tmp_path: Path) -> None:
    row = {
        "audio": "1.flac",
        "text": "smaller tea",
        "intent": "orderTea",
        "distance": 0,
        "slots": {"size": "small"},
    }
    lines(tmp_path / "manifest.jsonl", row)
    with pytest.raises(DataError, match=r"manifest\.jsonl:1: slots: size"):
        list(coffee.convert(tmp_path))


def test_sentences_get_the_grammars_slots(tmp_path: Path) -> None:
    (tmp_path / "grammar.yaml").write_text(GRAMMAR)
    (tmp_path / "corpus.txt").write_text("brew a medium dark tea\n\nI want a big  black tea\n")
    first, second = coffee.convert_text(tmp_path)
    assert [(s.name, s.value) for s in first.slots or ()] == [("leaf", "medium dark")]
    assert [(s.name, s.value) for s in second.slots or ()] == [("size", "big"), ("leaf", "black")]
    assert (
        second.text == "I want a big black tea"
        and second.intent == "orderTea"
        and offsets_match([first, second])
    )
    (tmp_path / "grammar.yaml").write_text("context: {slots: 3}")
    with pytest.raises(DataError, match="grammar"):
        list(coffee.convert_text(tmp_path))


def test_the_grammar_becomes_a_domain(tmp_path: Path) -> None:
    (tmp_path / "grammar.yaml").write_text(GRAMMAR)
    (tmp_path / "corpus.txt").write_text("brew a medium dark tea\n")
    prepare_corpus("coffee-text", tmp_path, tmp_path / "tea.jsonl")
    tea = domain.read(tmp_path / "tea.toml")
    assert tea.slots["leaf"].values == ["green", "medium dark", "black"]
    said = {str(e.text) for e in domain.expand(tea)}
    assert {"brew a big green tea", "I want a small medium dark tea"} & said
    every = {
        f"{do} a {size} {leaf} tea"
        for do in ("brew", "I want")
        for size in tea.slots["size"].values
        for leaf in tea.slots["leaf"].values
    }
    assert said <= every


def test_real(shared_data: Shared) -> None:
    folder = shared_data("coffee")
    examples = list(coffee.convert(folder))
    assert len(examples) == 318 and {e.split for e in examples} == {"test"}
    assert offsets_match(examples) and sounds_exist(examples)
    written = list(coffee.convert_text(folder))
    assert len(written) == 432 and offsets_match(written) and {e.split for e in written} == {"train", "valid"}
    assert all("coffeeDrink" in {s.name for s in e.slots or ()} for e in (*examples, *written))
