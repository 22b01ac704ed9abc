"""The bell over whatever sounds: what falls due rings at once, and is told when the reply is over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

from assistant.audio.bell import BELL
from models.errors import AssistantError
from models.types import Speech

log = logging.getLogger(__name__)

POLL_S = 0.2
GRACE = timedelta(seconds=0.4)
"""Within which the conversation rings by itself, unless it speaks or thinks."""
AGAIN_S = 3.0
"""From one bell to the next while the reply goes on."""


class Due(Protocol):
    """Part of an `Agenda`."""

    def next_ring(self) -> datetime | None:
        """The moment, in UTC, at which something next rings."""
        ...


class Bell:
    """A context manager that watches the schedule in a thread of its own.

    Arguments:
        ring: plays a sound over a reply.
        clock: the time in UTC.
    """

    def __init__(
        self,
        agenda: Due,
        ring: Callable[[Speech], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._agenda, self._ring, self._clock = agenda, ring, clock
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="bell", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        self._thread.join(timeout=1.0)

    def _watch(self) -> None:
        pause_s = POLL_S
        while not self._closed.wait(pause_s):
            pause_s = POLL_S
            try:
                moment = self._agenda.next_ring()
                if moment is not None and self._clock() - moment > GRACE:
                    self._ring(BELL)
                    pause_s = AGAIN_S
            except AssistantError as error:
                # the conversation reports a memory or a loudspeaker that fails
                log.warning("no bell", exc_info=error)
