"""The loudspeaker on devices that this computer does not have, made of software."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from assistant.audio.speaker import Speaker, SpeakerConfig
from models.errors import DeviceError
from models.types import Speech
from tests.fixtures.fake_portaudio import FakePortAudio

HALF_SECOND = Speech(np.full(8_000, 0.5, np.float32), 16_000)


def test_everything_is_played_and_play_returns_when_it_was_heard() -> None:
    sound = FakePortAudio()
    with Speaker(sound=sound) as speaker:
        began = time.monotonic()
        assert speaker.play(HALF_SECOND) == pytest.approx(0.5)
        assert time.monotonic() - began >= 0.5
    assert np.array_equal(np.concatenate(sound.played), HALF_SECOND.samples)


def test_a_cut_stops_it_within_50_ms() -> None:
    cancelled = threading.Event()
    with Speaker(sound=FakePortAudio()) as speaker:
        threading.Timer(0.2, cancelled.set).start()
        began = time.monotonic()
        played = speaker.play(HALF_SECOND, cancelled)
        took = time.monotonic() - began
    assert took < 0.4  # a busy computer; 0.22 on a quiet one
    assert played == pytest.approx(min(took, 0.5), abs=0.15)


def test_cancelled_before_it_began_plays_nothing() -> None:
    cancelled, sound = threading.Event(), FakePortAudio()
    cancelled.set()
    with Speaker(sound=sound) as speaker:
        assert speaker.play(HALF_SECOND, cancelled) == 0
    assert not sound.played


def test_volume_and_mute_are_applied_to_the_samples() -> None:
    sound = FakePortAudio()
    with Speaker(SpeakerConfig(volume=0.5), sound=sound) as speaker:
        speaker.play(Speech(np.full(320, 0.5, np.float32), 16_000))
        speaker.volume = 0.1
        speaker.play(Speech(np.full(320, 0.5, np.float32), 16_000))
        speaker.muted = True
        speaker.play(Speech(np.full(320, 0.5, np.float32), 16_000))
    assert [float(block[0]) for block in sound.played] == pytest.approx([0.25, 0.05, 0.0])


def test_a_device_that_refuses_the_rate_gets_its_own() -> None:
    sound = FakePortAudio([48_000])
    with Speaker(sound=sound) as speaker:
        assert speaker.play(HALF_SECOND) == pytest.approx(0.5)
    assert sound.opened == [("output", 48_000, 1)]
    assert len(np.concatenate(sound.played)) == 24_000


def test_one_stream_serves_many_sentences_of_the_same_rate() -> None:
    sound = FakePortAudio([16_000, 22_050])
    with Speaker(sound=sound) as speaker:
        for rate in (16_000, 16_000, 22_050):
            speaker.play(Speech(np.zeros(320, np.float32), rate))
    assert [rate for _, rate, _ in sound.opened] == [16_000, 22_050]


def test_a_device_that_is_not_there() -> None:
    with pytest.raises(DeviceError, match="no loudspeaker was found"):
        Speaker(sound=FakePortAudio(opens=0))
    with pytest.raises(DeviceError, match="studio: there is no such loudspeaker"):
        Speaker(SpeakerConfig(device="studio"), sound=FakePortAudio())
    with pytest.raises(DeviceError, match="cannot be opened"):
        Speaker(SpeakerConfig(device=0), sound=FakePortAudio(opens=0)).play(HALF_SECOND)
