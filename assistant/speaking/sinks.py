"""Output of replies: printed, spoken, or written to a sound file. Knows no engine and no device."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from time import perf_counter
from typing import Protocol

from assistant.audio.sound_writer import SoundFileWriter
from assistant.speaking.delivery import Delivery, SpokenSentence, spoken_words
from assistant.stages import Synthesizer
from models.errors import AssistantError, DeviceError, SynthesisError
from models.types import Reply, Speech

__all__ = ["Output", "PrintSink", "Sink", "SoundFileWriter", "SpeechSink"]

log = logging.getLogger(__name__)

LEAVE_S = 1.0
"""Time a cancelled reply waits for the sentence being generated."""
PAUSE_S = 60.0
"""Maximum pause of a reply; afterwards it resumes, since the live listener must have stopped."""
BACK_S = 0.3
"""A paused reply goes on from so much earlier: its last syllable was cut."""


class Sink(Protocol):
    """An output of replies."""

    @property
    def first_sample_ms(self) -> float | None:
        """Time from `deliver` to the first sample of the last reply; None without speech."""
        ...

    @property
    def synthesize_ms(self) -> float:
        """Synthesis time of the last reply."""
        ...

    @property
    def interrupted(self) -> bool:
        """Whether the last reply was cancelled before its end."""
        ...

    def deliver(self, reply: Reply) -> str:
        """Deliver a reply; return the text that was actually delivered."""
        ...

    def cancel(self) -> None:
        """End the current reply; called from another thread."""
        ...


class Output(Protocol):
    """Sound output of a `SpeechSink`."""

    def play(
        self, speech: Speech, cancelled: threading.Event, *, from_s: float = 0.0, over: bool = False
    ) -> float:
        """Play to the end or until `cancelled` is set; return the seconds that were audible.

        Arguments:
            from_s: where in the speech to begin.
            over: whether another thread's sound goes on more quietly below this one.
        """
        ...


class PrintSink:
    """A sink without sound: it collects the sentences of a reply.

    Arguments:
        show: called with each sentence as soon as it is generated.
    """

    first_sample_ms: float | None = None
    synthesize_ms = 0.0

    def __init__(self, show: Callable[[str], None] | None = None) -> None:
        self._show = show
        self._cancelled = threading.Event()
        self.interrupted = False

    def deliver(self, reply: Reply) -> str:
        """Show a reply; return the shown text."""
        self._cancelled = cancelled = threading.Event()
        shown: list[str] = []
        for sentence in reply.sentences:
            if cancelled.is_set():
                break
            if sentence := sentence.strip():
                shown.append(sentence)
                if self._show:
                    self._show(sentence)
        self.interrupted = cancelled.is_set()
        _close(reply.sentences)
        return " ".join(shown)

    def cancel(self) -> None:
        """End the reply after the sentence being generated."""
        self._cancelled.set()


class SpeechSink:
    """A sink that speaks replies; the next sentences are generated and synthesized during playback.

    A sentence whose speech fails counts as delivered, since its text is shown as well.

    Arguments:
        report: called with an error of the voice or the loudspeaker, once until a sentence was spoken again;
            None to log it.
    """

    def __init__(
        self,
        synthesizer: Synthesizer,
        output: Output,
        *,
        report: Callable[[AssistantError], None] | None = None,
    ) -> None:
        self._synthesizer, self._output = synthesizer, output
        self._report = report or (lambda error: log.error("not spoken", exc_info=error))
        self._reported = False
        # one thread: a cancelled reply releases the generator before the next one uses it
        self._synthesis = ThreadPoolExecutor(1, thread_name_prefix="speech")
        self._delivery = Delivery()
        self.first_sample_ms: float | None = None
        self.synthesize_ms = 0.0
        self.interrupted = False
        self.speaking = threading.Event()
        """Set from the first sample of a reply to the last; cleared while paused."""

    @property
    def saying(self) -> str:
        """The text of the last reply up to and including the sentence that is playing."""
        return " ".join(self._delivery.begun)

    def deliver(self, reply: Reply) -> str:
        """Speak a reply; return the spoken text, with only the audible words of a sentence that was cut.

        Raises:
            AssistantError: the generation of the reply failed; earlier sentences were spoken.
        """
        started = perf_counter()
        self.first_sample_ms = None
        self._delivery = delivery = Delivery()
        job = self._synthesis.submit(self._make, reply, delivery)
        spoken: list[str] = []
        try:
            while (sentence := delivery.made.get()) is not None:
                delivery.wait_while_paused(PAUSE_S)
                if delivery.cancelled.is_set():
                    break
                spoken.append(self._say(sentence, delivery, started))
            if not delivery.cancelled.is_set():
                job.result()
        finally:
            self.speaking.clear()
            self.interrupted = delivery.cancelled.is_set()
            delivery.stop()
            wait([job], LEAVE_S)
            self.synthesize_ms = delivery.synthesize_ms
        return " ".join(filter(None, spoken))

    def chime(self, sound: Speech) -> None:
        """Play a sound without words; it can be cancelled like a reply."""
        self._delivery = delivery = Delivery()
        self.speaking.set()
        try:
            self._output.play(sound, delivery.cut)
        except DeviceError as error:
            self._report_once(error)
        finally:
            self.speaking.clear()

    def ring_over(self, sound: Speech) -> None:
        """Play a sound over a reply that goes on more quietly; from another thread.

        Raises:
            DeviceError: the loudspeaker has stopped.
        """
        self._output.play(sound, threading.Event(), over=True)

    def cancel(self) -> None:
        """Cut the sentence that is playing and drop the rest of the reply."""
        self._delivery.stop()

    def pause(self) -> None:
        """Hold the reply until `resume` or `cancel`."""
        self._delivery.pause()

    def resume(self) -> None:
        """Continue after `pause` from where the reply was."""
        self._delivery.resume()

    def _say(self, sentence: SpokenSentence, delivery: Delivery, started: float) -> str:
        if sentence.speech is None or not sentence.speech.samples.size:
            return sentence.text
        delivery.begun.append(sentence.text)
        if self.first_sample_ms is None:
            self.first_sample_ms = (perf_counter() - started) * 1000
        try:
            played_s = self._play(sentence.speech, delivery)
        except DeviceError as error:
            self._report_once(error)
            return sentence.text
        self._reported = False
        return spoken_words(sentence.text, sentence.speech, played_s)

    def _play(self, speech: Speech, delivery: Delivery) -> float:
        """Play one sentence, with its pauses; return the seconds of it that were audible."""
        reached_s = 0.0
        while True:
            begins_s = max(0.0, reached_s - BACK_S)
            self.speaking.set()
            try:
                reached_s = begins_s + self._output.play(speech, delivery.cut, from_s=begins_s)
            finally:
                if cut := delivery.cut.is_set():
                    self.speaking.clear()
            if not cut:
                return reached_s
            delivery.wait_while_paused(PAUSE_S)
            if delivery.cancelled.is_set():
                return reached_s

    def _make(self, reply: Reply, delivery: Delivery) -> None:
        """Generate and synthesize the sentences; a generator must be closed by the thread that runs it."""
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
    """Stop the generation of a reply, if possible."""
    if close := getattr(sentences, "close", None):
        close()
