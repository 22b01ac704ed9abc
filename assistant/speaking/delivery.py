"""One spoken reply on its way from the voice to the loudspeaker. Knows no engine and no device."""

from __future__ import annotations

import queue
import re
import threading
from contextlib import suppress
from dataclasses import dataclass

from models.types import Speech

AHEAD = 2
"""Sentences made while one is played; more would be thrown away by an interruption."""
SILENT = 0.003
"""Samples below this at a sentence's end are its pause, not its words."""

WORD = re.compile(r"(\S*\w)\S*")


@dataclass(frozen=True, slots=True, eq=False)
class SpokenSentence:
    """What is said without a pause."""

    text: str
    speech: Speech | None
    """None where the voice failed."""


class Delivery:
    """One reply on its way, with its own events, so that a late interruption cannot hit the next reply."""

    def __init__(self) -> None:
        self.made: queue.Queue[SpokenSentence | None] = queue.Queue(AHEAD)
        """None after the last sentence."""
        self.cut = threading.Event()
        """Ends the sentence that is playing."""
        self.cancelled = threading.Event()
        """Ends the reply."""
        self.resumed = threading.Event()
        """Clear while the reply is paused."""
        self.resumed.set()
        self.begun: list[str] = []
        self.synthesize_ms = 0.0
        self._change = threading.Lock()

    def stop(self) -> None:
        """Ends playback, a pause, and a maker that waits for room."""
        with self._change:
            self.cancelled.set()
            self.cut.set()
            self.resumed.set()
        # wakes whoever waits for a sentence that may take its time
        with suppress(queue.Full):
            self.made.put_nowait(None)

    def pause(self) -> None:
        """Ends the sentence that is playing; the next one waits."""
        with self._change:
            if not self.cancelled.is_set():
                self.resumed.clear()
                self.cut.set()

    def resume(self) -> None:
        """Lets the next sentence play."""
        with self._change:
            if not self.cancelled.is_set():
                self.cut.clear()
                self.resumed.set()

    def offer(self, sentence: SpokenSentence | None) -> None:
        """Hands a sentence over; gives up when nobody takes it any more."""
        while not self.cancelled.is_set():
            try:
                return self.made.put(sentence, timeout=0.05)
            except queue.Full:
                continue


def heard_words(sentence: str, speech: Speech, played_s: float) -> str:
    """The words of a sentence that were over when its playback was cut, by their share of its letters."""
    loud = (abs(speech.samples) > SILENT).nonzero()[0]
    if not loud.size:
        return sentence
    letters = len(sentence) * played_s * speech.sample_rate_hz / (int(loud[-1]) + 1)
    # a word is over before its full stop is
    over = [word.end() for word in WORD.finditer(sentence) if word.end(1) <= letters + 0.5]
    return sentence[: over[-1]] if over else ""
