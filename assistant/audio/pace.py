"""How far a device runs ahead of the clock."""

from __future__ import annotations

import time

WINDOW_S = 30.0
"""Time after which the count begins anew: clocks differ by some 100 ppm."""


class Pace:
    """The sound that went through a device, beside the time that has passed."""

    def __init__(self) -> None:
        self._began, self._given_s = time.monotonic(), 0.0

    def given(self, seconds: float) -> None:
        """Count so much sound."""
        now = time.monotonic()
        if now - self._began > WINDOW_S:
            self._began, self._given_s = now, 0.0
        # after a stop, sound may not catch up
        self._given_s = max(self._given_s + seconds, now - self._began)

    @property
    def ahead_s(self) -> float:
        """Seconds of sound ahead of the clock."""
        return max(0.0, self._given_s - (time.monotonic() - self._began))
