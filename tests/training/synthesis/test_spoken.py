"""Synthetic speech of manifests: for training, reused, and drawn by the seed."""

from pathlib import Path

import pytest
import soundfile

from models import audio, manifest
from models.errors import DataError
from models.manifest import Example, SlotLabel
from training.synthesis import Cast, speak, texts

TEXT = "turn on the kitchen lights"
LABELLED = Example(
    text=TEXT, intent="lights", slots=(SlotLabel("place", "kitchen", 12, 19),), split="test", origin="a:1"
)


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast(["espeak"])


def test_synthetic_speech_is_for_training(cast: Cast, tmp_path: Path) -> None:
    (spoken,) = speak([LABELLED], tmp_path, cast)
    assert spoken is not None and spoken.audio is not None
    assert spoken.split == "train"
    assert spoken.speaker is not None and spoken.speaker.startswith("espeak:")
    assert (spoken.intent, spoken.slots, spoken.text) == (LABELLED.intent, LABELLED.slots, TEXT)
    assert soundfile.info(spoken.audio).samplerate == audio.SAMPLE_RATE_HZ
    (kept,) = speak([LABELLED], tmp_path, cast, split="keep")
    assert kept is not None and kept.split == "test"


def test_existing_sounds_are_reused(cast: Cast, tmp_path: Path) -> None:
    twice = [LABELLED, LABELLED]
    first = [e.audio for e in speak(twice, tmp_path, cast) if e]
    assert len({*first}) == 2, "a sentence that comes twice has two voices"
    before = {path: path.stat().st_mtime_ns for path in first if path}
    assert [e.audio for e in speak(twice, tmp_path, cast) if e] == first
    assert before == {path: path.stat().st_mtime_ns for path in first if path}


def test_too_long_a_text_is_left_out(cast: Cast, tmp_path: Path) -> None:
    assert next(speak([Example(text="word " * 80), LABELLED], tmp_path, cast)) is None
    with pytest.raises(DataError, match="no text"):
        next(speak([Example(audio=Path("a.wav"), origin="m.jsonl:1")], tmp_path, cast))


def test_the_seed_chooses_which_texts(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    manifest.write(path, [Example(text=f"sentence {i}") for i in range(20)])
    assert len(texts([path], None, 0)) == 20
    assert texts([path], 5, 0) == texts([path], 5, 0) != texts([path], 5, 1)


def test_validation_and_test_texts_are_not_spoken_for_training(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    manifest.write(path, [Example(text=name, split=name) for name in manifest.SPLITS])
    assert [e.text for e in texts([path], None, 0)] == ["train"]
    assert [e.text for e in texts([path], None, 0, "keep")] == ["train", "valid", "test"]
