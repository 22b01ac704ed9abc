"""Log-mel frames: those of the reference, and of the clip's own length without a difference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.asr.whisper.features import FULL_FRAMES, log_mel, own_frames


def noise(seconds: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, 0.1, int(seconds * 16_000)).astype(np.float32)


@pytest.mark.parametrize("bands", [80, 128])
def test_they_are_those_of_transformers(bands: int) -> None:
    from transformers import WhisperFeatureExtractor

    reference = WhisperFeatureExtractor(feature_size=bands)
    samples = noise(1.7)
    theirs = reference(samples, sampling_rate=16_000, return_tensors="np").input_features[0]
    np.testing.assert_allclose(log_mel(samples, FULL_FRAMES, bands=bands), theirs, atol=1e-4)


@settings(max_examples=20, deadline=None)
@given(seconds=st.floats(0.02, 2.0), padding=st.integers(0, 100), seed=st.integers(0, 99))
def test_fewer_frames_are_the_beginning_of_more(seconds: float, padding: int, seed: int) -> None:
    samples = noise(seconds, seed)
    frames = own_frames(samples) + padding
    np.testing.assert_allclose(log_mel(samples, frames), log_mel(samples, frames + 50)[:, :frames], atol=1e-5)


def test_no_sound_is_the_floor_everywhere() -> None:
    frames = log_mel(np.zeros(0, dtype=np.float32), 10)
    assert frames.shape == (80, 10)
    np.testing.assert_allclose(frames, -1.5, rtol=1e-6)


def test_a_tone_is_in_its_band() -> None:
    time_s = np.arange(16_000) / 16_000
    low, high = (
        log_mel(np.sin(2 * np.pi * hertz * time_s).astype(np.float32), 100)[:, 50].argmax()
        for hertz in (200, 4000)
    )
    assert low < 10 and high > 50


def test_samples_past_the_frames_are_left_out() -> None:
    assert log_mel(noise(3.0), 100).shape == (80, 100)
    assert own_frames(noise(1.0)) == 100
