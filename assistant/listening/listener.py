"""Frames → utterances: the detector flags frames of speech, the endpointer bounds the utterances."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from assistant.listening.endpointer import Endpointer, EndpointerConfig, VoicedFrame
from models.audio import FRAME_MS
from models.types import Frame, Samples, Utterance
from models.vad import voicing
from models.vad.webrtc import WebRtcVad, WebRtcVadConfig

LOOK_AHEAD_MS = 1_000
IsSpeech = Callable[[Samples], bool]
"""Whether (n,) samples at 16 kHz hold speech."""


@dataclass(frozen=True, slots=True)
class FrameStatus:
    """The listener's state after a frame, for a live view."""

    level_dbfs: float
    floor_dbfs: float
    """Level of the background noise."""
    is_speech: bool
    speaking: bool
    """Whether an utterance is open."""


def utterances(
    frames: Iterable[Frame],
    vad: WebRtcVadConfig | None = None,
    endpointer: EndpointerConfig | None = None,
    *,
    source: str = "",
    is_speech: IsSpeech | None = None,
    watch: Callable[[FrameStatus], None] | None = None,
) -> Iterator[Utterance]:
    """The utterances of a recording, each as soon as it ends.

    The noise level is estimated from the first second before that second is processed.

    Arguments:
        source: name of the recording, copied into each utterance.
        is_speech: as for `Listener`.
        watch: called after every frame.
    """
    vad = vad or WebRtcVadConfig()
    listener = Listener(vad, endpointer or EndpointerConfig(), source=source, is_speech=is_speech)
    stream = iter(frames)
    first = list(islice(stream, LOOK_AHEAD_MS // FRAME_MS))
    listener.look_ahead(first)
    for frame in chain(first, stream):
        utterance = listener.hear(frame)
        if watch is not None:
            watch(listener.status)
        if utterance is not None:
            yield utterance
    last = listener.flush()
    if last is not None:
        yield last


class Listener:
    """Push interface of `utterances`, for loops with further work per frame.

    Arguments:
        is_speech: the second look at an utterance, where the configuration asks for one; None for one at its
            pitch, which needs no weights.
    """

    def __init__(
        self,
        vad: WebRtcVadConfig,
        endpointer: EndpointerConfig,
        *,
        source: str = "",
        is_speech: IsSpeech | None = None,
    ) -> None:
        self._is_voice = (is_speech or _voiced) if vad.needs_voice else None
        self._detector = WebRtcVad(vad)
        self._endpointer = Endpointer(endpointer, source=source)
        self._is_speech = False

    def hear(self, frame: Frame) -> Utterance | None:
        """Take the next frame; return the utterance that it closes, if any."""
        return self.take(self.detect(frame))

    def look_ahead(self, first: Sequence[Frame]) -> None:
        """Estimate the noise level from the first frames of a recording; pass them to `hear` afterwards."""
        self._detector.look_ahead([frame.samples for frame in first])

    def detect(self, frame: Frame) -> VoicedFrame:
        """Flag the next frame as speech or not; the caller passes the result to `take`, at once or later."""
        self._is_speech = self._detector.is_speech(frame.samples)
        return VoicedFrame(frame, self._is_speech)

    def take(self, voiced: VoicedFrame) -> Utterance | None:
        """Take a frame from `detect`, in order; return the utterance that it closes, if any."""
        return self._with_voice(self._endpointer.push(voiced))

    def flush(self) -> Utterance | None:
        """The utterance still open at the end of the stream, if any."""
        return self._with_voice(self._endpointer.flush())

    @property
    def paused_ms(self) -> int:
        """Silence since the last speech of the open utterance; 0 where none is open."""
        return self._endpointer.paused_ms

    def so_far(self) -> Utterance | None:
        """The open utterance as if it ended here; None where none is open or it is too short."""
        return self._endpointer.so_far()

    def wait(self, silence_ms: int) -> Utterance | None:
        """Close the open utterance after this silence, unless speech goes on; return it if it is over."""
        return self._with_voice(self._endpointer.wait(silence_ms))

    def reset(self) -> None:
        """Discard the speech so far; keep the estimate of the noise."""
        self._endpointer.reset()

    @property
    def status(self) -> FrameStatus:
        """The state after the last frame."""
        return FrameStatus(
            level_dbfs=self._detector.level_dbfs,
            floor_dbfs=self._detector.floor_dbfs,
            is_speech=self._is_speech,
            speaking=self._endpointer.speaking,
        )

    def _with_voice(self, utterance: Utterance | None) -> Utterance | None:
        if utterance is not None and self._is_voice is not None and not self._is_voice(utterance.samples):
            return None
        return utterance


def _voiced(samples: Samples) -> bool:
    return voicing.measure(samples).is_voice
