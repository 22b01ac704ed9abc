"""Taskmaster-4: answers, upstream's form, the real files."""

import json
from collections import Counter
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


def order(*turns: str) -> dict[str, object]:
    roles = ("user", "assistant")
    return {"id": "d", "turns": [[roles[n % 2], text] for n, text in enumerate(turns)]}


def test_the_course_of_a_dialogue_gives_acts_and_relations(tmp_path: Path) -> None:
    read_back, sent = "Is this right?", "Coming up."
    lines(
        tmp_path / "dialogues.jsonl",
        order("A tea, please.", read_back, "Yes, it is.", sent),
        order("A mocha.", read_back, "No, a latte.", read_back, "Perfect.", sent),
        order("What is a latte?", "Coffee with milk.", "Yes, one then.", sent),
        order("A cup.", "Of what?", "Of tea.", read_back, "Yes.", sent),
        order("Two teas.", read_back, "No.", "Then not."),
    )
    examples = list(taskmaster4.convert_acts(tmp_path))
    assert [(e.text, e.relation) for e in examples] == [
        ("A tea, please.", "new"),
        ("Yes, it is.", "answer"),
        ("A mocha.", "new"),
        ("No, a latte.", "correction"),
        ("Perfect.", "answer"),
    ]
    assert {e.dialogue_act for e in examples} == {"request"} and not any(e.danger for e in examples)
    assert all(e.intent is None and not e.out_of_scope and e.commands is None for e in examples)
    assert [m.text for m in examples[4].context] == ["No, a latte.", read_back]


def test_real_acts(shared_data: Shared) -> None:
    examples = list(taskmaster4.convert_acts(shared_data("taskmaster4")))
    amounts = Counter(e.relation for e in examples)
    assert amounts["new"] == 400 and amounts["answer"] > 200 and amounts["correction"] > 50
    assert len({e.text for e in examples}) == len(examples)
