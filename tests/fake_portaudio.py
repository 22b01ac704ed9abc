"""A PortAudio made of software: it works like the sounddevice module, for devices that this computer does not
have.

Its microphone brings what it was given, as fast as it is taken; its loudspeaker keeps what it is told to
play, in real time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from models.types import Samples


class PortAudioError(Exception):
    """What sounddevice raises."""


class FakePortAudio(ModuleType):
    """One device that runs at some rates and no others.

    Arguments:
        rates: those it accepts, its own first.
        channels: the only number of channels that it opens with.
        heard: the blocks that its microphone brings, (n,) each; after the last one it brings no more.
        opens: how many times it can be opened before it is gone.
    """

    PortAudioError = PortAudioError

    def __init__(
        self,
        rates: Sequence[int] = (16_000,),
        *,
        channels: int = 1,
        heard: Sequence[Samples] = (),
        opens: int = 100,
    ) -> None:
        super().__init__("fake_portaudio")
        self.rates, self.channels, self.heard, self.opens = tuple(rates), channels, heard, opens
        self.played: list[Samples] = []
        self.opened: list[tuple[str, int, int]] = []
        self.default = SimpleNamespace(device=(0, 0))
        self.delivered = threading.Event()
        """Set when the microphone has brought everything."""

    def query_hostapis(self) -> tuple[dict[str, Any], ...]:
        return ({"name": "Fake"},)

    def query_devices(self, device: str | int | None = None, kind: str | None = None) -> Any:
        known = {
            "name": "fake device",
            "hostapi": 0,
            "max_input_channels": self.channels,
            "max_output_channels": self.channels,
            "default_samplerate": float(self.rates[0]),
        }
        if kind is None:
            return (known,)
        if self.opens <= 0 and device is None:
            raise PortAudioError("Error querying device -1")
        if isinstance(device, str) and device not in known["name"]:
            raise ValueError(f"No input device matching {device!r}")
        if isinstance(device, int) and device != 0:
            raise PortAudioError(f"Error querying device {device}")
        return known

    def InputStream(self, *, callback: Callable[..., None], blocksize: int, **asked: Any) -> _Input:
        self._check(asked, "input")
        return _Input(self, callback, blocksize)

    def OutputStream(self, *, latency: float, **asked: Any) -> _Output:
        rate = self._check(asked, "output")
        return _Output(self, rate, latency)

    def _check(self, asked: dict[str, Any], direction: str) -> int:
        if self.opens <= 0:
            raise PortAudioError("Device unavailable")
        if asked["samplerate"] not in self.rates:
            raise PortAudioError("Invalid sample rate")
        if direction == "input" and asked["channels"] != self.channels:
            raise PortAudioError("Invalid number of channels")
        self.opens -= 1
        self.opened.append((direction, asked["samplerate"], asked["channels"]))
        return int(asked["samplerate"])


class _Input:
    def __init__(self, owner: FakePortAudio, callback: Callable[..., None], blocksize: int) -> None:
        self._owner, self._callback, self._blocksize = owner, callback, blocksize
        self._thread = threading.Thread(target=self._bring, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._thread.join(timeout=10)

    def _bring(self) -> None:
        for samples in self._owner.heard:
            for start in range(0, len(samples), self._blocksize):
                block = samples[start : start + self._blocksize]
                self._callback(
                    np.repeat(block[:, np.newaxis], self._owner.channels, axis=1), len(block), None, None
                )
        self._owner.delivered.set()


class _Output:
    def __init__(self, owner: FakePortAudio, rate: int, latency: float) -> None:
        self._owner, self._rate, self.latency = owner, rate, latency
        self._free_at = 0.0

    def start(self) -> None:
        self._free_at = time.monotonic()

    def write(self, block: Samples) -> None:
        """Waits until the buffer has room again, as the real one does."""
        self._free_at = max(self._free_at, time.monotonic()) + len(block) / self._rate
        self._owner.played.append(block[:, 0].copy())
        time.sleep(max(0.0, self._free_at - time.monotonic() - self.latency))

    def stop(self) -> None:
        time.sleep(max(0.0, self._free_at - time.monotonic()))

    def abort(self) -> None:
        self._free_at = time.monotonic()

    def close(self) -> None:
        self.abort()
