"""The detector on synthetic sound; tests/assistant/listening/test_listener.py has real speech and noise."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from models.audio import FRAME_MS, FRAME_SAMPLES
from models.types import Samples
from models.vad.webrtc import UNKNOWN_FLOOR_DBFS, NoiseFloor, WebRtcVad, WebRtcVadConfig


def noise(seconds: float, level_dbfs: float, seed: int = 0) -> Samples:
    samples = np.random.default_rng(seed).standard_normal(round(seconds * 16_000))
    return (samples * 10 ** (level_dbfs / 20)).astype(np.float32)


def flags(detector: WebRtcVad, samples: Samples) -> list[bool]:
    whole = len(samples) // FRAME_SAMPLES
    return [
        detector.is_speech(frame) for frame in samples[: whole * FRAME_SAMPLES].reshape(whole, FRAME_SAMPLES)
    ]


@pytest.mark.parametrize("level", [-60.0, -40.0, -20.0, -6.0])
def test_constant_noise_is_not_speech_once_it_is_known(level: float) -> None:
    detector = WebRtcVad()
    assert not any(flags(detector, noise(10, level))[100:])
    assert detector.floor_dbfs == pytest.approx(level, abs=1.5)


def test_silence_is_not_speech() -> None:
    assert not any(flags(WebRtcVad(), np.zeros(16_000 * 3, np.float32)))


def follow(floor: NoiseFloor, level: float, ms: int) -> float:
    return [floor.follow(level) for _ in range(ms // FRAME_MS)][-1]


def test_the_floor_falls_at_once_and_rises_after_three_seconds() -> None:
    floor = NoiseFloor()
    follow(floor, -50, 6_000)
    assert follow(floor, -30, 2_400) == pytest.approx(-50)
    assert follow(floor, -30, 1_200) == pytest.approx(-30)
    assert follow(floor, -60, 90) == pytest.approx(-60)


def test_one_frame_of_zeros_does_not_pull_the_floor_down() -> None:
    floor = NoiseFloor()
    follow(floor, -40, 6_000)
    assert floor.follow(-120) > -43


def test_speech_with_gaps_does_not_lift_the_floor() -> None:
    floor = NoiseFloor()
    follow(floor, -60, 3_000)
    for _ in range(20):
        follow(floor, -20, 400)
        lowest = follow(floor, -60, 120)
    assert lowest == pytest.approx(-60)


def test_looking_ahead_finds_the_floor_between_loud_frames_and_not_in_noise_alone() -> None:
    detector = WebRtcVad()
    loud, quiet = noise(0.3, -30).reshape(-1, FRAME_SAMPLES), noise(0.3, -90).reshape(-1, FRAME_SAMPLES)
    detector.look_ahead([*loud, *quiet])
    detector.is_speech(loud[0])
    assert detector.floor_dbfs == pytest.approx(-90, abs=1)
    detector = WebRtcVad()
    detector.look_ahead(list(loud))
    detector.is_speech(loud[0])
    assert detector.floor_dbfs == UNKNOWN_FLOOR_DBFS


def test_a_frame_of_another_length_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="480"):
        WebRtcVad().is_speech(np.zeros(320, np.float32))


@pytest.mark.parametrize("wrong", [{"aggressiveness": 4}, {"gate_db": -1}, {"mode": 2}])
def test_a_wrong_setting_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        WebRtcVadConfig.model_validate(wrong)
