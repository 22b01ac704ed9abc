"""What falls due while the service runs: told to every client that listens, and kept for the next one."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from assistant.clock import Clock, local_time
from assistant.conversation.agenda import Agenda
from assistant.skills.time.schedule import Ring

log = logging.getLogger(__name__)

POLL_S = 0.25
GRACE = timedelta(seconds=3)
"""What falls due while no client listens is left to another program on this home, if one rings it by then."""
MOST_MISSED = 20


class RingNews(NamedTuple):
    """What a client is told."""

    what: Literal["ring", "missed", "quiet"]
    """It rings, it rang while no client listened, or what rings has been stopped."""
    sentence: str
    when: datetime


class ServedRings:
    """Polls an agenda in a thread of its own, from `follow` to `close`.

    Arguments:
        acting: held while plans are carried out.
        notify: shows a sentence on the desktop.
    """

    def __init__(
        self,
        acting: threading.RLock,
        notify: Callable[[str], None],
        clock: Clock = local_time,
    ) -> None:
        self._acting, self._notify, self._clock = acting, notify, clock
        self._listeners: set[Callable[[RingNews], None]] = set()
        self._ringing: list[Ring] = []
        self._missed: deque[RingNews] = deque(maxlen=MOST_MISSED)
        self._agenda: Agenda | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rings", daemon=True)

    def follow(self, agenda: Agenda) -> None:
        """Poll this agenda from now on."""
        with self._acting:
            self.stop()
            self._agenda = agenda
        if not self._thread.is_alive():
            self._thread.start()

    def close(self) -> None:
        """Poll no more."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join()

    def listen(self, listener: Callable[[RingNews], None]) -> None:
        """Tell a client, from any thread, what falls due, beginning with what no client was told."""
        with self._acting:
            while self._missed:
                listener(self._missed.popleft())
            self._listeners.add(listener)

    def leave(self, listener: Callable[[RingNews], None]) -> None:
        """Tell a client no more."""
        with self._acting:
            self._listeners.discard(listener)

    def stop(self) -> None:
        """Stop whatever rings, at all clients."""
        with self._acting:
            if self._ringing and self._agenda is not None:
                for ring in self._ringing:
                    self._agenda.rang(ring)
                self._ringing.clear()
                self._tell(RingNews("quiet", "", self._clock()))

    def poll(self) -> None:
        """Tell what fell due."""
        assert self._agenda is not None  # `follow` was called
        with self._acting:
            now = self._clock()
            for ring in self._agenda.due(now if self._listeners else now - GRACE):
                if self._listeners and not ring.late:
                    self._ringing.append(ring)
                else:
                    self._agenda.rang(ring)
                news = RingNews("ring", ring.sentence, now)
                if self._listeners:
                    self._tell(news)
                else:
                    self._missed.append(news._replace(what="missed"))
                self._notify(ring.sentence)

    def _tell(self, news: RingNews) -> None:
        for listener in list(self._listeners):
            listener(news)

    def _run(self) -> None:
        while not self._closed.wait(POLL_S):
            try:
                self.poll()
            except Exception:
                log.exception("what falls due could not be told")
