"""Listening to the microphone during a conversation, in a thread of its own.

Decides when speech interrupts the playback; answering is the conversation loop's task.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Protocol, Self

from assistant.listening.barge_in import BargeIn, BargeInConfig, PlaybackAction, is_echo
from assistant.listening.endpointer import EndpointerConfig
from assistant.listening.listener import FrameStatus, Listener
from assistant.listening.sources import recognize
from assistant.stages import Recognizer
from assistant.turn import Recognition
from models.errors import AssistantError
from models.types import Frame, Utterance
from models.vad.webrtc import WebRtcVadConfig


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
        watch: called after every frame.
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
        watch: Callable[[FrameStatus], None] | None = None,
    ) -> None:
        self._frames, self._recognizer, self._playback, self._watch = frames, recognizer, playback, watch
        self._listener = Listener(vad, endpointer, source="microphone")
        self._barge_in = BargeIn(barge_in)
        self._echo_share = barge_in.echo_share
        self._recognitions: queue.Queue[Recognition | AssistantError | None] = queue.Queue()
        self._busy = False  # an utterance is open or being recognized
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
                if not self._busy:
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
                self._hear(frame)
            if last := self._listener.flush():
                self._recognize(last)
        except AssistantError as error:
            ending = error
        finally:
            self._recognitions.put(ending)

    def _hear(self, frame: Frame) -> None:
        decision = self._barge_in.push(self._listener.detect(frame), self._playback.speaking.is_set())
        self._act(decision.action)
        if decision.restart:
            self._listener.reset()
        for voiced in decision.frames:
            utterance = self._listener.take(voiced)
            self._busy = utterance is not None or self._listener.status.speaking
            if utterance is not None:
                self._recognize(utterance)
                self._busy = False
        if self._watch:
            self._watch(self._listener.status)

    def _recognize(self, utterance: Utterance) -> None:
        recognition = recognize(utterance, self._recognizer)
        if (
            recognition is not None
            and recognition.transcript is not None
            and self._barge_in.overlaps
            and is_echo(recognition.transcript.text, self._playback.saying, self._echo_share)
        ):
            recognition = None
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
