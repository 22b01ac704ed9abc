"""Simulated rooms: energy, direct sound, the same room for the same draw; a microphone's level and noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.audio import SAMPLE_RATE_HZ
from tests.fixtures.tones import tone
from training.recognizer import rooms
from training.recognizer.rooms import Room

pytest.importorskip("pyroomacoustics")


def test_rooms_follow_from_seed_and_number_and_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "rooms.safetensors"
    first, second = rooms.simulated(2, 0, kept)
    for response in (first.voice, first.noise, second.voice, second.noise):
        assert np.square(response).sum() == pytest.approx(1.0, rel=1e-3)
        assert SAMPLE_RATE_HZ * 0.2 < response.size < SAMPLE_RATE_HZ * 1.5
        # the direct sound comes first, and most of the echo within its time
        assert np.square(response[: response.size // 2]).sum() > 0.9
    assert first.voice.size != second.voice.size
    (again,) = rooms.simulated(1, 0, tmp_path / "again.safetensors")
    assert np.array_equal(again.voice, first.voice) and np.array_equal(again.noise, first.noise)
    monkeypatch.setattr(rooms, "simulate", None)
    assert np.array_equal(rooms.simulated(2, 0, kept)[1].voice, second.voice)


def test_a_voice_across_a_room_lies_above_the_noise_as_far_as_was_asked() -> None:
    room, click = Room(_echo(), _echo()), tone(440.0, 1.0, 0)
    quiet, loud = (
        rooms.across(click, room, tone(90.0, 0.3, 1), snr_db, np.random.default_rng(3))
        for snr_db in (40.0, 0.0)
    )
    assert quiet.size == loud.size >= click.size and quiet.dtype == np.float32

    def share_of_noise(samples: rooms.Samples) -> float:
        power = np.square(np.abs(np.fft.rfft(samples)))
        hertz = np.fft.rfftfreq(samples.size, 1 / SAMPLE_RATE_HZ)
        return float(power[(hertz > 60) & (hertz < 120)].sum() / power.sum())

    assert share_of_noise(loud) > 10 * share_of_noise(quiet)


def test_a_microphone_has_16_bits_and_a_distant_level() -> None:
    samples = tone(440.0, 0.5, 0)
    heard = [rooms.through_microphone(samples, np.random.default_rng(s)) for s in range(8)]
    assert all(
        np.abs(h).max() <= 1.0 and np.allclose(h * 32767, np.round(h * 32767), atol=1e-2) for h in heard
    )
    levels = [float(np.sqrt(np.square(h).mean())) for h in heard]
    assert min(levels) < 0.05 and len({round(level, 4) for level in levels}) == len(levels)


def _echo() -> rooms.Samples:
    draw = np.random.default_rng(0)
    response = (draw.normal(size=1600) * np.exp(-np.arange(1600) / 300)).astype(np.float32)
    return np.asarray(response / np.sqrt(np.square(response).sum()), dtype=np.float32)
