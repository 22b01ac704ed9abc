"""What falls due while lines are typed: told between them, and on a terminal while one is awaited."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator

from assistant.clock import Clock
from assistant.conversation.agenda import Agenda
from assistant.skills.time.schedule import Ring

POLL_S = 0.5


class Rings:
    """Tells what falls due, each once.

    Arguments:
        tell: prints a ring.
    """

    def __init__(self, agenda: Agenda, clock: Clock, tell: Callable[[Ring], None]) -> None:
        self._agenda, self._clock, self._tell = agenda, clock, tell
        self._busy = threading.Lock()
        """Held while a line is answered: nothing is told, and no plan is carried out, in the middle of it."""

    def between(self, lines: Iterable[str], *, watch: bool = False) -> Iterator[str]:
        """The lines, what is due being told before and after each is awaited.

        Arguments:
            watch: whether to tell it also while a line is awaited.
        """
        stopped = threading.Event()
        if watch:
            self._begin(stopped)
        try:
            for line in self._awaited(lines):
                self._poll()
                yield line
                self._poll()
        finally:
            stopped.set()

    def _awaited(self, lines: Iterable[str]) -> Iterator[str]:
        waiting = iter(lines)
        while True:
            # only while a line is awaited does the lock lie free
            line = next(waiting, None)
            if line is None:
                return
            with self._busy:
                yield line

    def _watch(self, stopped: threading.Event) -> None:
        try:
            while not stopped.wait(POLL_S):
                with self._busy:
                    self._poll()
        finally:
            # after an error, which is reported where all threads' are
            if not stopped.is_set():
                self._begin(stopped)

    def _begin(self, stopped: threading.Event) -> None:
        threading.Thread(target=self._watch, args=(stopped,), name="rings", daemon=True).start()

    def _poll(self) -> None:
        for ring in self._agenda.due(self._clock()):
            self._tell(ring)
            self._agenda.rang(ring)
