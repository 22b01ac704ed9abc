"""A microphone as frames: 16 kHz, or the device's own rate resampled, through a bounded queue that says what
it lost."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from types import ModuleType, TracebackType
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from assistant.audio.devices import find, no_stream, portaudio
from assistant.audio.sound_file import in_frames
from models.audio import FRAME_MS, SAMPLE_RATE_HZ, mono, resample_stream
from models.errors import DeviceError
from models.types import Frame, Samples

log = logging.getLogger(__name__)

QUEUE_MS = 10_000
"""How far the listener may fall behind before the oldest sound is dropped."""
GONE_AFTER_S = 2.0
"""A device that gives nothing for so long was unplugged."""
REOPEN_FOR_S = 3.0
REOPEN_EVERY_S = 0.5


class MicrophoneConfig(BaseModel):
    """Which microphone, and when it is thought dead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    device: str | int | None = None
    """An index or a part of a name that `assistant devices` lists; None for the system's own choice."""
    zeros_for_s: float = Field(default=10.0, ge=0, le=600)
    """A microphone that has given nothing but zeros for so long since it was opened is an error; 0 waits for
    ever."""


class Microphone:
    """A context manager that yields frames for ever: `with Microphone(config) as frames: for frame in frames:
    …`.

    Where the listener falls behind, the oldest sound is dropped and counted in `lost_ms`; the frames'
    `start_ms` keep the true time.

    Arguments:
        sound: the sounddevice module, or something that works like it.

    Raises:
        DeviceError: there is no such device, it cannot be opened, it was unplugged and does not come back, or
        it gives only zeros.
    """

    def __init__(self, config: MicrophoneConfig | None = None, *, sound: ModuleType | None = None) -> None:
        self._config = config or MicrophoneConfig()
        self._given_sound = sound
        self.name = ""
        """As the system calls it; known once it is open."""
        self._queue: queue.Queue[Samples] = queue.Queue()
        self.lost_ms = 0
        """Sound dropped so far because nobody took it in time."""

    def __enter__(self) -> Self:
        self._sound = self._given_sound or portaudio()
        self._silent_s = 0.0
        self._heard = self._closed = False
        self._awake = threading.Event()
        self._open()
        # some devices take a second to begin, and what is said meanwhile would be lost
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

    def discard(self) -> None:
        """Throws away what waits in the queue: what was recorded while the assistant itself spoke."""
        with suppress(queue.Empty):
            while True:
                self._queue.get_nowait()
                self.lost_ms += FRAME_MS

    def _open(self) -> None:
        """Opens the device at 16 kHz, or else as the device wants it."""
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
                self._stream.start()
                return
            except self._sound.PortAudioError as error:
                refusals.append(error)
        raise no_stream(refusals[0], self.name, "input") from refusals[0]

    def _take(self, block: Samples, _frames: int, _time: object, status: object) -> None:
        """PortAudio's thread brings (n, channels) here every 30 ms, and must not wait."""
        if status:
            log.warning("the microphone reports %s", status)
        self._awake.set()
        samples = mono(block.copy())
        with suppress(queue.Full):
            self._queue.put_nowait(samples)
            return
        with suppress(queue.Empty):
            self._queue.get_nowait()
            self.lost_ms += FRAME_MS
        self._queue.put_nowait(samples)

    def _sound_at_16_khz(self) -> Iterator[Samples]:
        while True:
            yield from resample_stream(self._until_gone(), self._rate)
            if self._closed:
                return
            self._reopen()

    def _until_gone(self) -> Iterator[Samples]:
        """(n,) blocks at the device's rate until it gives no more."""
        while True:
            try:
                block = self._queue.get(timeout=GONE_AFTER_S)
            except queue.Empty:
                return
            self._expect_sound(block)
            yield block

    def _expect_sound(self, block: Samples) -> None:
        """macOS gives zeros, and no error, where the terminal was not allowed to use the microphone."""
        if self._heard:
            return
        self._heard = bool(block.any())
        self._silent_s += len(block) / self._rate
        if not self._heard and 0 < self._config.zeros_for_s <= self._silent_s:
            raise DeviceError(
                "this microphone gives only zeros",
                where=self.name,
                do="allow the terminal to use the microphone in the system's privacy settings, and unmute it",
            )

    def _reopen(self) -> None:
        log.warning("the microphone %s gives no more sound; trying to open it again", self.name)
        self._stream.close()
        until = time.monotonic() + REOPEN_FOR_S
        while True:
            try:
                self._open()
                return
            except DeviceError as error:
                if time.monotonic() >= until:
                    raise DeviceError(
                        "this microphone was unplugged or has stopped",
                        where=self.name,
                        do="plug it in and start again",
                    ) from error
            time.sleep(REOPEN_EVERY_S)
