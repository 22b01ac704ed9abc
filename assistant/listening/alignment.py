"""The clocks of loudspeaker and microphone brought to one. Knows no sound."""

from __future__ import annotations

from collections import deque

import numpy as np

from models.audio import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ

SECOND = 1000 // FRAME_MS
"""Frames over which the streams' distance is averaged; a single one is off by a block or two."""
REMEMBERED = 120
"""Seconds from which the ratio of the clocks is estimated."""
LEAST_SECONDS = 10
CLOCKS = 1e-4
"""Standard deviation of the ratio of two devices' clocks."""
LATE = SAMPLE_RATE_HZ * 15 // 1000
"""Samples off beside a second's median, a block and a half, that tell of a thread and not of the clocks."""
DRIFT, JUMP = SAMPLE_RATE_HZ * 25 // 1000, SAMPLE_RATE_HZ * 60 // 1000
"""Samples out of place that are corrected in silence, and at once."""


class Alignment:
    """The place in the played sound that belongs to each frame of the microphone.

    The place advances with the microphone's clock times the ratio of the clocks, so that an echo keeps its
    distance from it. It jumps only where the streams have moved against each other, as after an underrun.
    """

    def __init__(self) -> None:
        self.place = 0.0
        """Samples played at the end of the last frame."""
        self.ratio = 1.0
        """Samples played while the microphone records one."""
        self.moved = True
        """Whether the last frame's place jumped."""
        self._begun = False
        self._off: deque[float] = deque(maxlen=SECOND)
        self._recorded = 0.0
        self._distances: deque[float] = deque(maxlen=REMEMBERED)
        self._frames = 0

    def push(self, given: float, silent: bool) -> None:
        """Take the next frame.

        Arguments:
            given: samples that the loudspeaker had been given when the frame ended, as far as is known.
            silent: whether a jump would be noticed by nobody.
        """
        self._recorded += FRAME_SAMPLES
        self.place = self.place + FRAME_SAMPLES * self.ratio if self._begun else given
        self.moved = not self._begun
        self._begun = True
        self._off.append(given - self.place)
        off = float(np.median(self._off))
        settled = len(self._off) == SECOND and np.ptp(self._off) < JUMP
        if settled and abs(off) > (DRIFT if silent else JUMP):
            self._begin_at(self.place + off)
            return
        self._frames += 1
        if self._frames % SECOND == 0:
            mean = float(np.mean([one for one in self._off if abs(one - off) <= LATE]))
            self._distances.append(mean + self.place - self._recorded)
            self._estimate()

    def _begin_at(self, place: float) -> None:
        self.place, self.moved, self._frames = place, True, 0
        self._off.clear()
        self._distances.clear()

    def _estimate(self) -> None:
        """The slope of the distances, the less believed the more its halves differ: a slip is no drift."""
        seconds = len(self._distances)
        if seconds < LEAST_SECONDS:
            return
        distances = np.array(self._distances)
        whole, *halves = (
            float(np.polyfit(np.arange(len(part)) * SECOND * FRAME_SAMPLES, part, 1)[0])
            for part in (distances, distances[: seconds // 2], distances[seconds // 2 :])
        )
        error = max(abs(half - whole) for half in halves)
        self.ratio = 1 + whole * CLOCKS**2 / (CLOCKS**2 + error**2)
