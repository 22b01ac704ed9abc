"""Scripts: what is read, what is refused with file:line and field, and what holds of a line."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import script
from assistant.conversation.script import Said, Wait
from models.errors import DataError

LINE: dict[str, Any] = {
    "intent": "timer_query",
    "decision": "act",
    "action": {"skill": "timers", "status": "done", "facts": {}},
    "reply": "Your timer has\n5 minutes left.",
}


def written(folder: Path, *lines: str) -> str:
    """A file of these lines."""
    file = folder / "talk.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return str(file)


def test_sentences_waits_and_tables_are_read_in_order(tmp_path: Path) -> None:
    turns = ["hello", {"wait_s": 300}, {"say": "how long is left", "reply": "5 minutes", "actions": []}]
    full = {"id": "pasta-1", "kind": "timers", "now": "2026-11-22T14:45:00+05:30", "turns": turns}
    file = written(tmp_path, json.dumps(full), "", json.dumps({"id": "bare", "turns": ["hello"]}))
    first, second = script.read([file])
    assert (first.file, first.script.id, first.script.kind) == (file, "pasta-1", "timers")
    assert first.script.now is not None and first.script.now.utcoffset() == timedelta(hours=5.5)
    greeting, wait, query = first.script.turns
    assert isinstance(greeting, Said) and greeting.say == "hello" and not greeting.expected
    assert wait == Wait(wait_s=300)
    assert isinstance(query, Said) and list(query.expected) == ["reply", "actions"]
    assert (second.script.now, second.script.kind) == (None, "other")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "invalid JSON"),
        ("[]", "should be a table"),
        ('{"turns": ["hello"]}', "id: field required"),
        ('{"id": "a", "turns": []}', "turns: is empty"),
        ('{"id": "a", "turns": [" "]}', "turns.0.say: is empty"),
        ('{"id": "a", "turns": ["hi", 5]}', "turns.1: should be a table"),
        ('{"id": "a", "turns": [{"wait_s": "5"}]}', "turns.0.wait_s: input should be a valid number"),
        ('{"id": "a", "turns": [{"wait_s": 5, "say": "hi"}]}', "turns.0.say: there is no such"),
        ('{"id": "a", "turns": [{"say": "hi", "repl": "x"}]}', "turns.0.repl: there is no such field"),
        ('{"id": "a", "turns": [{"say": "hi", "reply": "(x"}]}', "turns.0.reply: is not a regular"),
        ('{"id": "a", "turns": [{"say": "hi", "decision": "do"}]}', "turns.0.decision: input should"),
        ('{"id": "a", "now": "2026-11-22T14:45:00", "turns": ["hi"]}', "now: input should have timezone"),
    ],
)
def test_a_wrong_line_is_named_with_its_field(tmp_path: Path, line: str, says: str) -> None:
    file = written(tmp_path, '{"id": "a", "turns": ["hello"]}', line)
    with pytest.raises(DataError) as raised:
        script.read([file])
    assert str(raised.value).startswith(f"{file}:2: {says}")


def test_a_missing_or_empty_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.jsonl: the file cannot be read"):
        script.read([str(tmp_path / "nowhere.jsonl")])
    with pytest.raises(DataError, match="no conversation in this file"):
        script.read([written(tmp_path, "")])


@pytest.mark.parametrize(
    ("expected", "unmet"),
    [
        ({}, []),
        ({"reply": "^YOUR.*5 minutes"}, []),
        ({"reply": "6 minutes"}, ["reply"]),
        ({"not_reply": "6 minutes"}, []),
        ({"not_reply": "5 MINUTES"}, ["not_reply"]),
        ({"intent": "timer_query", "decision": "act", "actions": ["timers done"]}, []),
        ({"intent": None, "decision": "reject", "actions": []}, ["intent", "decision", "actions"]),
    ],
)
def test_what_must_hold_of_a_line(expected: dict[str, Any], unmet: list[str]) -> None:
    said = Said.model_validate({"say": "how long is left", **expected})
    assert [clause.partition(":")[0] for clause in said.unmet(LINE)] == unmet


def test_nothing_was_done_in_a_rejected_turn() -> None:
    line = LINE | {"intent": None, "decision": "reject", "action": None}
    assert Said.model_validate({"say": "hm", "intent": None, "actions": []}).unmet(line) == []
