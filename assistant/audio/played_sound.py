"""What the loudspeaker was given to play, for the echo canceller. No device, no canceller."""

from __future__ import annotations

import math
import threading
import time
from collections import deque

import numpy as np

from models.audio import SAMPLE_RATE_HZ
from models.types import Samples

KEPT = 4 * SAMPLE_RATE_HZ
"""Samples kept; the microphone's sound waits a moment at most before it is cleaned."""
WAITING = 400
"""Unread blocks kept."""
TAPS = np.arange(-7, 9)
"""Neighbours from which a sample between two samples is interpolated."""


class PlayedSound:
    """The last seconds of the loudspeaker's sound at 16 kHz, silence included.

    The loudspeaker's callback adds blocks, the listening thread reads; `given` may be read by any thread.
    """

    def __init__(self) -> None:
        self._new: deque[tuple[Samples, int, float]] = deque(maxlen=WAITING)
        self._lock = threading.Lock()
        self._kept = np.zeros(KEPT, np.float32)
        self._end = 0.0  # of `_kept`, counted in 16 kHz samples since the start
        self._next = 0.0  # where the next block begins, unless some are dropped
        self._rate_hz = 0
        self.given = 0.0
        """Samples at 16 kHz that the loudspeaker has been given since the start."""
        self._added_s, self._added = 0.0, 0.0  # when the last block was, and its samples at 16 kHz
        self.sounded = -math.inf
        """`given` at the end of the last block that was not silent."""

    def add(self, block: Samples, rate_hz: int) -> None:
        """Append (n,) samples as they are handed to the device; cheap enough for its callback."""
        self._new.append((block, rate_hz, self.given))
        self._added_s, self._added = time.monotonic(), len(block) * SAMPLE_RATE_HZ / rate_hz
        self.given += self._added
        if block.any():
            self.sounded = self.given

    def given_now(self) -> float:
        """`given` as if the last block were given bit by bit."""
        passed = (time.monotonic() - self._added_s) * SAMPLE_RATE_HZ
        return self.given - self._added + min(passed, self._added)

    def read(self, end: float, count: int, ratio: float = 1.0) -> Samples:
        """(count,) samples up to `end` on the scale of `given`; zeros where nothing is known.

        Arguments:
            ratio: distance of two samples, about 1.
        """
        with self._lock:
            while self._new:
                self._append(*self._new.popleft())
            places = KEPT - (self._end - end) - ratio * np.arange(count, 0, -1)
            whole = np.floor(places).astype(np.int64)
            near = whole[:, np.newaxis] + TAPS  # (count, taps)
            away = places[:, np.newaxis] - near
            weights = np.sinc(away) * np.cos(np.pi * away / len(TAPS)) ** 2
            known = (near >= 0) & (near < KEPT)
            found: Samples = np.sum(
                self._kept[np.clip(near, 0, KEPT - 1)] * np.where(known, weights, 0), axis=1, dtype=np.float32
            )
            return found

    def _append(self, block: Samples, rate_hz: int, begins: float) -> None:
        import soxr

        if rate_hz != self._rate_hz or begins > self._next + 1:
            # the first, another device, or blocks were dropped unread
            self._rate_hz, self._end = rate_hz, begins
            self._kept[:] = 0
            self._resampler = soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32")
        self._next = begins + len(block) * SAMPLE_RATE_HZ / rate_hz
        if rate_hz != SAMPLE_RATE_HZ:
            block = self._resampler.resample_chunk(block)
        # the resampler holds back some milliseconds
        self._end += len(block)
        self._kept = np.concatenate([self._kept, block])[-KEPT:]
