"""Manifests as clips: what is read, what is refused, and what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from models.errors import DataError
from models.manifest import Example
from training.recognizer.clips import Clip, at_most, by_manifest, load, read_data


def test_nothing_to_train_on_is_said(tones: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"text": "hello there", "split": "train"}\n', encoding="utf-8")
    with pytest.raises(DataError, match="both a sound and its text"):
        read_data([path])
    lines = tones().read_text(encoding="utf-8").replace("light0.wav", "gone.wav")
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(DataError, match=r"gone\.wav is missing"):
        read_data([path])


def test_sounds_with_text_are_split_and_those_without_are_noise(tones: Callable[..., Path]) -> None:
    data = read_data([tones()])
    assert {split: len(these["tones"]) for split, these in data.splits.items()} == {
        "train": 9, "valid": 3, "test": 3,
    }  # fmt: skip
    (hum,) = load(data.noises)
    assert hum.text == "" and hum.manifest == "tones" and hum.samples.dtype == np.float32


def clips(manifest: str, n: int) -> list[Clip]:
    return [
        Clip(np.zeros(i + 1, np.float32), "text", Example(audio=Path(f"{manifest}{i}.wav")), manifest)
        for i in range(n)
    ]


def test_at_most_n_clips_of_each_manifest_are_chosen_whatever_their_order() -> None:
    both = [*clips("a", 5), *clips("b", 2)]
    chosen = at_most(both, 3)
    assert [sum(c.manifest == name for c in chosen) for name in "ab"] == [3, 2]
    assert {c.example.audio for c in at_most(both[::-1], 3)} == {c.example.audio for c in chosen}


def test_numbers_by_manifest() -> None:
    assert by_manifest([*clips("a", 2), *clips("b", 1), *clips("a", 1)]) == {"a": [0, 1, 3], "b": [2]}
