"""Protocols of the loop's stages, and how long one is waited for.

Structural: the networks in `models` satisfy them without this import.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from models.asr.loading import Recognizer
from models.errors import StalledError
from models.lm.checks.reranking import ReplyCandidate
from models.lm.prompts.protocol import Prompts
from models.types import Message, Speech, Understanding

__all__ = ["Classifier", "Generator", "Recognizer", "Synthesizer", "within"]

R = TypeVar("R")
Job = tuple[Callable[[], Any], Future[Any]]

PATIENCE_S = 60.0
"""A stage that takes longer hangs."""
_idle: list[SimpleQueue[Job]] = []
"""The threads of `within` that wait for a call, the latest one last."""


class Classifier(Protocol):
    """Text → understanding."""

    @property
    def intents(self) -> tuple[str, ...]:
        """Labels of the intent head; empty without one."""
        ...

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        """The commands of one utterance.

        Arguments:
            context: the previous exchange, oldest first.
        """
        ...


class Generator(Protocol):
    """Conversation → streamed text."""

    @property
    def prompts(self) -> Prompts:
        """The prompt format."""
        ...

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Precompute the shared prefix of all prompts that begin with these messages."""
        ...

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 64) -> Iterator[str]:
        """The next assistant message, piece by piece; closing the iterator stops the generation."""
        ...

    def candidates(
        self, messages: Sequence[Message], n: int, *, max_tokens: int = 64, timeout_s: float | None = None
    ) -> list[ReplyCandidate]:
        """Up to n candidates for the next assistant message, likeliest first; empty after a timeout."""
        ...


class Synthesizer(Protocol):
    """Sentence → speech."""

    def synthesize(self, sentence: str) -> Speech:
        """The speech of one sentence.

        Raises:
            SynthesisError: the voice failed or timed out.
        """
        ...

    def close(self) -> None:
        """End the voice's process, if any."""
        ...


def within(seconds: float, act: Callable[[], R]) -> R:
    """What a call returns or raises, in a thread that is left behind where the call hangs.

    The threads are kept: an engine may hold resources for each thread that has called it.

    Raises:
        StalledError: the call has not ended after `seconds`; it may end later.
    """
    done: Future[R] = Future()
    try:
        jobs = _idle.pop()
    except IndexError:
        jobs = SimpleQueue()
        threading.Thread(target=_work, args=(jobs,), name="stage", daemon=True).start()
    jobs.put((act, done))
    try:
        return done.result(seconds)
    except TimeoutError:
        if done.done():
            # the call's own
            raise
        raise StalledError(f"this takes longer than {seconds:.0f} seconds, and I no longer wait") from None


def _work(jobs: SimpleQueue[Job]) -> None:
    while True:
        act, done = jobs.get()
        try:
            result, error = act(), None
        except BaseException as raised:  # noqa: BLE001 - raised again in the thread that waits
            result, error = None, raised
        _idle.append(jobs)
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)
        # until the next call nothing keeps what this one made alive
        del act, done, result, error
