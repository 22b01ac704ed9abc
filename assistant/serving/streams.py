"""A client's stream of samples → recognitions, with partial transcripts. Knows no protocol."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import numpy as np

from assistant.audio.sound_file import in_frames
from assistant.listening.barge_in import BargeInConfig
from assistant.listening.live import LiveListener
from assistant.listening.partials import PartialText
from assistant.serving.service import Service
from assistant.turn import Recognition
from models.audio import INT16, resample_stream
from models.errors import InputError
from models.types import Samples

MOST_WAITING_S = 60.0
"""Seconds of sound that may wait for a recognizer that is busy with others."""
POLL_S = 1.0


class RemotePlayback:
    """The playback of a client, which stops it by itself when its user speaks."""

    def __init__(self) -> None:
        self.speaking = threading.Event()
        self.saying = ""

    def pause(self) -> None:
        """Nothing: the client has paused."""

    def resume(self) -> None:
        """Nothing: the client decides."""

    def cancel(self) -> None:
        """Nothing: the client has stopped."""


class SoundStream:
    """Sound that arrives in pieces.

    `push` and `end` are called by one thread, `recognitions` is read by another.

    Arguments:
        rate_hz: sample rate of the pieces.
        partial: called, in a third thread, with the transcript so far while somebody speaks.
    """

    def __init__(self, service: Service, rate_hz: int, partial: Callable[[PartialText], None] | None) -> None:
        self._pieces: queue.SimpleQueue[Samples | None] = queue.SimpleQueue()
        self._rate_hz = rate_hz
        self._pushed = self._taken = 0
        config = service.config
        self._live = LiveListener(
            in_frames(resample_stream(self._arriving(), rate_hz), fill=True),
            service.recognizer,
            RemotePlayback(),
            vad=config.vad,
            endpointer=config.endpointer,
            barge_in=BargeInConfig(mode="mute"),
            turn=service.turn,
            is_speech=service.is_speech,
            partial=partial,
        )

    def push(self, pcm: bytes) -> None:
        """Take 16-bit little-endian samples of one channel.

        Raises:
            InputError: it is no whole number of samples, or too much waits already.
        """
        if len(pcm) % 2:
            raise InputError("a piece of sound ends within a sample", do="send 16-bit samples")
        if (self._pushed - self._taken) / self._rate_hz > MOST_WAITING_S:
            raise InputError("sound arrives faster than it can be recognized", do="send it slower")
        piece = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(INT16)
        self._pushed += len(piece)
        self._pieces.put(piece)

    def end(self) -> None:
        """Tell that nothing more arrives."""
        self._pieces.put(None)

    def recognitions(self) -> Iterator[Recognition]:
        """The recognition of each utterance as soon as it is over, until the stream has ended.

        Raises:
            AssistantError: the recognizer has stopped.
        """
        with self._live:
            while True:
                try:
                    recognition = self._live.next(POLL_S)
                except StopIteration:
                    return
                if recognition is not None:
                    yield recognition

    def _arriving(self) -> Iterator[Samples]:
        while (piece := self._pieces.get()) is not None:
            self._taken += len(piece)
            yield piece
