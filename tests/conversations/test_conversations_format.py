"""Form of the frozen conversations: keys, identities, times, regular expressions, the house."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.jsonl"))
FEWEST = 10
"""Conversations that each kind needs."""
KINDS = {
    *("prohibition", "statement", "question", "exception", "several", "delayed", "change", "correction"),
    *("follow_up", "answer", "duration", "clock", "date", "number", "list", "remind", "identity"),
    *("emergency", "privacy", "unsupported"),
    *("home_prohibition", "home_question", "home_statement", "home_exception"),
    *("home_several_targets", "home_unknown_place"),
}
CONVERSATION_KEYS = {"id", "kind", "now", "turns"}
EXPECTATIONS = {"reply", "not_reply", "intent", "decision", "actions"}
DEVICE_KEYS = {"entity_id", "name", "area", "floor", "state", "attributes"}


def lines() -> list[tuple[str, str]]:
    """Every line of every file, with where it stands."""
    return [
        (f"{file.name}:{number}", line)
        for file in FILES
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
    ]


def conversations() -> list[dict[str, Any]]:
    """Every conversation of every file."""
    return [json.loads(line) for _, line in lines()]


def expectations(conversation: dict[str, Any]) -> list[dict[str, Any]]:
    """Turns of which something must hold."""
    turns = [turn for turn in conversation["turns"] if isinstance(turn, dict)]
    return [turn for turn in turns if EXPECTATIONS & turn.keys()]


@pytest.mark.parametrize(("where", "line"), lines(), ids=[where for where, _ in lines()])
def test_line_has_the_form_that_is_replayed(where: str, line: str) -> None:
    conversation = json.loads(line)
    assert conversation.keys() <= CONVERSATION_KEYS, where
    assert {"id", "kind", "turns"} <= conversation.keys(), where
    assert re.fullmatch(rf"{re.escape(conversation['kind'])}-[1-9]\d*", conversation["id"])
    if "now" in conversation:
        assert datetime.fromisoformat(conversation["now"]).utcoffset() is not None
    assert conversation["turns"]
    for turn in conversation["turns"]:
        if isinstance(turn, str):
            assert turn.strip()
        elif "wait_s" in turn:
            assert turn.keys() == {"wait_s"}
            assert turn["wait_s"] > 0
            assert "now" in conversation
        else:
            assert turn.keys() <= EXPECTATIONS | {"say"}
            assert turn["say"].strip()
    assert expectations(conversation)


@pytest.mark.parametrize("conversation", conversations(), ids=lambda conversation: conversation["id"])
def test_what_must_hold_can_be_checked(conversation: dict[str, Any]) -> None:
    last = conversation["turns"][-1]
    assert isinstance(last, dict)
    assert EXPECTATIONS & last.keys()
    for turn in expectations(conversation):
        for key in ("reply", "not_reply"):
            if key in turn:
                assert turn[key]
                re.compile(turn[key], re.IGNORECASE | re.DOTALL)
        assert turn.get("decision") in (None, "act", "confirm", "reject")
        assert all(isinstance(action, str) for action in turn.get("actions", []))


def test_ids_and_conversations_are_unique() -> None:
    found = conversations()
    assert not [one for one, count in Counter(one["id"] for one in found).items() if count > 1]
    assert len({json.dumps(one["turns"]) for one in found}) == len(found)


def test_every_kind_has_enough_conversations() -> None:
    counts = Counter(conversation["kind"] for conversation in conversations())
    assert counts.keys() == KINDS
    assert not {kind: count for kind, count in counts.items() if count < FEWEST}


def test_conversations_of_one_kind_stand_in_one_file() -> None:
    files: dict[str, set[str]] = {}
    for where, line in lines():
        files.setdefault(json.loads(line)["kind"], set()).add(where.partition(":")[0])
    assert not {kind: names for kind, names in files.items() if len(names) > 1}
    assert all((names == {"home.jsonl"}) == kind.startswith("home_") for kind, names in files.items())


def test_the_house_is_small_and_whole() -> None:
    devices = json.loads((FOLDER / "home.json").read_text("utf-8"))
    assert all(device.keys() == DEVICE_KEYS for device in devices)
    assert len({device["entity_id"] for device in devices}) == len(devices)
    assert len({device["name"] for device in devices}) == len(devices)
    floors = {device["area"]: device["floor"] for device in devices}
    assert all(floors[device["area"]] == device["floor"] for device in devices)
    assert (len(floors), len(set(floors.values()))) == (6, 3)
    domains = Counter(device["entity_id"].partition(".")[0] for device in devices)
    assert domains.keys() == {"light", "switch", "fan", "cover", "scene", "script", "vacuum"}
    assert [d["name"] for d in devices if d["state"] == "unavailable"] == ["Reading Lamp"]
