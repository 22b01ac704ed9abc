"""The recognition at each pause, once computed and once from the disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.types import Samples, Transcript
from tests.fixtures.rests import words
from training.turn import evidence
from training.turn.evidence import Evidence, Remembering, hear
from training.turn.moments import Moment
from training.turn.pauses import in_room
from training.turn.streams import PausedStream


class Recognizer:
    """Knows how much it was given; nothing below a second and a half."""

    def __init__(self) -> None:
        self.calls = 0

    def transcribe(self, samples: Samples) -> Transcript | None:
        self.calls += 1
        if len(samples) < 24_000:
            return None
        return Transcript(f"{len(samples)}", 0.5, states=np.full((20, 3), len(samples) % 7, dtype=np.float32))


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> PausedStream:
    clip = in_room(words(0.5, 0.4), np.random.default_rng(0), [((60, 80), 0.8)])
    # WebRTC's detector hears no speech in tones
    loud = clip.loud[: len(clip.loud) // 3 * 3].reshape(-1, 3).any(axis=1)
    monkeypatch.setattr(evidence, "voiced", lambda samples: loud)
    return PausedStream("one", "an4", "test", "anna", clip)


def test_the_evidence_of_a_pause_and_of_the_end(stream: PausedStream, tmp_path: Path) -> None:
    recognizer = Recognizer()
    heard = hear(stream, recognizer, tmp_path)
    pause, end = heard.evidence
    assert pause.transcript is None and pause.finished is False
    assert end.transcript is not None and end.finished is True
    assert end.seconds == pytest.approx(float(end.transcript.text) / 16_000)
    assert pause.to_come_s == pytest.approx(0.4, abs=0.05)
    again = hear(stream, recognizer, tmp_path)
    assert recognizer.calls == 2
    assert again.evidence == heard.evidence
    states = again.evidence[1].transcript.states  # type: ignore[union-attr]
    assert states is not None and np.array_equal(states, end.transcript.states)  # type: ignore[arg-type]
    assert np.array_equal(again.flags, heard.flags)


def test_equal_sound_is_recognized_once() -> None:
    recognizer = Recognizer()
    remembering = Remembering(recognizer)
    sound = np.zeros(32_000, dtype=np.float32)
    first, again = remembering.transcribe(sound), remembering.transcribe(sound.copy())
    assert first is again and first is not None and first.text == "32000"
    assert remembering.transcribe(sound[:30_000]) != first and recognizer.calls == 2


def test_little_speech_to_come_decides_nothing() -> None:
    def finished(to_come_s: float) -> bool | None:
        return Evidence(1, 1.0, None, to_come_s).finished

    assert [finished(s) for s in (0.0, 0.1, 0.29, 0.3, 2.0)] == [True, None, None, False, False]


def test_the_frame_of_evidence_is_that_of_its_moment(stream: PausedStream, tmp_path: Path) -> None:
    heard = hear(stream, Recognizer(), tmp_path)
    ((begin_s, _),) = stream.clip.pauses_s
    assert Moment(heard.evidence[0].frame, 0).time_s == pytest.approx(begin_s + 0.21, abs=0.15)
