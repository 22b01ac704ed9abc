"""Recognition in a thread of its own, begun while a speaker pauses and thrown away if the speaker goes on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.listening.listener import IsSpeech
from assistant.listening.sources import recognize
from assistant.stages import Recognizer
from assistant.turn import Recognition
from models.turn.pause import LOOK_MS, with_pause
from models.types import Transcript, Utterance

EARLY_MS = 120
"""Pause at which the recognition begins; the detector has noticed its beginning some 60 ms late."""


class TurnDetector(Protocol):
    """Decides at a pause whether the turn is over."""

    def wait_ms(self, transcript: Transcript | None, seconds: float) -> int:
        """The silence after the last speech that ends the turn."""
        ...


@dataclass(frozen=True, slots=True)
class EarlyResult:
    """The outcome for one utterance."""

    recognition: Recognition | None
    """None where nobody spoke."""


class EarlyRecognition:
    """The recognizer's thread. All methods are called by the listening thread.

    Arguments:
        is_speech: the second look at an utterance, before it is recognized; None for none.
        foresee: called with a transcript that may be the turn's.
    """

    def __init__(
        self,
        recognizer: Recognizer,
        is_speech: IsSpeech | None = None,
        foresee: Callable[[Transcript], None] = lambda transcript: None,
    ) -> None:
        self._recognizer, self._is_speech, self._foresee = recognizer, is_speech, foresee
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recognition")
        self._begun: Future[EarlyResult] | None = None
        self._told = False
        self._draft: Future[EarlyResult] | None = None

    @property
    def begun(self) -> bool:
        """Whether the open utterance's recognition has begun."""
        return self._begun is not None

    def news(self) -> EarlyResult | None:
        """The outcome for the open utterance, given once, as soon as there is one."""
        if self._told or self._begun is None or not self._begun.done():
            return None
        self._told = True
        return self._begun.result()

    def begin(self, utterance: Utterance, paused_ms: int = LOOK_MS) -> None:
        """Begin to recognize the open utterance, and then to understand it.

        Arguments:
            paused_ms: the pause at its end.
        """
        paused = replace(utterance, samples=with_pause(utterance.samples, LOOK_MS - paused_ms))
        heard = self._thread.submit(self._recognize, paused)
        self._begun, self._told = heard, False
        self._thread.submit(self._understand, heard)

    def draft(self, utterance: Utterance) -> None:
        """Begin a partial transcript, unless the thread has other work."""
        busy = self._begun is not None and not self._begun.done()
        if self._draft is None and not busy:
            self._draft = self._thread.submit(self._recognize, utterance)

    def drafted(self) -> str | None:
        """The text of the partial transcript, given once, as soon as there is one."""
        if self._draft is None or not self._draft.done():
            return None
        recognition, self._draft = self._draft.result().recognition, None
        return recognition.transcript.text if recognition and recognition.transcript else None

    def forget(self) -> None:
        """Drop what has begun: its speaker goes on."""
        if self._begun is not None:
            # one that waits for the thread need not begin
            self._begun.cancel()
        self._begun = None

    def finish(self, utterance: Utterance) -> Recognition | None:
        """The recognition of a closed utterance; waits for it."""
        heard = self._begun or self._thread.submit(self._recognize, utterance)
        self._begun = None
        found = heard.result().recognition
        if found is None or found.error is not None:
            return found
        return replace(found, start_s=utterance.start_s, end_s=utterance.end_s, samples=utterance.samples)

    def close(self) -> None:
        """Begin nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _understand(self, heard: Future[EarlyResult]) -> None:
        """Foresee the turn, unless its speaker goes on or it is being answered already."""
        if heard is not self._begun or heard.exception() is not None:
            return
        recognition = heard.result().recognition
        if recognition is not None and recognition.transcript is not None:
            self._foresee(recognition.transcript)

    def _recognize(self, utterance: Utterance) -> EarlyResult:
        if self._is_speech is not None and not self._is_speech(utterance.samples):
            return EarlyResult(None)
        return EarlyResult(recognize(utterance, self._recognizer))
