"""A few seconds of tones with texts, two speakers a split: enough for a tiny Whisper to learn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import manifest
from models.audio import SAMPLE_RATE_HZ
from models.manifest import Example
from tests.models.asr.whisper.conftest import tiny_whisper  # noqa: F401 - fixture

WORDS = {"light": 300.0, "music": 700.0, "timer": 1500.0}


def tone(pitch_hz: float, seconds: float, seed: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """A tone with a little noise, (n,) samples."""
    times = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    noise = np.random.default_rng(seed).normal(0.0, 0.01, times.size)
    return (0.3 * np.sin(2 * np.pi * pitch_hz * times) + noise).astype(np.float32)


@pytest.fixture
def tones(tmp_path: Path) -> Callable[..., Path]:
    """Write a manifest of tones, one pitch a word, and a sound without text."""

    def write(name: str = "tones.jsonl") -> Path:
        examples = []
        for i, split in enumerate(("train", "train", "train", "valid", "test")):
            for word, pitch_hz in WORDS.items():
                path = tmp_path / f"{word}{i}.wav"
                soundfile.write(path, tone(pitch_hz, 0.4 + 0.1 * i, i), SAMPLE_RATE_HZ)
                examples.append(Example(text=word, audio=path, speaker=f"s{i}", split=split))
        hum = tmp_path / "hum.wav"
        soundfile.write(hum, tone(50.0, 1.0, 9), SAMPLE_RATE_HZ)
        examples.append(Example(audio=hum, split="train"))
        manifest.write(tmp_path / name, examples)
        return tmp_path / name

    return write
