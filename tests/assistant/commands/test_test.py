"""`assistant test`: empty memories, a clock that only waits move, rings in order, and what held."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from assistant.commands.test import replay_scripts
from assistant.config import Config
from assistant.conversation.script import Script, SourcedScript
from models import paths
from models.types import Message, Understanding
from tests.fixtures.commands import command, understood

INTENTS = {"set": "timer_set", "left": "timer_query", "running": "timer_query", "time is": "datetime_query"}


class Words:
    """A classifier of timers and times, by one word of each."""

    intents = tuple(sorted(set(INTENTS.values())))

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        intent = next((intent for word, intent in INTENTS.items() if word in text), None)
        return understood(command(text, intent, act="request" if intent == "timer_set" else "question"))


def sourced(*scripts: dict[str, Any]) -> list[SourcedScript]:
    """These scripts as read from one file."""
    return [SourcedScript("talk.jsonl", Script.model_validate_json(json.dumps(one))) for one in scripts]


def replayed(
    capsys: pytest.CaptureFixture[str], *scripts: dict[str, Any]
) -> tuple[bool, list[dict[str, Any]]]:
    """Whether everything held, and the JSON lines."""
    held = replay_scripts(Config(), Words(), None, sourced(*scripts), Console(stderr=True), json_lines=True)
    return held, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_clock_stands_but_for_waits_and_what_falls_due_rings_in_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    held, lines = replayed(
        capsys,
        {"id": "pasta-1", "now": "2026-11-22T14:45:00+05:30", "turns": [
            "set a timer for ten minutes",
            "set a timer for four minutes",
            {"say": "how much is left on the ten minute timer", "reply": "10 minutes"},
            {"wait_s": 300},
            {"say": "what time is it", "reply": "2:50 PM", "actions": ["clock done"]},
            {"say": "how much is left", "reply": "5 minutes"},
            {"wait_s": 300},
            {"wait_s": 4000},
            {"say": "what time is it", "reply": r"4:01 PM"},
        ]},
    )  # fmt: skip
    assert held
    assert [(line.get("turn"), line.get("ring"), line.get("passed")) for line in lines] == [
        (0, None, None),
        (1, None, None),
        (2, None, True),
        (None, "Your 4 minute timer is up.", None),
        (3, None, True),
        (4, None, True),
        (None, "Your 10 minute timer is up.", None),
        (5, None, True),
    ]
    assert {line["dialogue"] for line in lines} == {"pasta-1"}
    assert {"dialogue": "pasta-1", "ring": "Your 10 minute timer is up."} in lines
    assert lines[0]["source"] == "talk.jsonl" and lines[0]["reply"] == "Your timer is set for 10 minutes."


def test_each_conversation_begins_with_an_empty_memory_and_leaves_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    some = {"say": "what timers are running", "reply": "10 minutes"}
    none = {"say": "what timers are running", "reply": r"\bno\b|n't"}
    held, lines = replayed(
        capsys,
        {"id": "a", "turns": ["set a timer for ten minutes", some]},
        {"id": "b", "turns": [none]},
    )
    assert held, lines
    assert not paths.state().exists() and not paths.recordings().exists()


def test_what_does_not_hold_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    right = {"id": "a", "kind": "times", "turns": [{"say": "what time is it", "intent": "datetime_query"}]}
    hum = {"say": "hum a tune", "decision": "act"}
    wrong = {"id": "b", "kind": "times", "turns": [hum, "what time is it"]}
    held, lines = replayed(capsys, right, wrong)
    assert not held
    assert [line["passed"] for line in lines] == [True, False, None]
    told = io.StringIO()
    console = Console(file=told, width=100)
    assert not replay_scripts(Config(), Words(), None, sourced(right, wrong), console, json_lines=False)
    assert "talk.jsonl: b, turn 0: 'hum a tune': decision: 'reject'" in told.getvalue()
    assert "times" in told.getvalue() and "0.50" in told.getvalue()


def test_a_wrong_file_ends_the_command_before_any_model_loads(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    file.write_text('{"id": "a", "turns": [{"say": "hello", "repl": "x"}]}\n')
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "test", "--json", str(file)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{file}:1: turns.0.repl: there is no such field" in done.stderr
