"""Listening to the microphone during a conversation, in a thread of its own.

Decides when speech interrupts the playback; answering is the conversation loop's task.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Protocol, Self

from assistant.listening.barge_in import BargeIn, BargeInConfig, PlaybackAction, is_backchannel, is_echo
from assistant.listening.early import EARLY_MS, EarlyRecognition, TurnDetector
from assistant.listening.echo import Cleaned
from assistant.listening.endpointer import EndpointerConfig, VoicedFrame
from assistant.listening.listener import FrameStatus, IsSpeech, Listener
from assistant.listening.partials import Agreement, PartialText
from assistant.stages import Recognizer
from assistant.turn import Recognition
from models.audio import FRAME_MS
from models.command_line import one_line
from models.errors import AssistantError
from models.types import Frame, Transcript, Utterance
from models.vad.webrtc import WebRtcVadConfig

log = logging.getLogger(__name__)

OVERLAP_MS = 700
"""Longest wait for more where a reply is paused."""
DRAFT_EVERY_MS = 700
LONGEST_DRAFT_S = 8.0
"""A longer utterance takes longer than a pause to recognize."""
STILL_S = 3.0
"""Time without a frame after which nobody waits for the end of an utterance: the microphone is gone."""
UNDECIDED_MS = 2_500
"""Silence that ends an utterance of which the turn head knows nothing yet."""


class Cleaner(Protocol):
    """An echo canceller."""

    def clean(self, frame: Frame) -> Cleaned:
        """The frame without the assistant's own voice."""
        ...


class Playback(Protocol):
    """The part of a `SpeechSink` that barge-in controls."""

    speaking: threading.Event

    @property
    def saying(self) -> str:
        """The current reply up to and including the sentence that is playing."""
        ...

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def cancel(self) -> None: ...


