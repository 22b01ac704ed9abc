"""The second look: its score from given probabilities, and real words and noises where there are data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from models.audio import load
from models.types import Samples
from models.vad.silero import SileroVad
from models.vad.speech_check import SpeechCheck, load_check

DATA = Path(os.environ.get("ASSISTANT_TEST_DATA", ""))


class Given(SileroVad):
    """A network with known probabilities."""

    def __init__(self, *probabilities: float) -> None:
        self._given = np.array(probabilities, dtype=np.float32)

    def stream(self, samples: Samples) -> Iterator[np.ndarray]:
        self.asked = 0
        for begin in range(0, len(self._given), 4):
            self.asked += 1
            yield self._given[begin : begin + 4]


SAMPLES = np.zeros(1, dtype=np.float32)


def test_the_score_is_the_best_run_of_five_windows() -> None:
    given = Given(0.0, 1.0, 1.0, 0.5, 1.0, 1.0, 0.0, 0.0)
    assert SpeechCheck(given).score(SAMPLES) == pytest.approx(0.9)
    assert SpeechCheck(given, threshold=0.89).is_speech(SAMPLES)
    assert not SpeechCheck(given, threshold=0.91).is_speech(SAMPLES)


def test_nothing_is_computed_after_it_is_sure() -> None:
    given = Given(0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    assert SpeechCheck(given).is_speech(SAMPLES) and given.asked == 2


def test_a_moment_is_not_speech_and_a_short_utterance_counts_whole() -> None:
    assert not SpeechCheck(Given(0.0, 0.0, 1.0, 1.0, 0.0, 0.0)).is_speech(SAMPLES)
    assert SpeechCheck(Given(1.0, 0.9)).score(SAMPLES) == pytest.approx(0.95)
    assert SpeechCheck(Given()).score(SAMPLES) == 0.0


@pytest.mark.skipif(not (DATA / "esc10").is_dir(), reason="needs ASSISTANT_TEST_DATA with esc10 and fsdd")
def test_words_are_kept_and_noises_dropped() -> None:
    check = load_check()
    room = np.random.default_rng(0).normal(0, 10 ** (-65 / 20), 8_000).astype(np.float32)
    words = [load(file) for file in sorted((DATA / "fsdd").rglob("*.wav"))[::100]]
    kept = sum(check.is_speech(np.concatenate([room, word, room])) for word in words)
    noises = [load(file) for file in sorted((DATA / "esc10").rglob("*-a.ogg"))[::6]]
    passed = sum(check.is_speech(noise) for noise in noises)
    assert len(words) >= 20 and len(noises) >= 20
    assert kept >= 0.95 * len(words)
    assert passed <= 0.1 * len(noises)
