"""Noise at a level, a response's length and echo, and babble of several voices."""

import numpy as np
import pytest

from models.audio import SAMPLE_RATE_HZ, level_dbfs
from tests.fixtures.tones import tone
from training.recognizer.mixing import babble, convolve, mix


@pytest.mark.parametrize("snr_db", [0.0, 10.0, 20.0])
def test_noise_lies_as_far_below_as_was_asked(snr_db: float) -> None:
    samples, noise = tone(440.0, 1.0, 0), tone(100.0, 0.3, 1)
    added = mix(samples, noise, snr_db, np.random.default_rng(0)) - samples
    assert level_dbfs(samples) - level_dbfs(added) == pytest.approx(snr_db, abs=0.2)


def test_silence_as_noise_changes_nothing() -> None:
    samples = tone(440.0, 0.2, 0)
    assert np.array_equal(mix(samples, np.zeros(100, np.float32), 5.0, np.random.default_rng(0)), samples)


def test_a_response_delays_and_keeps_the_length() -> None:
    samples, response = tone(440.0, 0.1, 0), np.zeros(50, np.float32)
    response[20] = 0.5
    heard = convolve(samples, response)
    assert heard.size == samples.size and np.allclose(heard[20:], 0.5 * samples[:-20], atol=1e-5)


def test_babble_is_as_long_as_asked_of_voices_that_are_shorter() -> None:
    voices = [tone(200.0 + 100 * i, 0.2, i) for i in range(4)]
    one, again, other = (babble(voices, np.random.default_rng(s), 1.0) for s in (0, 0, 1))
    assert one.size == SAMPLE_RATE_HZ and np.array_equal(one, again) and not np.allclose(one, other)
    assert np.abs(one).max() == pytest.approx(1.0)
