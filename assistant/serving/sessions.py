"""The conversations of the clients: each has its own dialogue, and all have one memory of skills."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Responder
from assistant.memory.conversation_log import Recorder
from models.errors import StalledError
from models.types import Reply, Understanding

IDLE_S = 1_800.0
"""A conversation without an utterance for so long is over."""
MOST = 1_000
"""Conversations at once; the one silent the longest ends first."""
TURN_S = 30.0
"""Patience with the replies to other clients."""


class SharedResponder:
    """A responder of which skills are called for one client at a time.

    Arguments:
        acting: held while a skill may act; the agenda's plans take it too.
    """

    _responder: Responder

    def __init__(self, acting: threading.RLock) -> None:
        self._acting = acting

    def use(self, responder: Responder) -> None:
        """Ask this responder from now on."""
        self._responder = responder

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        """See `assistant.conversation.loop.Responder`.

        Raises:
            StalledError: another client's command takes too long.
        """
        if not self._acting.acquire(timeout=TURN_S):
            raise StalledError("another command is still being carried out", do="try again")
        try:
            return self._responder.respond(understanding, dialogue)
        finally:
            self._acting.release()


@dataclass(slots=True)
class Session:
    """One client's conversation."""

    responder: Responder
    recorder: Recorder
    dialogue: Dialogue = field(default_factory=Dialogue)
    turn: threading.Lock = field(default_factory=threading.Lock)
    """Held while an utterance is answered."""


class Sessions:
    """Conversations by the names that their clients give them.

    Arguments:
        begin: makes a new conversation.
        clock: seconds that only grow.
    """

    def __init__(self, begin: Callable[[], Session], clock: Callable[[], float] = monotonic) -> None:
        self._begin, self._clock = begin, clock
        self._kept: OrderedDict[str, tuple[Session, float]] = OrderedDict()
        """With the time of the last use, the least recently used first."""
        self._change = threading.Lock()

    def get(self, name: str | None = None) -> Session:
        """The conversation of a name; a new one without a name, and for a name that is not known."""
        if name is None:
            return self._begin()
        with self._change:
            now = self._clock()
            while self._kept and (
                len(self._kept) > MOST or now - next(iter(self._kept.values()))[1] > IDLE_S
            ):
                self._kept.popitem(last=False)
            session, _ = self._kept.pop(name, (None, 0.0))
            session = session or self._begin()
            self._kept[name] = session, now
            return session
