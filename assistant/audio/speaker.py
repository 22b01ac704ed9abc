"""A loudspeaker with interruptible playback: speech is written in small blocks."""

from __future__ import annotations

import threading
import time
from types import ModuleType, TracebackType
from typing import Any, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from assistant.audio.devices import find, no_stream, portaudio
from models.audio import resample
from models.errors import DeviceError
from models.types import Samples, Speech

BLOCK_MS = 20
"""Length of a block; cancellation is checked once per block."""
LATENCY_S = 0.1
"""Length of the device's buffer; a shorter one stutters on a busy computer. Cancelling discards it."""


class SpeakerConfig(BaseModel):
    """The loudspeaker and its initial volume."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    device: str | int | None = None
    """Index or part of the name in `assistant devices`; None for the system's default."""
    volume: float = Field(default=1.0, ge=0, le=1)
    """Initial volume; the owner changes it by voice."""


class Speaker:
    """A loudspeaker; a context manager.

    `volume` (0 to 1) and `muted` can be changed during playback.

    Arguments:
        sound: the sounddevice module or a compatible object.

    Raises:
        DeviceError: the device is missing, cannot be opened, or was unplugged.
    """

    def __init__(self, config: SpeakerConfig | None = None, *, sound: ModuleType | None = None) -> None:
        self._config = config or SpeakerConfig()
        self._sound = sound or portaudio()
        device = find(self._sound, self._config.device, "output")
        self.name = str(device["name"])
        """The system's name of the device."""
        self._own_rate_hz = int(device["default_samplerate"])
        self._stream: Any = None
        self._rate_hz = 0
        self._asked_hz = 0
        self.volume = self._config.volume
        self.muted = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the device; the next `play` reopens it."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def play(self, speech: Speech, cancelled: threading.Event | None = None) -> float:
        """Play to the end or until `cancelled` is set; return the seconds that were audible.

        Returns after the sound has left the loudspeaker, not after the device has buffered it, so that a
        microphone opened afterwards does not record it. Cancelling takes effect within about 50 ms.
        """
        stream = self._open(speech.sample_rate_hz)
        samples = resample(speech.samples, speech.sample_rate_hz, self._rate_hz)
        block = self._rate_hz * BLOCK_MS // 1000
        written = 0
        try:
            stream.start()
            started = time.monotonic()
            for start in range(0, len(samples), block):
                if cancelled is not None and cancelled.is_set():
                    stream.abort()
                    return min(written / self._rate_hz, time.monotonic() - started)
                piece = self._with_volume(samples[start : start + block])
                stream.write(piece)
                written += len(piece)
            return self._drain(stream, started, written / self._rate_hz, cancelled)
        except self._sound.PortAudioError as error:
            self.close()
            raise DeviceError(
                f"this loudspeaker has stopped ({error})", where=self.name, do="plug it in again"
            ) from error

    def _drain(self, stream: Any, started: float, seconds: float, cancelled: threading.Event | None) -> float:
        """Wait until the device's buffer has been played."""
        ends = started + seconds + stream.latency
        while (left := ends - time.monotonic()) > 0:
            if cancelled is not None and cancelled.wait(min(left, BLOCK_MS / 1000)):
                stream.abort()
                return min(seconds, time.monotonic() - started)
            if cancelled is None:
                time.sleep(left)
        stream.stop()
        return seconds

    def _with_volume(self, samples: Samples) -> Samples:
        gain = 0.0 if self.muted else self.volume
        scaled: Samples = np.clip(samples * np.float32(gain), -1, 1)[:, np.newaxis]
        return scaled

    def _open(self, rate_hz: int) -> Any:
        """A stream at `rate_hz`, or else at the device's own rate; reuses the open one if possible."""
        if self._stream is not None and self._asked_hz == rate_hz:
            return self._stream
        self.close()
        refusals: list[Exception] = []
        for rate in (rate_hz, self._own_rate_hz):
            try:
                self._stream = self._sound.OutputStream(
                    samplerate=rate,
                    channels=1,
                    device=self._config.device,
                    dtype="float32",
                    latency=LATENCY_S,
                )
                self._rate_hz, self._asked_hz = rate, rate_hz
                return self._stream
            except self._sound.PortAudioError as error:
                refusals.append(error)
        raise no_stream(refusals[0], self.name, "output") from refusals[0]
