"""`assistant-train remember`."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import manifest
from models.manifest import Example
from training import cli
from training.classifier import neighbours


def test_the_sentences_of_a_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[Example] = []

    def write(checkpoint: Path, examples: list[Example], on: str) -> int:
        given.extend(examples)
        return len(examples)

    monkeypatch.setattr(neighbours, "write", write)
    lines = [
        Example(text="light on", intent="on", split="train"),
        Example(text="off", intent="off", split="test"),
    ]
    manifest.write(tmp_path / "m.jsonl", lines)
    with pytest.raises(SystemExit) as ended:
        cli.main(["remember", "--classifier", str(tmp_path), "--data", str(tmp_path / "m.jsonl")])
    assert ended.value.code == 0
    assert [e.text for e in given] == ["light on"]
    assert "1 sentences" in " ".join(capsys.readouterr().err.split())
