"""Silence and windows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.asr.segments import LONGEST_S, silent, windows


def sound(seconds: float = 1.0) -> np.ndarray:
    return np.random.default_rng(0).normal(0.0, 0.1, int(seconds * 16_000)).astype(np.float32)


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        (sound(1.0), False),
        (sound(0.05), True),
        (np.zeros(16_000, np.float32), True),
        (1e-5 * sound(1.0), True),
        (np.zeros(0, np.float32), True),
    ],
)
def test_short_or_quiet_samples_are_silent(samples: np.ndarray, expected: bool) -> None:
    assert silent(samples) is expected


@settings(max_examples=20, deadline=None)
@given(seconds=st.floats(0.0, 100.0), seed=st.integers(0, 99), longest_s=st.sampled_from([12, LONGEST_S]))
def test_windows_are_the_whole_sound_in_pieces_that_fit(seconds: float, seed: int, longest_s: int) -> None:
    samples = np.random.default_rng(seed).normal(0.0, 0.1, int(seconds * 16_000)).astype(np.float32)
    pieces = windows(samples, longest_s)
    np.testing.assert_array_equal(np.concatenate(pieces), samples)
    assert all(piece.size <= longest_s * 16_000 for piece in pieces)


def test_windows_are_cut_in_the_pause() -> None:
    samples = sound(35.0)
    samples[25 * 16_000 : int(25.4 * 16_000)] = 0.0
    assert 25.0 < windows(samples)[0].size / 16_000 < 25.4
