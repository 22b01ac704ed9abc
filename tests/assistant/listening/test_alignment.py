"""The clocks of two devices, each with threads that wake late."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.listening.alignment import DRIFT, JUMP, SECOND, Alignment
from models.audio import FRAME_SAMPLES

BLOCK = 160
RNG = np.random.default_rng(0)


def given(frames: int, ppm: float = 0.0) -> np.ndarray:
    """What the loudspeaker had been given at the end of each frame; (frames,)."""
    return np.arange(1, frames + 1) * FRAME_SAMPLES * (1 + ppm / 1e6) + RNG.uniform(0, BLOCK, frames)


@pytest.mark.parametrize("ppm", [0, 50, -100])
def test_the_ratio_of_the_clocks_is_found_within_a_minute(ppm: int) -> None:
    alignment = Alignment()
    for one in given(60 * SECOND, ppm):
        alignment.push(one, silent=False)
    assert (alignment.ratio - 1) * 1e6 == pytest.approx(ppm, abs=25)


def test_it_advances_steadily() -> None:
    alignment, places = Alignment(), []
    for one in given(20 * SECOND, 50):
        alignment.push(one, silent=False)
        places.append(alignment.place)
    assert np.diff(places) == pytest.approx(FRAME_SAMPLES, abs=0.1)


@pytest.mark.parametrize(("slip", "silent", "moves"), [(1, False, 0), (1, True, 1), (2, False, 1)])
def test_what_slips_is_corrected_where_it_matters(slip: int, silent: bool, moves: int) -> None:
    alignment = Alignment()
    moved = 0
    for number, one in enumerate(given(8 * SECOND)):
        slipped = (DRIFT * 1.5 if slip == 1 else JUMP * 1.5) if number > 4 * SECOND else 0
        alignment.push(one + slipped, silent)
        moved += alignment.moved
    assert moved == 1 + moves


def test_a_thread_that_wakes_late_moves_no_clock() -> None:
    """As on a busy computer: one frame in twenty is told of up to five blocks too few."""
    chance = np.random.default_rng(1)
    alignment, places = Alignment(), []
    for number in range(1, 120 * SECOND + 1):
        late = BLOCK * int(chance.integers(1, 6)) if chance.random() < 0.05 else 0
        alignment.push(float(number * FRAME_SAMPLES - late), silent=False)
        places.append(alignment.place - number * FRAME_SAMPLES)
    assert np.ptp(places) < 8
