"""Frames out of a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.audio.sound_file import frames
from models.audio import FRAME_SAMPLES
from models.errors import SoundFileError


def test_frames_hold_every_sample_once_and_know_their_time(tmp_path: Path) -> None:
    sound = np.random.default_rng(0).uniform(-0.5, 0.5, 16_000 * 2 + 100).astype(np.float32)
    soundfile.write(tmp_path / "a.wav", sound, 16_000, subtype="FLOAT")
    found = list(frames(tmp_path / "a.wav"))
    joined = np.concatenate([frame.samples for frame in found])
    assert {len(frame.samples) for frame in found} == {FRAME_SAMPLES}
    assert [frame.start_ms for frame in found] == [index * 30 for index in range(len(found))]
    assert np.array_equal(joined[: len(sound)], sound)
    assert len(joined) - len(sound) < FRAME_SAMPLES
    assert not joined[len(sound) :].any()


def test_a_missing_file_is_an_error_at_its_first_frame() -> None:
    with pytest.raises(SoundFileError, match="no such file"):
        next(frames("nowhere.wav"))
