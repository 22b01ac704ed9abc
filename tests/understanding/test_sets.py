"""The frozen test sentences: well-formed, long enough, and none of them twice."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ACTS = {"request", "question", "prohibition", "statement", "social"}
RELATIONS = {"new", "correction", "follow_up", "answer"}
MODIFIERS = {"all", "except", "at", "repeat", "for"}
AT_LEAST = {
    "request_plain": 80,
    "request_indirect": 20,
    "question_state": 20,
    "question_like_command": 20,
    "prohibition": 40,
    "statement": 40,
    "social": 15,
    "exception": 20,
    "two_commands": 60,
    "three_commands": 10,
    "and_in_name": 25,
    "correction": 25,
    "follow_up": 30,
    "answer": 20,
    "while_open": 20,
    "delayed": 15,
    "repeat_exception": 10,
    "danger": 10,
    "danger_lookalike": 5,
}
"""Smallest number of sentences of each kind."""
COMMANDS = {"two_commands": 2, "three_commands": 3}
"""Number of commands in a sentence of these kinds; one in every other kind."""


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


SENTENCES = _rows("sentences.jsonl")
CLEAR = _rows("clear_commands.jsonl")


def _check_slots(text: str, slots: list[dict[str, Any]], start: int, end: int) -> None:
    """Slots lie between `start` and `end`, in order and apart, and their value is the words said."""
    reached = start
    for slot in slots:
        assert set(slot) == {"name", "value", "start", "end"}
        assert re.fullmatch(r"[a-z_]+", slot["name"])
        assert reached <= slot["start"] < slot["end"] <= end
        words = text[slot["start"] : slot["end"]]
        assert words == slot["value"] == words.strip()
        reached = slot["end"]


def _said(modifiers: dict[str, Any]) -> Iterator[str]:
    """The words that the modifiers quote."""
    for name, value in modifiers.items():
        if name == "except":
            yield from value
        elif name != "all":
            yield value


def test_the_files_are_long_enough() -> None:
    assert len(SENTENCES) >= 420
    assert len(CLEAR) >= 310


def test_every_kind_is_covered() -> None:
    counts = Counter(row["kind"] for row in SENTENCES)
    assert counts.keys() == AT_LEAST.keys()
    assert not {kind: counts[kind] for kind, least in AT_LEAST.items() if counts[kind] < least}


def test_no_sentence_occurs_twice() -> None:
    texts = Counter(" ".join(re.findall(r"[\w']+", row["text"].lower())) for row in SENTENCES + CLEAR)
    assert not [text for text, count in texts.items() if count > 1]


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["text"])
def test_a_sentence_is_well_formed(row: dict[str, Any]) -> None:
    text, commands = row["text"], row["commands"]
    expected = {"text", "kind", "dialogue_act", "relation", "commands", "context", "danger"}
    assert expected - {"context", "danger"} <= set(row) <= expected
    assert text == text.strip() != ""
    assert row.get("danger", True) is True
    assert ("danger" in row) == (row["kind"] == "danger")
    assert len(commands) == COMMANDS.get(row["kind"], 1)
    assert (row["dialogue_act"], row["relation"]) == (commands[0]["dialogue_act"], commands[0]["relation"])
    reached = 0
    for command in commands:
        fields = {"start", "end", "dialogue_act", "relation", "intent", "slots", "modifiers"}
        assert set(command) == fields
        start, end = command["start"], command["end"]
        assert reached <= start < end <= len(text)
        stretch = text[start:end]
        assert stretch == stretch.strip()
        assert command["dialogue_act"] in ACTS
        assert command["relation"] in RELATIONS
        assert command["intent"] is None or re.fullmatch(r"[a-z_]+", command["intent"])
        _check_slots(text, command["slots"], start, end)
        assert set(command["modifiers"]) <= MODIFIERS
        assert command["modifiers"].get("all", True) is True
        assert all(words and words in stretch for words in _said(command["modifiers"]))
        reached = end


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["text"])
def test_context_is_there_where_it_is_needed(row: dict[str, Any]) -> None:
    leans = any(command["relation"] != "new" for command in row["commands"])
    assert ("context" in row) == (leans or row["kind"] == "while_open")
    for turn in row.get("context", []):
        assert set(turn) == {"role", "text"}
        assert turn["role"] in {"user", "assistant"}
        assert turn["text"]
    if "context" in row:
        assert row["context"][-1]["role"] == "assistant"
    if row["kind"] in {"answer", "while_open"}:
        assert row["context"][-1]["text"].endswith("?")


@pytest.mark.parametrize("row", CLEAR, ids=lambda row: row["text"])
def test_a_clear_command_is_well_formed(row: dict[str, Any]) -> None:
    assert set(row) == {"text", "intent", "slots"}
    assert row["text"] == row["text"].strip() != ""
    assert re.fullmatch(r"[a-z_]+", row["intent"])
    _check_slots(row["text"], row["slots"], 0, len(row["text"]))
