"""The pauses that are looked at, and the frame at which a turn ends."""

from __future__ import annotations

import numpy as np

from assistant.listening.endpointer import Endpointer, EndpointerConfig, VoicedFrame
from models.audio import FRAME_MS, FRAME_SAMPLES
from models.types import Frame
from training.turn.moments import LOOK, Moment, moments, voiced, walk


def flags(text: str) -> np.ndarray:
    """Frames: a letter and its number of frames each, as in `s20 q10`."""
    return np.concatenate([np.full(int(part[1:]), part[0] == "s") for part in text.split()])


def test_every_pause_of_four_frames_is_looked_at_once() -> None:
    found = moments(flags("q30 s20 q2 s23 q10 s20 q40"))
    assert [moment.frame for moment in found] == [30 + 45 + LOOK - 1, 30 + 75 + LOOK - 1]
    assert found[0].begin == 30 - 17
    assert found[0].time_s == (30 + 45 + LOOK) * FRAME_MS / 1000


def test_a_single_frame_of_speech_is_a_click() -> None:
    assert len(moments(flags("s20 q10 s1 q20"))) == 1
    assert moments(flags("q10 s2 q30")) == []


def test_the_turn_ends_after_the_wait_of_the_last_pause() -> None:
    pattern = flags("s20 q20 s20 q60")
    assert walk(pattern, lambda moment: 300) == 20 + 300 // FRAME_MS - 1
    assert walk(pattern, lambda moment: 2_000 if moment.frame < 40 else 300) == 60 + 300 // FRAME_MS - 1
    assert walk(pattern, lambda moment: 10_000) is None


def test_a_fixed_wait_ends_where_the_endpointer_ends() -> None:
    pattern = np.random.default_rng(3).random(600) < np.repeat([0.9, 0.05, 0.8, 0.0], 150)
    endpointer, closed = Endpointer(EndpointerConfig(end_silence_ms=600)), None
    silence = np.zeros(FRAME_SAMPLES, dtype=np.float32)
    for number, speech in enumerate(pattern):
        frame = Frame(samples=silence, start_ms=number * FRAME_MS)
        if endpointer.push(VoicedFrame(frame, bool(speech))) is not None and closed is None:
            closed = number
    assert closed is not None and walk(pattern, lambda moment: 600) == closed


def test_what_is_heard_runs_from_the_pre_roll_to_the_pause() -> None:
    samples = np.arange(100 * FRAME_SAMPLES, dtype=np.float32)
    heard = Moment(frame=59, begin=10).heard(samples)
    end = 60 * FRAME_SAMPLES
    assert heard[0] == 10 * FRAME_SAMPLES and heard[50 * FRAME_SAMPLES - 1] == end - 1
    # and on, mirrored, for a pause of 210 ms
    assert len(heard) == 53 * FRAME_SAMPLES and heard[-1] == end - 3 * FRAME_SAMPLES


def test_silence_is_not_voiced() -> None:
    noise = np.random.default_rng(0).normal(0, 1e-4, 40 * FRAME_SAMPLES).astype(np.float32)
    assert not voiced(noise).any()
