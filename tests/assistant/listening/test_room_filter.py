"""The filter on a room made of software, with and without a voice in it."""

from __future__ import annotations

import numpy as np

from assistant.listening.room_filter import RoomFilter
from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ, level_dbfs
from models.types import Samples

RNG = np.random.default_rng(0)
SECONDS = 6


def noise(level: float) -> Samples:
    return (level * RNG.standard_normal(SECONDS * SAMPLE_RATE_HZ)).astype(np.float32)


def echo_of(played: Samples) -> Samples:
    """After 100 ms, reverberated for 200."""
    times = np.arange(SAMPLE_RATE_HZ // 5)
    response = np.zeros(SAMPLE_RATE_HZ // 10 + len(times))
    response[-len(times) :] = RNG.standard_normal(len(times)) * np.exp(-times / 800) * 0.02
    return np.convolve(played, response)[: len(played)].astype(np.float32)


def left_of(recorded: Samples, played: Samples) -> Samples:
    room = RoomFilter()
    frames = range(0, len(played) // FRAME_SAMPLES * FRAME_SAMPLES, FRAME_SAMPLES)
    return np.concatenate(
        [room.subtract(recorded[i : i + FRAME_SAMPLES], played[i : i + FRAME_SAMPLES]) for i in frames]
    )


def test_an_echo_is_learnt_and_taken_out() -> None:
    played = noise(0.1)
    echo = echo_of(played)
    left = left_of(echo, played)
    assert level_dbfs(echo[-SAMPLE_RATE_HZ:]) - level_dbfs(left[-SAMPLE_RATE_HZ:]) > 25


def test_a_voice_over_it_is_neither_taken_out_nor_learnt() -> None:
    played, near = noise(0.1), noise(0.05)
    near[: 4 * SAMPLE_RATE_HZ] = 0
    near[5 * SAMPLE_RATE_HZ :] = 0
    echo = echo_of(played)
    left = left_of(echo + near, played)
    during = slice(4 * SAMPLE_RATE_HZ, 5 * SAMPLE_RATE_HZ)
    assert level_dbfs(left[during] - near[during]) < level_dbfs(near[during]) - 15
    after = slice(5 * SAMPLE_RATE_HZ, len(left))
    assert level_dbfs(echo[after]) - level_dbfs(left[after]) > 15


def test_after_silence_nothing_is_expected() -> None:
    room, played = RoomFilter(), noise(0.1)
    for i in range(0, 50 * FRAME_SAMPLES, FRAME_SAMPLES):
        room.subtract(played[i : i + FRAME_SAMPLES], played[i : i + FRAME_SAMPLES])
    room.forget_played()
    nothing = np.zeros(FRAME_SAMPLES, np.float32)
    assert level_dbfs(room.subtract(nothing, nothing)) < -100
