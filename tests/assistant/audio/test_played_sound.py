"""What the loudspeaker was given, read back by its time."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.audio.played_sound import KEPT, PlayedSound


def test_any_stretch_of_the_last_seconds_can_be_read() -> None:
    played, ramp = PlayedSound(), np.arange(16_000, dtype=np.float32)
    for start in range(0, 16_000, 160):
        played.add(ramp[start : start + 160], 16_000)
    assert played.given == 16_000
    assert np.array_equal(played.read(16_000, 480), ramp[-480:])
    assert np.array_equal(played.read(8_000, 480), ramp[7_520:8_000])


def test_it_knows_when_it_last_sounded() -> None:
    played = PlayedSound()
    played.add(np.ones(160, np.float32), 16_000)
    played.add(np.zeros(320, np.float32), 16_000)
    assert (played.sounded, played.given) == (160, 480)


def test_what_is_not_known_is_silence() -> None:
    played = PlayedSound()
    assert not played.read(480, 480).any()
    played.add(np.ones(160, np.float32), 16_000)
    assert played.read(320, 320) == pytest.approx(np.repeat([1, 0], 160))
    assert not played.read(-KEPT, 480).any()


@pytest.mark.parametrize("rate_hz", [22_050, 48_000])
def test_another_rate_keeps_the_time(rate_hz: int) -> None:
    played = PlayedSound()
    times = np.arange(rate_hz) / rate_hz
    for block in np.split((times >= 0.5).astype(np.float32), 50):
        played.add(block, rate_hz)
    assert played.given == pytest.approx(16_000)
    (first,) = (played.read(12_000, 8_000) > 0.5).nonzero()
    assert first[0] / 16_000 + 0.25 == pytest.approx(0.5, abs=0.001)


def test_a_reader_that_comes_late_finds_the_newest() -> None:
    played = PlayedSound()
    for number in range(2_000):
        played.add(np.full(160, number, np.float32), 16_000)
    assert np.array_equal(np.unique(played.read(played.given, 480)), [1_997, 1_998, 1_999])


@pytest.mark.parametrize("unread", [300, 450, 900])
def test_silence_that_nobody_read_keeps_the_time(unread: int) -> None:
    played, block = PlayedSound(), np.ones(441, np.float32)
    for level, count in ((1, 50), (0, unread), (1, 50)):
        for _ in range(count):
            played.add(level * block, 44_100)
        if level:
            assert played.read(played.given - 960, 480) == pytest.approx(np.ones(480), abs=0.01)
