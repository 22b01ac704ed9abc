"""The loop of every mode: transcript → understanding → reply → speech.

Knows the stages only by their Protocols.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import Protocol

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.dividing import divided
from assistant.conversation.mending import Mended, as_said, understood
from assistant.speaking.sinks import Sink
from assistant.stages import Classifier
from assistant.turn import Recognition, Turn
from models.errors import AssistantError
from models.nlu.decision import ConfirmationPolicy, believed, choose
from models.types import Command, Reply, Transcript, Understanding

log = logging.getLogger(__name__)

LONGEST_TEXT = 2_000
"""Characters of an utterance; a longer line is no command."""
TOO_LONG = f"Sorry, that is too long: I read at most {LONGEST_TEXT:,} characters at a time."
SORRY = "Sorry, something went wrong and I could not do that."


class Responder(Protocol):
    """Understanding → reply."""

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        """The reply to one utterance; what it leaves open is kept in `dialogue`."""
        ...


@dataclass(frozen=True, slots=True)
class Conversation:
    """The stages from transcript to spoken reply; the first one that is None ends each turn."""

    classifier: Classifier | None
    responder: Responder | None
    sink: Sink | None
    dialogue: Dialogue
    confirmation: ConfirmationPolicy | None = None
    """Turns uncertain orders into questions; None where the classifier has no domain."""

    def run(self, source: Iterable[Recognition], report: Callable[[Turn], None]) -> None:
        """Answer every recognition of `source` and report each finished turn."""
        for recognition in source:
            turn = Turn(recognition)
            if recognition.recognize_ms is not None:
                turn.timings_ms["recognize"] = recognition.recognize_ms
            if recognition.transcript is not None:
                self._answer(turn, recognition.transcript)
            report(turn)

    def _answer(self, turn: Turn, transcript: Transcript) -> None:
        if self.classifier is None:
            return
        if len(transcript.text) > LONGEST_TEXT:
            unread = Command(transcript.text, 0, len(transcript.text), decision="reject")
            turn.understanding = Understanding(unread.text, decision="reject", slots=(), commands=(unread,))
            if self.sink is not None:
                # neither understood nor kept in the dialogue
                turn.reply = self.sink.deliver(Reply((TOO_LONG,)))
            return
        classify = partial(self.classifier.understand, context=self.dialogue.messages(newest=1))
        mended: dict[str, Mended] = {}

        def understand(text: str) -> Understanding:
            mended[text], found = understood(text, classify)
            return found

        started = perf_counter()
        chosen, meant = choose(transcript, understand)
        asked = self.confirmation.apply(chosen, meant) if self.confirmation else meant
        # an order that is asked about repeats what was heard, which is more than "I didn't catch that"
        meant = divided(asked if asked != meant else believed(chosen, meant))
        turn.understanding = as_said(meant, mended[chosen.text])
        turn.recognition = replace(turn.recognition, transcript=chosen)
        turn.timings_ms["understand"] = _ms_since(started)
        if self.responder is None or self.sink is None:
            return
        started = perf_counter()
        try:
            reply = self.responder.respond(meant, self.dialogue)
        except AssistantError as error:
            log.exception("no reply")
            reply = Reply(sentences=(SORRY, str(error)))
        timed = TimedSentences(reply.sentences)
        turn.timings_ms["respond"] = _ms_since(started)
        turn.action, turn.actions = reply.action, reply.actions
        before_ms = sum(turn.timings_ms.values())
        turn.reply = self.sink.deliver(replace(reply, sentences=timed))
        turn.timings_ms["respond"] += timed.ms
        turn.timings_ms["synthesize"] = self.sink.synthesize_ms
        if self.sink.first_sample_ms is not None:
            turn.first_sample_ms = before_ms + self.sink.first_sample_ms
        if turn.understanding.heard:
            # else the question before it stays the context of the next utterance
            self.dialogue.add(turn.understanding, turn.reply)


class TimedSentences:
    """Sentences with the total time of their generation, without the time that their consumer takes."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.ms = 0.0
        self._sentences = iter(sentences)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        started = perf_counter()
        try:
            return next(self._sentences)
        finally:
            self.ms += _ms_since(started)

    def close(self) -> None:
        """Stop the generation, if possible."""
        if close := getattr(self._sentences, "close", None):
            close()


def _ms_since(started: float) -> float:
    return (perf_counter() - started) * 1000
