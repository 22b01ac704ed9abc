"""A microphone as 16 kHz frames, resampled where necessary; a bounded queue counts lost sound."""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import ModuleType, TracebackType
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from assistant.audio.devices import closed_on_failure, find, no_stream, portaudio
from assistant.audio.pace import Pace
from assistant.audio.played_sound import PlayedSound
from assistant.audio.sound_file import in_frames
from models.audio import FRAME_MS, SAMPLE_RATE_HZ, mono, resample_stream
from models.command_line import fields
from models.errors import DeviceError
from models.types import Frame, Samples

log = logging.getLogger(__name__)

QUEUE_MS = 10_000
"""Capacity of the queue; the oldest sound is dropped beyond it."""
GONE_AFTER_S = 2.0
"""Time without sound after which the device counts as unplugged."""
RUNAWAY_S = 60.0
"""Sound ahead of the clock after which a device counts as unplugged: its server is gone."""
REOPEN_FOR_S = 3.0
REOPEN_EVERY_S = 0.5


class MicrophoneConfig(BaseModel):
    """The microphone, and when it counts as silenced."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    device: str | int | None = None
    """Index or part of the name in `assistant devices`; None for the system's default."""
    zeros_for_s: float = Field(default=10.0, ge=0, le=600)
    """Time with nothing but zeros after opening that is an error; 0 to wait forever."""


class Microphone:
    """A context manager and endless iterator of frames.

    Usage: `with Microphone(config) as frames: for frame in frames: …`. If the consumer falls behind, the
    oldest sound is dropped and counted in `lost_ms`; the frames' `start_ms` stay true to time.

    Arguments:
        sound: the sounddevice module or a compatible object.
        report: called with one sentence when the device goes, delivers only zeros, or is back; it is tried
            again for as long as it takes. None to raise an error instead.
        played: what the loudspeaker plays meanwhile.

    Raises:
        DeviceError: the device is missing, cannot be opened, was unplugged, or delivers only zeros.
    """

    def __init__(
        self,
        config: MicrophoneConfig | None = None,
        *,
        sound: ModuleType | None = None,
        report: Callable[[str], None] | None = None,
        played: PlayedSound | None = None,
    ) -> None:
        self._config = config or MicrophoneConfig()
        self._given_sound, self._report = sound, report
        self._played = played or PlayedSound()
        self.given = 0.0
        """`PlayedSound.given_now` when the end of the last frame was recorded."""
        self.name = ""
        """The system's name of the device, once open."""
        self._queue: queue.Queue[tuple[Samples, float]] = queue.Queue()
        self.lost_ms = 0
        """Total sound dropped because the queue was full."""

    def __enter__(self) -> Self:
        self._sound = self._given_sound or portaudio()
        self._silent_s = 0.0
        self._heard = self._closed = False
        self._awake = threading.Event()
        self._open()
        # some devices take a second to start, and speech would be lost meanwhile
        self._awake.wait(GONE_AFTER_S)
        self._frames = in_frames(self._sound_at_16_khz(), fill=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        self._stream.close()

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        frame = next(self._frames)
        return Frame(frame.samples, frame.start_ms + self.lost_ms)

    @property
    def rate_hz(self) -> int:
        """The rate that the device runs at, once open."""
        return self._rate

    def discard(self) -> None:
        """Drop the queued sound, such as the assistant's own speech."""
        with suppress(queue.Empty):
            while True:
                self._queue.get_nowait()
                self.lost_ms += FRAME_MS

    def _open(self) -> None:
        """Open the device at 16 kHz, or else at its default rate."""
        device = find(self._sound, self._config.device, "input")
        self.name = str(device["name"])
        own_rate = int(device["default_samplerate"])
        refusals: list[Exception] = []
        for rate, channels in (
            (SAMPLE_RATE_HZ, 1),
            (own_rate, 1),
            (own_rate, int(device["max_input_channels"])),
        ):
            try:
                self._stream = self._sound.InputStream(
                    samplerate=rate,
                    channels=channels,
                    device=self._config.device,
                    dtype="float32",
                    blocksize=rate * FRAME_MS // 1000,
                    callback=self._take,
                )
                self._rate, self._queue = rate, queue.Queue(maxsize=QUEUE_MS // FRAME_MS)
                with closed_on_failure(self._stream):
                    self._stream.start()
                return
            except self._sound.PortAudioError as error:
                refusals.append(error)
        raise no_stream(refusals[0], self.name, "input") from refusals[0]

    def _take(self, block: Samples, _frames: int, _time: object, status: object) -> None:
        """PortAudio's callback, every 30 ms with (n, channels); must not block."""
        if status:
            log.warning("the microphone reports a fault", extra=fields(status=str(status)))
        self._awake.set()
        recorded = mono(block.copy()), self._played.given_now()
        with suppress(queue.Full):
            self._queue.put_nowait(recorded)
            return
        with suppress(queue.Empty):
            self._queue.get_nowait()
            self.lost_ms += FRAME_MS
        self._queue.put_nowait(recorded)

    def _sound_at_16_khz(self) -> Iterator[Samples]:
        while True:
            yield from resample_stream(self._until_gone(), self._rate)
            if self._closed:
                return
            self._reopen()

    def _until_gone(self) -> Iterator[Samples]:
        """(n,) blocks at the device's rate until it stops delivering, or runs away from the clock."""
        pace = Pace()
        while True:
            try:
                block, self.given = self._queue.get(timeout=GONE_AFTER_S)
            except queue.Empty:
                return
            pace.given(len(block) / self._rate)
            if pace.ahead_s > RUNAWAY_S:
                return
            self._expect_sound(block)
            yield block

    def _expect_sound(self, block: Samples) -> None:
        """Raise after too many zeros; macOS delivers them to terminals without permission."""
        if self._heard:
            return
        self._heard = bool(block.any())
        self._silent_s += len(block) / self._rate
        if not self._heard and 0 < self._config.zeros_for_s <= self._silent_s:
            error = DeviceError(
                "this microphone delivers only zeros",
                where=self.name,
                do="allow the terminal to use the microphone in the system's privacy settings, and unmute it",
            )
            if self._report is None:
                raise error
            self._report(str(error))
            self._silent_s = -math.inf

    def _reopen(self) -> None:
        log.warning("the microphone delivers no sound; reopening it", extra=fields(device=self.name))
        with suppress(self._sound.PortAudioError):
            self._stream.close()
        until = time.monotonic() + REOPEN_FOR_S
        told = False
        while not self._closed:
            try:
                self._open()
                if told and self._report is not None:
                    self._report(f"The microphone is back: {self.name}.")
                return
            except DeviceError as error:
                if time.monotonic() >= until and not told:
                    gone = DeviceError(
                        "this microphone was unplugged or has stopped", where=self.name, do="plug it in"
                    )
                    if self._report is None:
                        raise gone from error
                    self._report(str(gone))
                    told = True
            time.sleep(REOPEN_EVERY_S)