class LiveListener:
    """A context manager that listens while it is open.

    Arguments:
        frames: the microphone; listening ends with its end or its error.
        echo: takes the assistant's voice out of the frames; None where there is no echo.
        turn: decides when a turn is over; None for the endpointer's silence.
        is_speech: the second look at an utterance; None for none.
        early: whether to recognize and to understand in each pause; needed by the turn head.
        foresee: called in the recognizer's thread with a transcript that may be the turn's.
        interrupts: whether what was said over a reply, the second argument, ends it; else the reply goes on.
            Asked in each pause and at the end.
        watch: called after every frame.
        partial: called with the transcript so far while somebody speaks; None for no partial transcripts.
    """

    def __init__(
        self,
        frames: Iterable[Frame],
        recognizer: Recognizer,
        playback: Playback,
        *,
        vad: WebRtcVadConfig,
        endpointer: EndpointerConfig,
        barge_in: BargeInConfig,
        echo: Cleaner | None = None,
        turn: TurnDetector | None = None,
        is_speech: IsSpeech | None = None,
        early: bool = True,
        foresee: Callable[[Transcript], None] = lambda transcript: None,
        interrupts: Callable[[Recognition, str], bool] = lambda recognition, saying: True,
        watch: Callable[[FrameStatus], None] | None = None,
        partial: Callable[[PartialText], None] | None = None,
    ) -> None:
        self._frames, self._playback, self._watch = frames, playback, watch
        self._echo, self._turn = echo, turn
        self._interrupts = interrupts
        if turn is not None:
            # the head decides; until it has, an utterance stays open
            endpointer = endpointer.model_copy(update={"end_silence_ms": UNDECIDED_MS})
        # the second look is in the recognizer's thread
        self._listener = Listener(
            vad.model_copy(update={"needs_voice": False}), endpointer, source="microphone"
        )
        self._early = EarlyRecognition(recognizer, is_speech if vad.needs_voice else None, foresee)
        self._is_early = early
        self._barge_in = BargeIn(barge_in)
        self._partial, self._agreement = partial, Agreement()
        self._undrafted_ms = 0  # of the open utterance, since its last draft
        self._overlapping = barge_in
        self._recognitions: queue.Queue[Recognition | AssistantError | None] = queue.Queue()
        self._busy = False  # an utterance is open or being recognized
        self._heard_at = time.monotonic()  # the last frame
        self._failing = False  # the last frame was not heard
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live listener", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        self._thread.join(timeout=1.0)
        self._early.close()

    def next(self, timeout_s: float) -> Recognition | None:
        """The next utterance's recognition; None where no utterance begins within the timeout.

        Raises:
            AssistantError: the microphone or the recognizer has stopped.
            StopIteration: the frames have ended.
        """
        while True:
            try:
                item = self._recognitions.get(timeout=timeout_s)
                break
            except queue.Empty:
                if not self._busy or time.monotonic() - self._heard_at > STILL_S:
                    return None
        if isinstance(item, AssistantError):
            raise item
        if item is None:
            raise StopIteration
        return item

    def _run(self) -> None:
        ending: AssistantError | None = None
        try:
            for frame in self._frames:
                if self._closed.is_set():
                    return
                self._survive(frame)
            if last := self._listener.flush():
                self._finish(last)
        except AssistantError as error:
            ending = error
        finally:
            self._recognitions.put(ending)

    def _survive(self, frame: Frame) -> None:
        """Hear a frame; an error drops the open utterance, and is told once until a frame is heard again."""
        try:
            self._hear(frame)
            self._failing = False
        except Exception as error:
            if not self._failing:
                log.exception("a frame was not heard")
                what = f"I could not listen just now ({type(error).__name__}: {one_line(error)})."
                self._recognitions.put(Recognition("microphone", error=what))
            self._failing, self._busy = True, False
            self._listener.reset()
            self._early.forget()
            self._act(self._barge_in.resolve(False))

    def _hear(self, frame: Frame) -> None:
        self._heard_at = time.monotonic()
        decision = self._barge_in.push(
            self._detect(frame), self._playback.speaking.is_set(), hearing=self._listener.status.speaking
        )
        self._act(decision.action)
        if decision.restart:
            self._listener.reset()
            self._early.forget()
        for voiced in decision.frames:
            utterance = self._listener.take(voiced)
            self._busy = utterance is not None or self._listener.status.speaking
            utterance = utterance or self._decide()
            if utterance is not None:
                self._finish(utterance)
                self._busy = False
        if self._watch:
            self._watch(self._listener.status)

    def _detect(self, frame: Frame) -> VoicedFrame:
        if self._echo is None:
            return self._listener.detect(frame)
        cleaned = self._echo.clean(frame)
        voiced = self._listener.detect(cleaned.frame)
        return voiced._replace(is_speech=voiced.is_speech and not cleaned.is_echo)

    def _decide(self) -> Utterance | None:
        """Recognize early in a pause, and close the utterance once its turn is known to be over."""
        if self._listener.paused_ms < EARLY_MS:
            self._early.forget()
            self._keep_drafting()
            return None
        if not self._early.begun:
            if self._is_early and (so_far := self._listener.so_far()):
                self._seconds = so_far.end_s - so_far.start_s
                self._early.begin(so_far, self._listener.paused_ms)
            return None
        heard = self._early.news()
        if heard is None or self._turn is None:
            return None
        recognition = self._meant(heard.recognition)
        if recognition is None:
            return self._listener.wait(EARLY_MS)
        wait_ms = self._turn.wait_ms(recognition.transcript, self._seconds)
        return self._listener.wait(min(wait_ms, OVERLAP_MS) if self._barge_in.overlaps else wait_ms)

    def _keep_drafting(self) -> None:
        """Show a partial transcript; begin one amid speech, so that it is made before a pause is noticed."""
        if self._partial is None:
            return
        if not self._listener.status.speaking:
            # a draft of an utterance that is over is none of the next one's
            self._early.drafted()
            self._agreement.reset()
            self._undrafted_ms = 0
            return
        if (text := self._early.drafted()) is not None:
            self._partial(self._agreement.push(text))
        self._undrafted_ms += FRAME_MS
        if self._undrafted_ms < DRAFT_EVERY_MS or self._listener.paused_ms:
            return
        so_far = self._listener.so_far()
        if so_far is not None and so_far.end_s - so_far.start_s < LONGEST_DRAFT_S:
            self._early.draft(so_far)
            self._undrafted_ms = 0

    def _meant(self, recognition: Recognition | None) -> Recognition | None:
        """The recognition, unless it is over a reply and none of the reply's business."""
        if recognition is None or recognition.transcript is None or not self._barge_in.overlaps:
            return recognition
        said, saying = recognition.transcript.text, self._playback.saying
        ignored = (
            recognition.transcript.likelihood < self._overlapping.least_confidence
            or is_backchannel(said, asking=saying.endswith("?"))
            or is_echo(said, saying, self._overlapping.echo_share)
            or not self._interrupts(recognition, saying)
        )
        return None if ignored else recognition

    def _finish(self, utterance: Utterance) -> None:
        recognition = self._meant(self._early.finish(utterance))
        self._act(self._barge_in.resolve(recognition is not None))
        if recognition is not None:
            self._recognitions.put(recognition)

    def _act(self, action: PlaybackAction | None) -> None:
        match action:
            case "pause":
                self._playback.pause()
            case "resume":
                self._playback.resume()
            case "cancel":
                self._playback.cancel()
