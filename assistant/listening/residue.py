"""What the room's filter leaves of an echo, by bands of frequency. Knows no device and no filter.

A voice is loud in some bands at a time, and what is left of an echo in others: amid the loudspeaker's voice
three bands tell a voice from the rest more surely than the level of all.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ
from models.types import Samples

BANDS, LOWEST_HZ, HIGHEST_HZ = 10, 150.0, 5_000.0
LOUDER_BANDS = 3
LOUDER_DB = 16.0
"""A voice is louder in so many bands by so much than what is left of an echo by its median."""
FALL_DB = 1.0
"""Fall of a reverberation in a frame, in a room that rings for two seconds."""
REMEMBERED_FRAMES = 100
"""Frames with an echo over whose median it is known how much the filter takes out."""
_LEAST_POWER = 1e-10


class Residue:
    """How far each band of what is left stands out; push every frame with an echo."""

    def __init__(self) -> None:
        edges = np.geomspace(LOWEST_HZ, HIGHEST_HZ, BANDS + 1)
        bins = np.fft.rfftfreq(2 * FRAME_SAMPLES, 1 / SAMPLE_RATE_HZ)
        self._bands = np.array(
            [(bins >= low) & (bins < high) for low, high in pairwise(edges)],
            np.float32,
        )  # (bands, bins)
        self._window = np.hanning(2 * FRAME_SAMPLES).astype(np.float32)
        self._last_echo = self._last_left = np.zeros(FRAME_SAMPLES, np.float32)
        self._echo_db = np.full(BANDS, -120.0)
        self._removed_db: deque[NDArray[np.floating]] = deque(maxlen=REMEMBERED_FRAMES)

    def stands_out(self, echo: Samples, left: Samples, *, audible: bool) -> bool:
        """Whether more than what is left of an echo is in the frame.

        Arguments:
            echo: (480,) samples that the filter took out.
            left: (480,) samples that it left.
            audible: whether there is an echo to be learnt from.
        """
        echo_db, left_db = self._levels(self._last_echo, echo), self._levels(self._last_left, left)
        self._last_echo, self._last_left = echo, left
        self._echo_db = np.maximum(echo_db, self._echo_db - FALL_DB)
        if audible:
            self._removed_db.append(self._echo_db - left_db)
        removed_db = np.median(self._removed_db, axis=0) if self._removed_db else np.zeros(BANDS)
        above_db = np.sort(left_db - (self._echo_db - removed_db))
        return bool(above_db[-LOUDER_BANDS] >= LOUDER_DB)

    def _levels(self, last: Samples, now: Samples) -> NDArray[np.floating]:
        """(bands,) in dB of two frames in a row."""
        powers = np.abs(np.fft.rfft(np.concatenate([last, now]) * self._window)) ** 2
        levels: NDArray[np.floating] = 10 * np.log10(self._bands @ powers / FRAME_SAMPLES**2 + _LEAST_POWER)
        return levels
