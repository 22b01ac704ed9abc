"""What hums in words is a voice, and what only hisses, hums on or squeals is not."""

from __future__ import annotations

import numpy as np
import pytest

from models.types import Samples
from models.vad.voicing import measure


def vowel(pitch_hz: float, seconds: float) -> Samples:
    """Pulses through two formants, roughly an "a"."""
    time = np.arange(round(16_000 * seconds)) / 16_000
    harmonics = np.arange(1, int(4_000 // pitch_hz) + 1) * pitch_hz
    weights = sum(np.exp(-(((harmonics - formant) / 200) ** 2)) for formant in (700, 1_200)) + 0.02
    return 0.1 * np.sum(weights[:, None] * np.sin(2 * np.pi * harmonics[:, None] * time), axis=0).astype(
        np.float32
    )


def words(pitch_hz: float) -> Samples:
    quiet = np.zeros(2_400, np.float32)
    spoken = np.concatenate([quiet, vowel(pitch_hz, 0.2), quiet, vowel(pitch_hz, 0.3), quiet])
    return (spoken + 1e-4 * np.random.default_rng(0).standard_normal(len(spoken))).astype(np.float32)


@pytest.mark.parametrize("pitch_hz", [80, 120, 200, 300, 380])
def test_words_at_any_human_pitch_are_a_voice(pitch_hz: float) -> None:
    measured = measure(words(pitch_hz))
    assert measured.is_voice
    assert measured.share > 0.8
    assert measured.voiced_ms == pytest.approx(500, abs=100)


def test_hiss_is_no_voice() -> None:
    hiss = np.random.default_rng(0).standard_normal(32_000).astype(np.float32)
    hiss[8_000:24_000] *= 30
    assert measure(hiss).voiced_ms < 60


def test_a_hum_that_never_changes_is_no_voice() -> None:
    assert not measure(vowel(100, 2.0)).is_voice


def test_a_whistle_is_no_voice() -> None:
    whistle = np.zeros(32_000, np.float32)
    whistle[8_000:24_000] = 0.3 * np.sin(2 * np.pi * 1_000 * np.arange(16_000) / 16_000)
    assert not measure(whistle).is_voice


@pytest.mark.parametrize("length", [0, 1, 480, 640, 641])
def test_any_length_is_measured(length: int) -> None:
    assert not measure(np.zeros(length, np.float32)).is_voice
