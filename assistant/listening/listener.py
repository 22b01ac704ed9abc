"""Frames → utterances: the detector says which frames are speech, the endpointer where an utterance begins
and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from assistant.listening.endpointer import Endpointer, EndpointerConfig
from models.audio import FRAME_MS
from models.types import Frame, Utterance
from models.vad import voicing
from models.vad.webrtc import WebRtcVad, WebRtcVadConfig

LOOK_AHEAD_MS = 1_000


@dataclass(frozen=True, slots=True)
class FrameStatus:
    """What is known after each frame, for a live view."""

    level_dbfs: float
    floor_dbfs: float
    """The background noise's level."""
    is_speech: bool
    speaking: bool
    """Whether an utterance is open."""


def utterances(
    frames: Iterable[Frame],
    vad: WebRtcVadConfig | None = None,
    endpointer: EndpointerConfig | None = None,
    *,
    source: str = "",
    watch: Callable[[FrameStatus], None] | None = None,
) -> Iterator[Utterance]:
    """Every utterance in a recording, as soon as it is over.

    The first second is looked at before it is heard: it tells how loud the recording is.

    Arguments:
        source: the stream's name, carried by each utterance.
        watch: called after every frame.
    """
    vad = vad or WebRtcVadConfig()
    listener = Listener(vad, endpointer or EndpointerConfig(), source=source)
    stream = iter(frames)
    first = list(islice(stream, LOOK_AHEAD_MS // FRAME_MS))
    listener.look_ahead(first)
    for frame in chain(first, stream):
        utterance = listener.hear(frame)
        if watch is not None:
            watch(listener.heartbeat)
        if utterance is not None:
            yield utterance
    last = listener.flush()
    if last is not None:
        yield last


class Listener:
    """The same, pushed: for a loop that has more to do than to listen."""

    def __init__(self, vad: WebRtcVadConfig, endpointer: EndpointerConfig, *, source: str = "") -> None:
        self._needs_voice = vad.needs_voice
        self._detector = WebRtcVad(vad)
        self._endpointer = Endpointer(endpointer, source=source)
        self._is_speech = False

    def hear(self, frame: Frame) -> Utterance | None:
        """Takes the next frame; gives the utterance that it ended, if any."""
        return self.take(frame, self.detect(frame))

    def look_ahead(self, first: Sequence[Frame]) -> None:
        """Learns the noise of a recording from its first frames, which `hear` is given afterwards."""
        self._detector.look_ahead([frame.samples for frame in first])

    def detect(self, frame: Frame) -> bool:
        """Whether the next frame is speech; who holds frames back calls `take` later, in the same order."""
        self._is_speech = self._detector.is_speech(frame.samples)
        return self._is_speech

    def take(self, frame: Frame, is_speech: bool) -> Utterance | None:
        """Takes a frame that `detect` has judged; gives the utterance that it ended, if any."""
        return self._with_voice(self._endpointer.push(frame, is_speech))

    def flush(self) -> Utterance | None:
        """The utterance that the end of the stream cut off, if any."""
        return self._with_voice(self._endpointer.flush())

    def reset(self) -> None:
        """Forgets what was said so far, and keeps what was learnt about the noise."""
        self._endpointer.reset()

    @property
    def heartbeat(self) -> FrameStatus:
        """What is known after the last frame."""
        return FrameStatus(
            level_dbfs=self._detector.level_dbfs,
            floor_dbfs=self._detector.floor_dbfs,
            is_speech=self._is_speech,
            speaking=self._endpointer.speaking,
        )

    def _with_voice(self, utterance: Utterance | None) -> Utterance | None:
        if utterance is not None and self._needs_voice and not voicing.measure(utterance.samples).is_voice:
            return None
        return utterance
