"""A reply on its way to the sink; what fails on that way is said in one sentence. Knows no stage."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from time import perf_counter

from assistant.speaking.sinks import Sink
from assistant.stages import PATIENCE_S, within
from models.errors import AssistantError
from models.types import Reply

log = logging.getLogger(__name__)

SORRY = "Sorry, something went wrong and I could not do that."
UNSPOKEN = "I could not say that aloud."
_END = "</s>"
"""Stands for the end of the sentences; compared by identity."""


class TimedSentences:
    """Sentences with the total time of their generation, without the time that their consumer takes.

    Raises (when iterated):
        StalledError: a sentence takes longer than `patience_s`.
    """

    def __init__(self, sentences: Iterable[str], patience_s: float = PATIENCE_S) -> None:
        self.ms = 0.0
        self.given: list[str] = []
        """The sentences so far."""
        self.failed = False
        """Whether the generation ended with an error."""
        self._sentences, self._patience_s = iter(sentences), patience_s

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.failed:
            raise StopIteration
        started = perf_counter()
        try:
            sentence = within(self._patience_s, lambda: next(self._sentences, _END))
            # nonsense fails here, where it is known whose it is
            if sentence is not _END and (words := sentence.strip()):
                self.given.append(words)
        except Exception:
            self.failed = True
            raise
        finally:
            self.ms += (perf_counter() - started) * 1000
        if sentence is _END:
            raise StopIteration
        return sentence

    def close(self) -> None:
        """Stop the generation, if possible; one that failed has stopped, or hangs."""
        if not self.failed and (close := getattr(self._sentences, "close", None)):
            close()


def deliver(sink: Sink, reply: Reply, timed: TimedSentences) -> str:
    """The text of a reply that was delivered.

    In place of sentences that cannot be generated stand the skills' own, or an apology. A reply that the
    sink fails to deliver is text alone.

    Arguments:
        timed: the reply's sentences.
    """
    try:
        return sink.deliver(replace(reply, sentences=timed))
    except Exception as error:
        log.exception("a reply was not delivered to its end")
        if not timed.failed:
            return " ".join([*timed.given, *_rest(timed), UNSPOKEN])
        own = [action.sentence for action in reply.actions or (reply.action,) if action and action.sentence]
        return " ".join([*timed.given, said(sink, tuple(own) or apology(error))])


def said(sink: Sink, sentences: tuple[str, ...]) -> str:
    """Sentences delivered by a sink, or as text alone where it fails."""
    try:
        return sink.deliver(Reply(sentences))
    except Exception:
        log.exception("an apology was not delivered")
        return " ".join(sentences)


def apology(error: Exception) -> tuple[str, ...]:
    """The sentences of an error: the project's own are written for people."""
    return (SORRY, str(error)) if isinstance(error, AssistantError) else (SORRY,)


def _rest(timed: TimedSentences) -> list[str]:
    """The sentences that the sink did not take."""
    try:
        return list(timed)
    except Exception:
        log.exception("the rest of a reply is missing")
        return []
