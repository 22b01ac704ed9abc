"""The microphone on devices that this computer does not have, made of software."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.audio import microphone as module
from assistant.audio.microphone import Microphone, MicrophoneConfig
from models.audio import FRAME_SAMPLES
from models.errors import DeviceError
from models.types import Samples
from tests.fixtures.fake_portaudio import FakePortAudio


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device is given up sooner than a real one would be."""
    monkeypatch.setattr(module, "GONE_AFTER_S", 0.05)
    monkeypatch.setattr(module, "REOPEN_FOR_S", 0.05)
    monkeypatch.setattr(module, "REOPEN_EVERY_S", 0.01)


def tone(rate: int, seconds: float) -> Samples:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(round(rate * seconds)) / rate)).astype(np.float32)


def take(frames: Microphone, count: int) -> Samples:
    return np.concatenate([frame.samples for _, frame in zip(range(count), frames, strict=False)])


def test_frames_at_16_khz_are_the_devices_own_samples() -> None:
    sound = FakePortAudio(heard=[tone(16_000, 1.0)])
    with Microphone(sound=sound) as frames:
        assert np.array_equal(take(frames, 33), tone(16_000, 1.0)[: 33 * FRAME_SAMPLES])
    assert sound.opened == [("input", 16_000, 1)]


@pytest.mark.parametrize(("rate", "channels"), [(48_000, 1), (44_100, 1), (48_000, 2), (22_050, 4)])
def test_a_device_that_refuses_16_khz_or_mono_is_opened_as_it_wants(rate: int, channels: int) -> None:
    sound = FakePortAudio([rate], channels=channels, heard=[tone(rate, 1.0)])
    with Microphone(sound=sound) as frames:
        heard = take(frames, 30)
    assert sound.opened == [("input", rate, channels)]
    assert np.abs(heard - tone(16_000, 0.9)).max() < 0.05


def test_sound_that_nobody_takes_in_time_is_counted_and_the_newest_is_kept() -> None:
    seconds = 12.0
    sound = FakePortAudio(heard=[np.arange(round(16_000 * seconds), dtype=np.float32)])
    with Microphone(sound=sound) as frames:
        assert sound.delivered.wait(10)
        first = next(frames)
    assert frames.lost_ms == 12_000 - module.QUEUE_MS + (module.QUEUE_MS % 30)
    assert first.start_ms == frames.lost_ms
    assert first.samples[0] == frames.lost_ms * 16


def test_discard_forgets_what_was_heard_so_far() -> None:
    sound = FakePortAudio(heard=[tone(16_000, 3.0)])
    with Microphone(sound=sound) as frames:
        assert sound.delivered.wait(10)
        frames.discard()
        assert frames.lost_ms == 3_000


def test_only_zeros_are_an_error_that_names_the_permission() -> None:
    sound = FakePortAudio(heard=[np.zeros(16_000, np.float32)] * 3)
    with Microphone(MicrophoneConfig(zeros_for_s=2), sound=sound) as frames:
        with pytest.raises(DeviceError, match=r"only zeros.*privacy"):
            take(frames, 100)


def test_zeros_after_sound_are_a_muted_microphone_and_no_error() -> None:
    zeros = np.zeros(16_000, np.float32)
    sound = FakePortAudio(heard=[zeros, tone(16_000, 0.3), zeros, zeros])
    with Microphone(MicrophoneConfig(zeros_for_s=2), sound=sound) as frames:
        assert len(take(frames, 110)) == 110 * FRAME_SAMPLES


def test_an_unplugged_microphone_is_opened_again_when_it_is_back() -> None:
    sound = FakePortAudio(heard=[tone(16_000, 0.3)], opens=2)
    with Microphone(sound=sound) as frames:
        assert len(take(frames, 20)) == 20 * FRAME_SAMPLES
        with pytest.raises(DeviceError, match=r"fake device: .*unplugged"):
            take(frames, 1)
    assert len(sound.opened) == 2


def test_where_faults_are_reported_it_waits_for_its_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GONE_AFTER_S", 0.1)
    monkeypatch.setattr(module, "REOPEN_FOR_S", 0.0)
    monkeypatch.setattr(module, "REOPEN_EVERY_S", 0.01)
    told: list[str] = []
    sound = FakePortAudio(heard=[tone(16_000, 0.3)], opens=1)

    def report(sentence: str) -> None:
        told.append(sentence)
        sound.opens = 1

    with Microphone(sound=sound, report=report) as frames:
        assert len(take(frames, 20)) == 20 * FRAME_SAMPLES
    assert told == [
        "fake device: this microphone was unplugged or has stopped; plug it in.",
        "The microphone is back: fake device.",
    ]


def test_zeros_are_reported_once_and_the_first_sound_is_heard() -> None:
    told: list[str] = []
    zeros = np.zeros(16_000, np.float32)
    sound = FakePortAudio(heard=[zeros] * 5 + [tone(16_000, 0.3)])
    with Microphone(MicrophoneConfig(zeros_for_s=2), sound=sound, report=told.append) as frames:
        assert take(frames, 176)[-1] != 0
    assert len(told) == 1 and "only zeros" in told[0]


def test_a_closed_microphone_ends_whoever_still_listens() -> None:
    sound = FakePortAudio(heard=[tone(16_000, 0.3)])
    with Microphone(sound=sound) as frames:
        next(frames)
    assert len(list(frames)) == 9
    assert len(sound.opened) == 1


@pytest.mark.parametrize(
    ("device", "opens", "said"),
    [
        ("studio", 9, "studio: there is no such microphone"),
        (7, 9, "7: there is no such microphone"),
        (None, 0, "no microphone was found"),
        (0, 0, "cannot be opened"),
    ],
)
def test_a_device_that_is_not_there(device: str | int | None, opens: int, said: str) -> None:
    with pytest.raises(DeviceError, match=said):
        Microphone(MicrophoneConfig(device=device), sound=FakePortAudio(opens=opens)).__enter__()


def test_a_device_that_runs_away_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RUNAWAY_S", 1.0)
    sound = FakePortAudio(heard=[tone(16_000, 3.0)])
    with Microphone(sound=sound) as frames:
        take(frames, 60)
    assert len(sound.opened) >= 2
