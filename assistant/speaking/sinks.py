"""Where replies go: printed, spoken aloud, or written as sound. Knows no engine and no device."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from time import perf_counter
from typing import Protocol

from assistant.audio.sound_writer import SoundFileWriter
from assistant.speaking.delivery import Delivery, SpokenSentence, heard_words
from assistant.stages import Synthesizer
from models.errors import AssistantError, DeviceError, SynthesisError
from models.types import Reply, Speech

__all__ = ["Output", "PrintSink", "Sink", "SoundFileWriter", "SpeechSink"]

log = logging.getLogger(__name__)

LEAVE_S = 1.0
"""How long a cancelled reply waits for the sentence that is just being written."""
PAUSE_S = 60.0
"""A paused reply goes on after this time: whoever paused it has stopped listening."""


class Sink(Protocol):
    """Takes a reply and gives it to a person."""

    @property
    def first_sample_ms(self) -> float | None:
        """Of the last reply: from the start of `deliver` to its first sample; None where none was spoken."""
        ...

    @property
    def synthesize_ms(self) -> float:
        """Of the last reply: the time that its speech took to make."""
        ...

    def deliver(self, reply: Reply) -> str:
        """Says a reply; returns what was really said."""
        ...

    def cancel(self) -> None:
        """Ends the reply that is being delivered; called from another thread."""
        ...


class Output(Protocol):
    """What a `SpeechSink` plays on."""

    def play(self, speech: Speech, cancelled: threading.Event) -> float:
        """Plays until the end or until `cancelled` is set; returns the seconds that were really heard."""
        ...


class PrintSink:
    """Collects the sentences of a reply.

    Arguments:
        show: called with each sentence as soon as it is written.
    """

    first_sample_ms: float | None = None
    synthesize_ms = 0.0

    def __init__(self, show: Callable[[str], None] | None = None) -> None:
        self._show = show
        self._cancelled = threading.Event()

    def deliver(self, reply: Reply) -> str:
        """Shows a reply; returns what was shown."""
        self._cancelled = cancelled = threading.Event()
        shown: list[str] = []
        for sentence in reply.sentences:
            if cancelled.is_set():
                break
            if sentence := sentence.strip():
                shown.append(sentence)
                if self._show:
                    self._show(sentence)
        _close(reply.sentences)
        return " ".join(shown)

    def cancel(self) -> None:
        """Ends the reply after the sentence that is just being written."""
        self._cancelled.set()


class SpeechSink:
    """Speaks replies: while one sentence is played the next is written and made into sound.

    A sentence that cannot be spoken is not lost: it counts as said, since the text is shown too, and the
    trouble is reported once.

    Arguments:
        report: called with the first error of the voice or the loudspeaker; logged where None.
    """

    def __init__(
        self,
        synthesizer: Synthesizer,
        output: Output,
        *,
        report: Callable[[AssistantError], None] | None = None,
    ) -> None:
        self._synthesizer, self._output = synthesizer, output
        self._report = report or (lambda error: log.error("not spoken: %s", error))
        self._reported = False
        # one thread: a cancelled reply leaves the generator before the next one takes it
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="speech")
        self._delivery = Delivery()
        self.first_sample_ms: float | None = None
        self.synthesize_ms = 0.0
        self.speaking = threading.Event()
        """Set from the first sample of a reply until the last was heard; clear while it is paused."""

    @property
    def saying(self) -> str:
        """What was given to the loudspeaker of the last reply, the sentence that is playing included."""
        return " ".join(self._delivery.begun)

    def deliver(self, reply: Reply) -> str:
        """Says a reply; returns what was really said: whole sentences, and the words of a cut one that were
        heard.

        Raises:
            AssistantError: the reply could not be written to its end; what was written before was said.
        """
        started = perf_counter()
        self.first_sample_ms = None
        self._delivery = delivery = Delivery()
        making = self._maker.submit(self._make, reply, delivery)
        said: list[str] = []
        try:
            while (sentence := delivery.made.get()) is not None:
                if not delivery.resumed.wait(PAUSE_S):
                    delivery.resume()
                if delivery.cancelled.is_set():
                    break
                said.append(self._say(sentence, delivery, started))
            if not delivery.cancelled.is_set():
                making.result()
        finally:
            self.speaking.clear()
            delivery.stop()
            wait([making], LEAVE_S)
            self.synthesize_ms = delivery.synthesize_ms
        return " ".join(filter(None, said))

    def chime(self, sound: Speech) -> None:
        """Plays a sound that says nothing; it can be cut like a reply.

        Raises:
            DeviceError: the loudspeaker has stopped.
        """
        self._delivery = delivery = Delivery()
        self.speaking.set()
        try:
            self._output.play(sound, delivery.cut)
        finally:
            self.speaking.clear()

    def cancel(self) -> None:
        """Cuts the sentence that is playing and drops the rest of the reply."""
        self._delivery.stop()

    def pause(self) -> None:
        """Cuts the sentence that is playing and keeps the rest of the reply until `resume` or `cancel`."""
        self._delivery.pause()

    def resume(self) -> None:
        """Goes on after `pause`, with the next sentence."""
        self._delivery.resume()

    def _say(self, sentence: SpokenSentence, delivery: Delivery, started: float) -> str:
        if sentence.speech is None or not sentence.speech.samples.size:
            return sentence.text
        delivery.begun.append(sentence.text)
        if self.first_sample_ms is None:
            self.first_sample_ms = (perf_counter() - started) * 1000
        self.speaking.set()
        try:
            played_s = self._output.play(sentence.speech, delivery.cut)
        except DeviceError as error:
            self._report_once(error)
            return sentence.text
        finally:
            if delivery.cut.is_set():
                self.speaking.clear()
        return heard_words(sentence.text, sentence.speech, played_s)

    def _make(self, reply: Reply, delivery: Delivery) -> None:
        """Writes and synthesizes the sentences; only the thread that runs a writer may close it."""
        try:
            for text in reply.sentences:
                if delivery.cancelled.is_set():
                    break
                if text.strip():
                    delivery.offer(SpokenSentence(text.strip(), self._synthesize(text, delivery)))
        finally:
            _close(reply.sentences)
            delivery.offer(None)

    def _synthesize(self, text: str, delivery: Delivery) -> Speech | None:
        started = perf_counter()
        try:
            return self._synthesizer.synthesize(text)
        except SynthesisError as error:
            self._report_once(error)
            return None
        finally:
            delivery.synthesize_ms += (perf_counter() - started) * 1000

    def _report_once(self, error: AssistantError) -> None:
        if not self._reported:
            self._reported = True
            self._report(error)


def _close(sentences: Iterable[str]) -> None:
    """Stops a writer that can be stopped, so that a generator does not think on for nobody."""
    if close := getattr(sentences, "close", None):
        close()
