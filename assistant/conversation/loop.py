"""The loop of every mode: transcript → understanding → reply → speech.

Knows the stages only by their Protocols.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import Protocol

from assistant.conversation.answering import TimedSentences, apology, deliver, said
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.dividing import divided
from assistant.conversation.mended import Mended
from assistant.conversation.mending import as_said, understood
from assistant.conversation.rereading import by_form
from assistant.speaking.sinks import Sink
from assistant.stages import PATIENCE_S, Classifier, within
from assistant.turn import Recognition, Turn
from models.command_line import one_line, words
from models.nlu.decision import ConfirmationPolicy, believed, choose
from models.types import Command, Reply, Transcript, Understanding

log = logging.getLogger(__name__)

LONGEST_TEXT = 2_000
"""Characters of an utterance; a longer line is no command."""
TOO_LONG = f"Sorry, that is too long: I read at most {LONGEST_TEXT:,} characters at a time."
FORESIGHT_S = 1.0
"""Longest understanding in a pause; the end of the utterance waits for it."""
CALLED = "Yes?"
"""To the wake phrase alone."""


class Addressing(Protocol):
    """Which utterances are meant for the assistant."""

    def words(self, transcript: Transcript) -> Transcript:
        """The part of an utterance to understand, whoever it is for."""
        ...

    def called(self, recognition: Recognition) -> Recognition | None:
        """The same; None for an utterance to somebody else."""
        ...

    def meant(self, understanding: Understanding) -> bool:
        """Whether the utterance last given to `called` is one to the assistant by its words."""
        ...

    def replied(self, reply: str) -> None:
        """A reply has ended, as far as it was spoken."""
        ...


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
    attention: Addressing | None = None
    """Decides which utterances are for the assistant; None for all of them."""
    patience_s: float = PATIENCE_S
    """A stage that takes longer hangs: the turn ends without it."""
    understood: Callable[[Turn], None] = lambda turn: None
    """Called with a turn that is about to be replied to."""

    def run(self, source: Iterable[Recognition], report: Callable[[Turn], None]) -> None:
        """Answer every recognition of `source` and report each finished turn.

        An error of any stage is logged and said, and the next turn goes on.
        """
        for recognition in source:
            turn = Turn(recognition)
            if recognition.recognize_ms is not None:
                turn.timings_ms["recognize"] = recognition.recognize_ms
            try:
                self._take(turn)
            except Exception as error:
                log.exception("no reply")
                turn.failed = True
                self._apologize(turn, error)
            log.info("a turn", extra=words(transcript=_text(turn), reply=turn.reply))
            report(turn)

    def foresee(self, transcript: Transcript) -> None:
        """Understand an utterance that may go on, for a classifier that remembers; nothing is done."""
        said = transcript if self.attention is None else self.attention.words(transcript)
        if self.classifier is not None and 0 < len(said.text) <= LONGEST_TEXT:
            try:
                self._understand(self.classifier, said, FORESIGHT_S)
            except Exception:
                # the turn itself will tell
                log.exception("a pause was not understood")

    def _understand(
        self, classifier: Classifier, transcript: Transcript, patience_s: float
    ) -> tuple[Transcript, Understanding, Mended]:
        """The transcript with the chosen text, its understanding, and the text that was understood."""
        classify = partial(classifier.understand, context=self.dialogue.messages(newest=1))
        mended: dict[str, Mended] = {}

        def understand(text: str) -> Understanding:
            mended[text], found = understood(text, classify)
            return found

        chosen, meant = within(patience_s, partial(choose, transcript, understand))
        asked = self.confirmation.apply(chosen, meant) if self.confirmation else meant
        # an order that is asked about repeats what was heard, which is more than "I didn't catch that"
        meant = by_form(divided(asked if asked != meant else believed(chosen, meant)))
        return chosen, meant, mended[chosen.text]

    def _take(self, turn: Turn) -> None:
        recognition = turn.recognition
        called = recognition if self.attention is None else self.attention.called(recognition)
        turn.meant = called is not None
        if called is not None and called.transcript is not None:
            self._answer(turn, called.transcript)
            if self.attention is not None and turn.reply is not None:
                self.attention.replied(turn.reply)

    def _apologize(self, turn: Turn, error: Exception) -> None:
        if self.sink is not None:
            turn.reply = said(self.sink, apology(error))
        else:
            what = f"this was not understood ({type(error).__name__}: {one_line(error)})."
            turn.recognition = replace(turn.recognition, error=what)

    def _answer(self, turn: Turn, transcript: Transcript) -> None:
        if self.classifier is None:
            return
        if not transcript.text and self.sink is not None:
            turn.reply = said(self.sink, (CALLED,))
            return
        if len(transcript.text) > LONGEST_TEXT:
            unread = Command(transcript.text, 0, len(transcript.text), decision="reject")
            turn.understanding = Understanding(unread.text, decision="reject", slots=(), commands=(unread,))
            if self.sink is not None:
                # neither understood nor kept in the dialogue
                turn.reply = said(self.sink, (TOO_LONG,))
            return
        started = perf_counter()
        chosen, meant, mended = self._understand(self.classifier, transcript, self.patience_s)
        turn.understanding = as_said(meant, mended)
        turn.recognition = replace(turn.recognition, transcript=chosen)
        turn.timings_ms["understand"] = _ms_since(started)
        turn.meant = self.attention is None or self.attention.meant(turn.understanding)
        if self.responder is None or self.sink is None or not turn.meant:
            return
        self.understood(turn)
        started = perf_counter()
        respond = partial(self.responder.respond, meant, self.dialogue)
        try:
            reply = within(self.patience_s, respond)
            timed = TimedSentences(reply.sentences, self.patience_s)
        except Exception as error:
            log.exception("no reply")
            turn.failed = True
            reply = Reply(apology(error))
            timed = TimedSentences(reply.sentences)
        turn.timings_ms["respond"] = _ms_since(started)
        turn.action, turn.actions = reply.action, reply.actions
        turn.corrects = reply.corrects or any(one.relation == "correction" for one in meant.commands)
        before_ms = sum(turn.timings_ms.values())
        turn.reply = deliver(self.sink, reply, timed)
        turn.timings_ms["respond"] += timed.ms
        turn.interrupted = self.sink.interrupted
        turn.failed = turn.failed or timed.failed
        turn.timings_ms["synthesize"] = self.sink.synthesize_ms
        if self.sink.first_sample_ms is not None:
            turn.first_sample_ms = before_ms + self.sink.first_sample_ms
        if turn.understanding.heard:
            # else the question before it stays the context of the next utterance
            self.dialogue.add(turn.understanding, turn.reply)


def _text(turn: Turn) -> str | None:
    return turn.recognition.transcript.text if turn.recognition.transcript else None


def _ms_since(started: float) -> float:
    return (perf_counter() - started) * 1000
