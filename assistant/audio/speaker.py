"""A loudspeaker that can be cut: speech goes out in small blocks, and `play` returns when the last of it was
really heard."""

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
"""How often playback looks whether it was cancelled."""
LATENCY_S = 0.1
"""How much the device holds: with less a busy computer stutters, and a cut drops it anyway."""


class SpeakerConfig(BaseModel):
    """Which loudspeaker, and how loud."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    device: str | int | None = None
    """An index or a part of a name that `assistant devices` lists; None for the system's own choice."""
    volume: float = Field(default=1.0, ge=0, le=1)
    """At the start; the owner changes it by voice."""


class Speaker:
    """Plays speech on a sound device; a context manager.

    `volume` (0 to 1) and `muted` may be changed while it plays.

    Arguments:
        sound: the sounddevice module, or something that works like it.

    Raises:
        DeviceError: there is no such device, or it cannot be opened, or it was unplugged.
    """

    def __init__(self, config: SpeakerConfig | None = None, *, sound: ModuleType | None = None) -> None:
        self._config = config or SpeakerConfig()
        self._sound = sound or portaudio()
        device = find(self._sound, self._config.device, "output")
        self.name = str(device["name"])
        """As the system calls it."""
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
        """Gives the device back; the next `play` takes it again."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def play(self, speech: Speech, cancelled: threading.Event | None = None) -> float:
        """Plays to the end, or until `cancelled` is set; returns the seconds that were heard.

        It returns when the sound has left the loudspeaker, not when the device has taken it, so that a
        microphone opened then does not hear it. A cut is heard within about 50 ms.
        """
        stream = self._open(speech.sample_rate_hz)
        samples = resample(speech.samples, speech.sample_rate_hz, self._rate_hz)
        block = self._rate_hz * BLOCK_MS // 1000
        written = 0
        try:
            stream.start()
            began = time.monotonic()
            for start in range(0, len(samples), block):
                if cancelled is not None and cancelled.is_set():
                    stream.abort()
                    return min(written / self._rate_hz, time.monotonic() - began)
                piece = self._with_volume(samples[start : start + block])
                stream.write(piece)
                written += len(piece)
            return self._drain(stream, began, written / self._rate_hz, cancelled)
        except self._sound.PortAudioError as error:
            self.close()
            raise DeviceError(
                f"this loudspeaker has stopped ({error})", where=self.name, do="plug it in again"
            ) from error

    def _drain(self, stream: Any, began: float, seconds: float, cancelled: threading.Event | None) -> float:
        """Waits until what the device has taken was heard."""
        ends = began + seconds + stream.latency
        while (left := ends - time.monotonic()) > 0:
            if cancelled is not None and cancelled.wait(min(left, BLOCK_MS / 1000)):
                stream.abort()
                return min(seconds, time.monotonic() - began)
            if cancelled is None:
                time.sleep(left)
        stream.stop()
        return seconds

    def _with_volume(self, samples: Samples) -> Samples:
        gain = 0.0 if self.muted else self.volume
        scaled: Samples = np.clip(samples * np.float32(gain), -1, 1)[:, np.newaxis]
        return scaled

    def _open(self, rate_hz: int) -> Any:
        """A stream at `rate_hz`, or at the device's own rate where that is refused; the last one where it
        fits."""
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
