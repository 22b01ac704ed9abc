"""The clocks that the assistant reads: the computer's, and one that stands still. Knows no skill."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import tzlocal

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

Clock = Callable[[], datetime]
"""Returns the current time, aware."""


def local_time() -> datetime:
    """Now, in the computer's time zone."""
    return datetime.now(tzlocal.get_localzone())


@dataclass(frozen=True, slots=True)
class Uptime:
    """The time since the computer's start, sleep included; setting the clock does not change it."""

    boot: str
    """Names this start of the computer."""
    seconds: float
    now_s: float
    """Seconds since 1970, UTC, by the clock on the wall at that moment."""


def uptime() -> Uptime | None:
    """The uptime now; None on a system without an identifier of each start."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is None or (boot := _boot()) is None:
        return None
    return Uptime(boot, time.clock_gettime(boottime), time.time())


@lru_cache
def _boot() -> str | None:
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return None


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
