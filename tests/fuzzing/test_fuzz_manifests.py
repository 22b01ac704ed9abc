"""Manifests, scripts and kept conversations with any fault: their examples, or errors with file:line."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import script
from models import manifest
from models.errors import DataError
from models.manifest import Example
from tests.fuzzing.fuzzing import damaged, fuzzed, values
from training.data import validation

LINE = (
    '{"audio": "a.flac", "text": "turn on the kitchen lights", "speaker": "anna", "split": "train", "intent":'
    ' "on", "slots": [{"name": "place", "value": "kitchen", "start": 12, "end": 19}], "sentiment": "neutral",'
    ' "context": [{"role": "user", "text": "hello"}], "facts": {"place": "kitchen"}, "reply": "Yes.",'
    ' "commands": [{"start": 0, "end": 26, "dialogue_act": "request", "relation": "new", "intent": "on",'
    ' "modifiers": {"all": true, "except": ["hall"]}}]}\n'
)
SCRIPT = (
    '{"id": "a", "kind": "b", "now": "2026-11-22T14:45:00+00:00", "turns": ["set a timer", {"wait_s": 300},'
    ' {"say": "how long", "reply": "5 minutes", "actions": ["timers done"]}]}\n'
)
keys = st.sampled_from(
    ["text", "audio", "intent", "slots", "name", "value", "start", "end", "commands", "context", "role",
     "facts", "modifiers", "split", "id", "turns", "say", "wait_s", "reply", "now"]
)  # fmt: skip
lines = st.dictionaries(keys, values(keys), max_size=6).map(lambda line: json.dumps(line).encode())


@fuzzed(4)
@given(content=damaged(LINE.encode()) | damaged(2 * LINE.encode()) | lines)
def test_a_manifest(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "manifest.jsonl"
    file.write_bytes(content)
    try:
        examples = [line for line in manifest.scan(file) if isinstance(line, Example)]
        for example in examples:
            manifest.to_json(example, tmp_path)
        validation.check(file)
    except DataError as error:
        assert str(error).startswith(str(file))


@fuzzed(3)
@given(content=damaged(SCRIPT.encode()) | lines)
def test_a_script(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "script.jsonl").write_bytes(content)
    try:
        script.read([str(tmp_path / "script.jsonl")])
    except DataError as error:
        assert str(error).startswith(str(tmp_path))
