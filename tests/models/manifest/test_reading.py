"""Manifests read: errors with their place, and commands."""

import json
from pathlib import Path

import pytest

from models import manifest
from models.errors import DataError
from models.manifest import Example, SlotLabel
from models.types import Message


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    examples = [
        Example(
            text="turn on the kitchen lights", audio=tmp_path / "clips" / "1.flac",
            speaker="anna", age=9, gender="f", native_language="zh", split="train",
            intent="iot_hue_lighton", slots=(SlotLabel("house_place", "kitchen", 12, 19),),
            sentiment="neutral",
            context=(Message("user", "hi"),), facts={"place": "kitchen", "n": 2}, reply="Done.",
        ),
        Example(text="how do i jump start my car", out_of_scope=True, slots=()),
        Example(audio=tmp_path / "2.flac"),
    ]  # fmt: skip
    path = tmp_path / "m.jsonl"
    manifest.write(path, examples)
    read = manifest.read(path)
    assert [e.origin for e in read] == [f"{path}:{n}" for n in (1, 2, 3)]
    for before, after in zip(examples, read, strict=True):
        assert manifest.to_json(before, tmp_path) == manifest.to_json(after, tmp_path)
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0])["audio"] == "clips/1.flac"
    assert read[1].out_of_scope and read[1].slots == ()
    assert not read[2].out_of_scope and read[2].slots is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"text": "a", "colour": "red"}', "colour: "),
        ('{"text": "a", "split": "dev"}', "split: "),
        ('{"text": "a", "sentiment": "angry"}', "sentiment: "),
        ('{"text": 3}', "text: "),
        ('{"intent": "a"}', "neither text nor audio"),
        ('{"text": "  "}', "text: is empty"),
        ('{"text": "a", "intent": ""}', "intent: is empty"),
        ('{"text": "abc", "slots": [{"name": "x", "value": "", "start": 0}]}', "slots.0.end"),
        ('{"text": "abc", "slots": [{"name": "x", "value": "", "start": 2, "end": 9}]}', "outside the text"),
        (
            '{"text": "abc", "slots": [{"name": "x", "value": "", "start": 0, "end": 2},'
            ' {"name": "y", "value": "", "start": 1, "end": 3}]}',
            "x and y overlap",
        ),
        ('{"text": "abc", "commands": []}', "commands: "),
        ('{"text": "abc", "commands": [{"start": 0, "end": 2}, {"start": 1, "end": 3}]}', "[1, 3) lies"),
        ('{"text": "abc", "commands": [{"start": 0, "end": 4}]}', "outside the text"),
        ('{"text": "abc", "commands": [{"start": 0, "end": 3, "intent": ""}]}', "intent: is empty"),
        ('{"text": "abc", "commands": [{"start": 0, "end": 3, "dialogue_act": "x"}]}', "dialogue_act: "),
        ('{"audio": "a.wav", "commands": [{"start": 0, "end": 3}]}', "need a text"),
    ],
)
def test_a_wrong_line_is_named_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(f'{{"text": "fine"}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        manifest.read(path)
    assert caught.value.where == f"{path}:3"
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_all_wrong_lines_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text("{\n" * 25, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        manifest.read(path)
    assert f"{path}:20" in str(caught.value)
    assert "and 5 more lines" in str(caught.value)


def test_a_missing_manifest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such manifest"):
        manifest.read(tmp_path / "none.jsonl")


def test_scan_goes_on_behind_a_wrong_line(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text('{"text": "one"}\n{\n{"text": "three"}\n', encoding="utf-8")
    first, wrong, third = manifest.scan(path)
    assert isinstance(first, Example) and isinstance(third, Example) and third.origin == f"{path}:3"
    assert isinstance(wrong, DataError) and wrong.where == f"{path}:2"
