"""What is heard while a conversation goes on: a thread of its own, since the loop is busy answering.

Knows how to listen and when to interrupt; what is answered is the loop's business.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
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

FLAGS_KEPT = 1_000
"""Frames that an interruption may hold back: far more than its pre-roll and its speech together."""


class Playback(Protocol):
    """The part of a `SpeechSink` that matters to who listens."""

    speaking: threading.Event

    @property
    def saying(self) -> str:
        """The reply that is playing, as far as it got."""
        ...

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def cancel(self) -> None: ...


class LiveListener:
    """Listens for as long as the context lasts.

    Arguments:
        frames: the microphone's; its end, or an error, ends the listening.
        watch: called after every frame.
    """

    def __init__(
        self,
        frames: Iterable[Frame],
        recognizer: Recognizer,
        mouth: Playback,
        *,
        vad: WebRtcVadConfig,
        endpointer: EndpointerConfig,
        barge_in: BargeInConfig,
        watch: Callable[[FrameStatus], None] | None = None,
    ) -> None:
        self._frames, self._recognizer, self._mouth, self._watch = frames, recognizer, mouth, watch
        self._listener = Listener(vad, endpointer, source="microphone")
        self._interruption = BargeIn(barge_in)
        self._echo_share = barge_in.echo_share
        self._flags: deque[tuple[int, bool]] = deque(maxlen=FLAGS_KEPT)
        self._heard: queue.Queue[Recognition | AssistantError | None] = queue.Queue()
        self._amid = False  # somebody is speaking, or it is being recognized what was said
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ears", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(timeout=1.0)

    def next(self, timeout_s: float) -> Recognition | None:
        """What was said next; None where nobody began to say anything for so long.

        Raises:
            AssistantError: the microphone or the recognizer has stopped.
            StopIteration: there are no more frames.
        """
        while True:
            try:
                item = self._heard.get(timeout=timeout_s)
                break
            except queue.Empty:
                if not self._amid:
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
                if self._over.is_set():
                    return
                self._hear(frame)
            if last := self._listener.flush():
                self._recognize(last)
        except AssistantError as error:
            ending = error
        finally:
            self._heard.put(ending)

    def _hear(self, frame: Frame) -> None:
        self._flags.append((frame.start_ms, self._listener.detect(frame)))
        verdict = self._interruption.push(frame, self._flags[-1][1], self._mouth.speaking.is_set())
        self._act(verdict.action)
        if verdict.restart:
            self._listener.reset()
        flags = dict(self._flags) if len(verdict.frames) > 1 else dict([self._flags[-1]])
        for released in verdict.frames:
            utterance = self._listener.take(released, flags[released.start_ms])
            self._amid = utterance is not None or self._listener.heartbeat.speaking
            if utterance is not None:
                self._recognize(utterance)
                self._amid = False
        if self._watch:
            self._watch(self._listener.heartbeat)

    def _recognize(self, utterance: Utterance) -> None:
        heard = recognize(utterance, self._recognizer)
        if heard and heard.transcript and self._interruption.overlaps:
            heard = None if is_echo(heard.transcript.text, self._mouth.saying, self._echo_share) else heard
        self._act(self._interruption.resolve(heard is not None))
        if heard:
            self._heard.put(heard)

    def _act(self, action: PlaybackAction | None) -> None:
        if action is not None:
            {"pause": self._mouth.pause, "resume": self._mouth.resume, "cancel": self._mouth.cancel}[action]()
