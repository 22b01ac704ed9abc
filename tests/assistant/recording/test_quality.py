"""What is told about a recording, against sounds whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.recording import quality as checks
from assistant.recording.quality import QualityProblem
from models.types import Samples
from tests.fixtures.recording_session import KITCHEN, evening, room


def tone(seconds: float, amplitude: float) -> Samples:
    time = np.arange(round(seconds * 16_000)) / 16_000
    return (amplitude * np.sin(2 * np.pi * 200 * time)).astype(np.float32)


def around(sound: Samples, noise: float = 1e-4) -> Samples:
    said = np.concatenate([room(0.6, 0), sound, room(0.6, 0)])
    return said + room(len(said) / 16_000, noise)[: len(said)]


def test_level_and_noise_are_what_they_are() -> None:
    quality = checks.measure(around(tone(2.0, 0.1), 0.001))
    assert quality.level_dbfs == pytest.approx(20 * np.log10(0.1 / np.sqrt(2)), abs=0.5)
    assert quality.noise_dbfs == pytest.approx(-60, abs=1.5)
    assert quality.snr_db == pytest.approx(37, abs=2)
    assert quality.problem is None


@pytest.mark.parametrize(
    ("sound", "problem"),
    [
        (around(tone(2.0, 0.003)), QualityProblem.quiet),
        (around(np.clip(tone(2.0, 2.0), -1, 1)), QualityProblem.clipped),
        (around(tone(2.0, 0.1), 0.03), QualityProblem.noisy),
        (around(KITCHEN), None),
    ],
)
def test_problems(sound: Samples, problem: QualityProblem | None) -> None:
    assert checks.measure(sound).problem is problem


def test_a_full_scale_peak_is_no_clipping() -> None:
    sound = tone(1.0, 0.2)
    sound[::4_000] = 1.0
    assert checks.measure(around(sound)).clipped_runs == 0


def test_trimming_leaves_a_margin_and_nothing_is_cut() -> None:
    sound = np.concatenate([room(2.0), tone(1.0, 0.1), room(3.0)])
    trimmed = checks.trim(sound)
    assert len(trimmed) / 16_000 == pytest.approx(1.6, abs=0.07)
    loud = np.flatnonzero(np.abs(trimmed) > 0.05)
    assert (loud[-1] - loud[0]) / 16_000 == pytest.approx(1.0, abs=0.01)
    assert checks.trim(evening(KITCHEN)).size > KITCHEN.size - 4_800


def test_silence_stays_as_it_is() -> None:
    silent = np.zeros(8_000, np.float32)
    assert checks.trim(silent).size == 8_000
    assert checks.measure(silent).problem is QualityProblem.quiet
    assert checks.measure(np.zeros(0, np.float32)).problem is QualityProblem.quiet


@pytest.mark.parametrize(
    ("meant", "heard", "near"),
    [
        ("a tall mocha please", "a tall mocker please", True),
        ("eight ounce latte", "A-Town's lat", True),
        ("set a timer for 5 minutes", "Set a timer for five minutes.", True),
        ("turn on the kitchen lights", "what time is it in Tokyo", False),
        ("turn on the kitchen lights", "turn", False),
    ],
)
def test_near_is_by_letters_or_by_sounds(meant: str, heard: str, near: bool) -> None:
    assert (checks.likeness(meant, heard) >= checks.NEAR) is near


def test_how_long_a_sentence_can_take() -> None:
    lights = "turn on the kitchen lights"
    assert checks.could_be(lights, checks.trim(around(tone(1.5, 0.1))))
    assert not checks.could_be(lights, checks.trim(around(tone(0.2, 0.1))))
    assert not checks.could_be("stop", checks.trim(around(tone(6.0, 0.1))))


def test_a_sentence_is_compared_in_its_language() -> None:
    assert checks.likeness("设定29度", "设定二十九度。", "zh") == 1.0
    assert checks.likeness("设定29度", "今天天气怎么样", "zh") < checks.NEAR
    # by letters where no phones are known
    assert checks.likeness("demat", "demad", "br") == 0.8
    spoken = checks.trim(around(tone(1.5, 0.1)))
    assert checks.could_be("设定", spoken, "zh") and not checks.could_be("设", spoken)
    assert not checks.could_be("设定二十九度" * 8, spoken, "zh")
