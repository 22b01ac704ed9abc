"""`assistant correct` in a process of its own."""

from __future__ import annotations

import json
from datetime import datetime

from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from models import paths
from models.manifest import SlotLabel
from tests.assistant.test_cli import assistant, one_sentence


def log_a_complaint() -> None:
    logged = LoggedUtterance(
        datetime(2026, 11, 22, 19, 30), "turn on the chicken lights", intent="iot_hue_lighton",
        slots=(SlotLabel("house_place", "chicken", 12, 19),), flagged=True,
        correction="turn on the kitchen lights",
    )  # fmt: skip
    conversation_log.change(lambda before: [*before, logged])


def test_the_list_as_json_and_as_a_table() -> None:
    log_a_complaint()
    done = assistant("correct", "--json")
    (line,) = [json.loads(each) for each in done.stdout.splitlines()]
    assert (line["transcript"], line["flagged"]) == ("turn on the chicken lights", True)
    assert line["correction"] == "turn on the kitchen lights"
    assert line["slots"][0]["value"] == "chicken"
    listed = assistant("correct", "--list")
    assert "turn on the kitchen lights" in listed.stdout


def test_an_empty_queue_is_explained() -> None:
    done = assistant("correct")
    assert done.returncode == 0
    assert "keep_conversations" in done.stdout


def test_a_damaged_log_is_reported() -> None:
    log_a_complaint()
    with (paths.recordings() / conversation_log.FILE).open("a") as file:
        file.write("{}\n")
    done = assistant("correct", "--list")
    assert done.returncode == 2
    assert "conversations.jsonl:2" in one_sentence(done)
