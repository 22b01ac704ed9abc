"""The commands `speak` and `heard`."""

from pathlib import Path

import numpy as np
import pytest

from models import audio, manifest
from models.manifest import Example, SlotLabel
from training import cli
from training.synthesis import commands

TEXT = "turn on the kitchen lights"
LABELLED = Example(
    text=TEXT, intent="lights", slots=(SlotLabel("place", "kitchen", 12, 19),), split="test", origin="a:1"
)


def test_speak_writes_sounds_and_their_manifest(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    manifest.write(path, [LABELLED, Example(text="stop")])
    with pytest.raises(SystemExit) as ended:
        given = ["--data", str(path), "--output", str(tmp_path / "out")]
        cli.main(["speak", *given, "--voices", "espeak", "--split", "keep"])
    assert ended.value.code == 0
    spoken = manifest.read(tmp_path / "out" / "manifest.jsonl")
    assert [e.text for e in spoken] == [TEXT, "stop"]
    assert all(e.audio and np.abs(audio.load(e.audio)).max() > 0.01 for e in spoken)


def test_names_of_voices_are_separated_by_commas() -> None:
    assert commands._names("espeak,flite:slt") == ["espeak", "flite:slt"] and commands._names("") == []
