"""The clocks that the assistant reads: the computer's, and one that stands still. Knows no skill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import tzlocal

Clock = Callable[[], datetime]
"""Returns the current time, aware."""


def local_time() -> datetime:
    """Now, in the computer's time zone."""
    return datetime.now(tzlocal.get_localzone())


class StandingClock:
    """A clock that moves only when told to.

    Arguments:
        now: the first reading, aware; every reading is in its time zone.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self._now

    def advance_to(self, moment: datetime) -> None:
        """Move to `moment`, aware; an earlier one than the reading changes nothing."""
        self._now = max(self._now, moment.astimezone(self._now.tzinfo))
