"""A checkpoint beside its baseline: each with its own figures, by manifest and over all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from training.recognizer.clips import read_data
from training.recognizer.comparison import compare

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def test_the_baseline_has_the_same_figures_on_the_same_clips(
    tiny_whisper: Path, tones: Callable[..., Path]
) -> None:
    data = read_data([tones(), tones("more.jsonl")])
    scores, before, after = compare(str(tiny_whisper), tiny_whisper, data, language="en", on="cpu")
    metrics = scores.to_json()
    assert metrics["n"] == metrics["baseline"]["n"] == 6
    assert metrics["manifests"].keys() == metrics["baseline"]["manifests"].keys() == {"tones", "more"}
    assert {name: len(clips) for name, clips in before.items()} == {"tones": 3, "more": 3}
    assert [c.example for c in before["tones"]] == [c.example for c in after["tones"]]
    assert metrics["wer"] == sum(c.errors[0] for clips in after.values() for c in clips) / 6
