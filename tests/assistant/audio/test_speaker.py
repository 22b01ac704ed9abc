"""The loudspeaker on devices that this computer does not have, made of software."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.audio import speaker as module
from assistant.audio.speaker import DUCKED, LATENCY_S, LONG_LATENCY_S, Speaker, SpeakerConfig
from models.errors import DeviceError
from models.types import Samples, Speech
from tests.fixtures.fake_portaudio import FakePortAudio

HALF_SECOND = Speech(np.full(8_000, 0.5, np.float32), 16_000)


def played(sound: FakePortAudio) -> Samples:
    """What was played, without the silence around it."""
    whole = np.concatenate(sound.played)
    (loud,) = whole.nonzero()
    return whole[loud[0] : loud[-1] + 1]


def test_everything_is_played_and_play_returns_when_it_was_heard() -> None:
    sound = FakePortAudio()
    with Speaker(sound=sound) as speaker:
        began = time.monotonic()
        assert speaker.play(HALF_SECOND) == pytest.approx(0.5)
        assert time.monotonic() - began >= 0.5
    assert np.array_equal(played(sound), HALF_SECOND.samples)


def test_a_cut_stops_it_within_50_ms_without_a_click() -> None:
    cancelled, sound = threading.Event(), FakePortAudio()
    with Speaker(sound=sound) as speaker:
        threading.Timer(0.2, cancelled.set).start()
        began = time.monotonic()
        seconds = speaker.play(HALF_SECOND, cancelled)
        took = time.monotonic() - began
    assert took < 0.4  # a busy computer; 0.21 on a quiet one
    assert seconds == pytest.approx(min(took, 0.5), abs=0.15)
    assert np.abs(np.diff(played(sound))).max() < 0.02
    assert played(sound)[-1] < 0.05


def test_it_goes_on_from_where_it_was() -> None:
    sound, ramp = FakePortAudio(), Speech(np.linspace(0.1, 0.9, 8_000, dtype=np.float32), 16_000)
    with Speaker(sound=sound) as speaker:
        assert speaker.play(ramp, from_s=0.4) == pytest.approx(0.1)
    assert np.array_equal(played(sound), ramp.samples[6_400:])


def test_cancelled_before_it_began_plays_nothing() -> None:
    cancelled, sound = threading.Event(), FakePortAudio()
    cancelled.set()
    with Speaker(sound=sound) as speaker:
        assert speaker.play(HALF_SECOND, cancelled) == 0
    assert not sound.played


def test_a_bell_ducks_the_reply_that_goes_on() -> None:
    sound = FakePortAudio()
    reply = Speech(np.full(8_000, 0.5, np.float32), 16_000)
    bell = Speech(np.full(800, 0.25, np.float32), 16_000)
    with Speaker(sound=sound) as speaker:
        talking = threading.Thread(target=speaker.play, args=(reply,))
        talking.start()
        time.sleep(0.1)
        speaker.play(bell, over=True)
        talking.join()
    values, counts = np.unique(played(sound), return_counts=True)
    assert values == pytest.approx([0.25 + 0.5 * DUCKED, 0.5])
    assert counts == pytest.approx([800, 7_200])


def test_volume_and_mute_are_applied_to_the_samples() -> None:
    sound = FakePortAudio()
    with Speaker(SpeakerConfig(volume=0.5), sound=sound) as speaker:
        speaker.play(Speech(np.full(160, 0.5, np.float32), 16_000))
        speaker.volume = 0.1
        speaker.play(Speech(np.full(160, 0.5, np.float32), 16_000))
        speaker.muted = True
        speaker.play(Speech(np.full(160, 0.5, np.float32), 16_000))
    assert [float(block[0]) for block in sound.played] == pytest.approx([0.25, 0.05])


def test_what_was_played_is_kept_for_the_echo_canceller() -> None:
    with Speaker(SpeakerConfig(volume=0.5), sound=FakePortAudio()) as speaker:
        speaker.play(HALF_SECOND)
        known = speaker.played.read(speaker.played.given, 16_000)
    assert known.max() == pytest.approx(0.25)
    assert np.count_nonzero(known > 0.01) == 8_000


def test_it_plays_at_the_rate_of_the_device_over_one_stream() -> None:
    sound = FakePortAudio([48_000])
    with Speaker(sound=sound) as speaker:
        assert speaker.play(HALF_SECOND) == pytest.approx(0.5)
        assert speaker.play(Speech(np.full(2_205, 0.5, np.float32), 22_050)) == pytest.approx(0.1)
    assert sound.opened == [("output", 48_000, 1)]


def test_a_device_that_stops_is_named_and_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GONE_AFTER_S", 0.2)
    sound = FakePortAudio()
    with Speaker(sound=sound) as speaker:
        sound.output_gone = True
        with pytest.raises(DeviceError, match="this loudspeaker has stopped"):
            speaker.play(HALF_SECOND)
        sound.output_gone = False
        assert speaker.play(HALF_SECOND) == pytest.approx(0.5)


def test_a_device_that_is_not_there() -> None:
    with pytest.raises(DeviceError, match="no loudspeaker was found"):
        Speaker(sound=FakePortAudio(opens=0))
    with pytest.raises(DeviceError, match="studio: there is no such loudspeaker"):
        Speaker(SpeakerConfig(device="studio"), sound=FakePortAudio())
    with pytest.raises(DeviceError, match="cannot be opened"):
        Speaker(SpeakerConfig(device=0), sound=FakePortAudio(opens=0)).play(HALF_SECOND)


class Stuttering(FakePortAudio):
    """Runs out of sound now and then, or takes it all at once."""

    def __init__(self, *, at_once: bool = False) -> None:
        super().__init__()
        self.at_once, self.latencies, self.blocks = at_once, list[float](), 0

    def OutputStream(self, *, latency: float, **asked: Any) -> Any:
        self.latencies.append(latency)
        return _Runs(self, super().OutputStream(latency=latency, **asked))


class _Runs:
    def __init__(self, owner: Stuttering, output: Any) -> None:
        self._owner, self._output, self.latency = owner, output, output.latency

    def start(self) -> None:
        self._output.start()

    def write(self, block: Samples) -> bool:
        self._owner.blocks += 1
        if not self._owner.at_once:
            self._output.write(block)
        return True

    def close(self) -> None:
        self._output.close()


def test_a_device_that_stutters_gets_a_longer_buffer_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLED_S", 0.0)
    sound = Stuttering()
    with Speaker(sound=sound) as speaker:
        for _ in range(3):
            speaker.play(HALF_SECOND)
    assert sound.latencies == [LATENCY_S, LONG_LATENCY_S]


def test_a_device_that_runs_out_amid_silence_keeps_its_buffer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLED_S", 0.0)
    sound = Stuttering()
    with Speaker(sound=sound) as speaker:
        speaker.open()
        time.sleep(0.1)
        speaker.play(replace(HALF_SECOND, samples=np.zeros_like(HALF_SECOND.samples)))
    assert sound.blocks and sound.latencies == [LATENCY_S]


def test_a_device_that_takes_everything_at_once_costs_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AHEAD_S", 0.1)
    sound = Stuttering(at_once=True)
    with Speaker(sound=sound) as speaker:
        speaker.open()
        time.sleep(0.5)
    assert 40 <= sound.blocks <= 75


def test_a_device_that_is_gone_is_let_go_before_it_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GONE_AFTER_S", 0.2)
    sound = FakePortAudio()
    with Speaker(sound=sound) as speaker:
        old = speaker.open()
        sound.output_gone = True
        time.sleep(0.3)
        sound.output_gone = False
        assert speaker.open() is not old and not old._thread.is_alive() and old._closed.is_set()
