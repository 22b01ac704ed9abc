"""Taskmaster-4: answers, upstream's form, the real files."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from tests.fixtures.corpora import lines
from training.corpora import taskmaster4

Shared = Callable[[str], Path]


def test_every_answer_is_an_example(tmp_path: Path) -> None:
    turns = [
        ["user", "A tea, please."],
        ["assistant", "Green or black?"],
        ["user", "Green."],
        ["assistant", "One green tea."],
        ["user", "Thanks."],
    ]
    lines(tmp_path / "dialogues.jsonl", {"id": "d1", "vertical": "Tea", "turns": turns})
    first, second = taskmaster4.convert(tmp_path)
    assert (first.text, first.reply, first.context) == ("A tea, please.", "Green or black?", ())
    assert (second.text, second.reply, len(second.context)) == ("Green.", "One green tea.", 2)
    assert first.split == second.split is not None
    lines(
        tmp_path / "dialogues.jsonl",
        {"id": "d1", "turns": turns},
        {"id": "d2", "turns": [["dog", "wuff"]]},
    )
    with pytest.raises(DataError, match=r"dialogues\.jsonl:2: turns\.0\.0"):
        list(taskmaster4.convert(tmp_path))


def test_upstreams_own_form_gives_the_same(tmp_path: Path) -> None:
    said = {"index": 0, "speaker": "user", "text": "A tea, please.", "segments": [], "annotations": []}
    dialogue = {
        "conversation_id": "d1",
        "utterances": [said, {**said, "speaker": "assistant", "text": "Green or black?"}],
    }
    (tmp_path / "data_00.json").write_text(json.dumps([dialogue]))
    (example,) = taskmaster4.convert(tmp_path)
    assert (example.text, example.reply) == ("A tea, please.", "Green or black?")


def test_real(shared_data: Shared) -> None:
    examples = list(taskmaster4.convert(shared_data("taskmaster4")))
    assert len(examples) == 6_920 and {e.split for e in examples} == {"train", "valid", "test"}
    assert all(e.text and e.reply for e in examples)
