"""One spoken reply between the voice and the loudspeaker. Knows no engine and no device."""

from __future__ import annotations

import queue
import re
import threading
from contextlib import suppress
from dataclasses import dataclass

from models.types import Speech

AHEAD = 2
"""Sentences synthesized ahead of playback; barge-in discards them."""
SILENT = 0.003
"""Amplitude below which the end of a sentence counts as a pause."""

WORD = re.compile(r"(\S*\w)\S*")


@dataclass(frozen=True, slots=True, eq=False)
class SpokenSentence:
    """A sentence and its speech."""

    text: str
    speech: Speech | None
    """None where the synthesis failed."""


class Delivery:
    """One reply in progress; its own events keep a late interruption from hitting the next reply."""

    def __init__(self) -> None:
        self.made: queue.Queue[SpokenSentence | None] = queue.Queue(AHEAD)
        """Synthesized sentences; None after the last one."""
        self.cut = threading.Event()
        """Set to end the sentence that is playing."""
        self.cancelled = threading.Event()
        """Set to end the reply."""
        self.resumed = threading.Event()
        """Cleared while the reply is paused."""
        self.resumed.set()
        self.begun: list[str] = []
        self.synthesize_ms = 0.0
        self._change = threading.Lock()

    def stop(self) -> None:
        """End playback, a pause, and a synthesis that waits for space in the queue."""
        with self._change:
            self.cancelled.set()
            self.cut.set()
            self.resumed.set()
        # wake a consumer that waits for a slow sentence
        with suppress(queue.Full):
            self.made.put_nowait(None)

    def wait_while_paused(self, longest_s: float) -> None:
        """Return once the reply goes on or is cancelled."""
        if not self.resumed.wait(longest_s):
            self.resume()

    def pause(self) -> None:
        """Hold the sentence that is playing and those after it."""
        with self._change:
            if not self.cancelled.is_set():
                self.resumed.clear()
                self.cut.set()

    def resume(self) -> None:
        """Let the sentence play on."""
        with self._change:
            if not self.cancelled.is_set():
                self.cut.clear()
                self.resumed.set()

    def offer(self, sentence: SpokenSentence | None) -> None:
        """Queue a sentence; give up once the reply is cancelled."""
        while not self.cancelled.is_set():
            try:
                return self.made.put(sentence, timeout=0.05)
            except queue.Full:
                continue


def spoken_words(sentence: str, speech: Speech, played_s: float) -> str:
    """The words of a sentence that were complete when its playback was cut, estimated by letters."""
    loud = (abs(speech.samples) > SILENT).nonzero()[0]
    if not loud.size:
        return sentence
    letters = len(sentence) * played_s * speech.sample_rate_hz / (int(loud[-1]) + 1)
    # a word is complete before its punctuation
    over = [word.end() for word in WORD.finditer(sentence) if word.end(1) <= letters + 0.5]
    return sentence[: over[-1]] if over else ""
