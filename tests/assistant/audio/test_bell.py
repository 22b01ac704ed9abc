"""The bell of timers and alarms."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.audio import bell


def loudest_hz(part: slice) -> float:
    spectrum = np.abs(np.fft.rfft(bell.ring()[part]))
    return float(np.argmax(spectrum) * 16_000 / len(bell.ring()[part]))


def test_two_falling_tones_that_decay() -> None:
    samples = bell.ring()
    assert samples.shape == (16_000,) and samples.dtype == np.float32
    assert loudest_hz(slice(0, 4_000)) == pytest.approx(880, abs=8)
    assert loudest_hz(slice(5_600, 9_600)) == pytest.approx(660, abs=8)
    assert 0.2 < np.abs(samples).max() < 1.0
    assert np.abs(samples[-1_600:]).max() < 0.02


def test_the_bell_is_speech_for_a_speaker() -> None:
    assert bell.BELL.sample_rate_hz == 16_000
    assert len(bell.BELL.samples) == 16_000
