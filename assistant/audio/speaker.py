"""A loudspeaker that plays without pause, mostly silence; what it plays can be cut at any moment."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType, TracebackType
from typing import Any, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from assistant.audio.devices import closed_on_failure, find, no_stream, portaudio
from assistant.audio.pace import Pace
from assistant.audio.played_sound import PlayedSound
from models.audio import resample
from models.command_line import fields
from models.errors import DeviceError
from models.types import Samples, Speech

log = logging.getLogger(__name__)

BLOCK_MS = 10
"""Length of a block."""
LATENCY_S = 0.06
"""Length of the device's buffer. A cut plays it to its end: to discard it would move the echo against its
reference."""
LONG_LATENCY_S = 0.1
"""The same once it has stuttered, as it does on a busy computer: each time the echo moves."""
SETTLED_S = 1.0
"""Time from the start of a device after which a stutter counts."""
GONE_AFTER_S = 2.0
"""Time in which the device takes no sound after which it counts as unplugged."""
AHEAD_S = 1.0
"""Sound ahead of the clock that a device is given at most; one whose server is gone may take it all at
once."""
DUCKED = 0.2
"""Gain of a reply below a bell."""
FADE_MS = 5
"""A cut fades: a step in the waveform is heard as a click."""


class SpeakerConfig(BaseModel):
    """The loudspeaker and its initial volume."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    device: str | int | None = None
    """Index or part of the name in `assistant devices`; None for the system's default."""
    volume: float = Field(default=1.0, ge=0, le=1)
    """Initial volume; the owner changes it by voice."""


class Speaker:
    """A loudspeaker; a context manager, open from the first `play` on.

    `volume` (0 to 1) and `muted` can be changed during playback. Two threads may play at once.

    Arguments:
        sound: the sounddevice module or a compatible object.

    Raises:
        DeviceError: the device is missing, cannot be opened, or was unplugged.
    """

    def __init__(self, config: SpeakerConfig | None = None, *, sound: ModuleType | None = None) -> None:
        self._config = config or SpeakerConfig()
        self._sound = sound or portaudio()
        self.name = str(find(self._sound, self._config.device, "output")["name"])
        """The system's name of the device."""
        self._stream: _Stream | None = None
        self._latency_s = LATENCY_S
        self._playing: tuple[_Playing, ...] = ()
        self._change = threading.Lock()
        self.played = PlayedSound()
        """All that was played, for the echo canceller."""
        self.volume = self._config.volume
        self.muted = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> _Stream:
        """Start the device if it does not run."""
        with self._change:
            if self._stream is not None and not self._stream.running:
                self._stream.leave()
                self._stream = None
            if self._stream is None:
                self._stream = self._opened()
            return self._stream

    def close(self) -> None:
        """Release the device; the next `play` opens it anew."""
        with self._change:
            stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def play(
        self,
        speech: Speech,
        cancelled: threading.Event | None = None,
        *,
        from_s: float = 0.0,
        over: bool = False,
    ) -> float:
        """Play to the end or until `cancelled` is set; return the seconds that were audible.

        Returns after the sound has left the loudspeaker, not after the device has buffered it. A cut takes
        effect within about 0.1 s.

        Arguments:
            from_s: where in the speech to begin.
            over: lower what else plays meanwhile.
        """
        stream = self.open()
        samples = resample(speech.samples, speech.sample_rate_hz, stream.rate_hz)
        playing = _Playing(samples[round(from_s * stream.rate_hz) :], cancelled or threading.Event(), over)
        if playing.cancelled.is_set():
            return 0.0
        with self._change:
            self._playing = (*self._playing, playing)
        try:
            while not playing.over_with.wait(GONE_AFTER_S / 10):
                if not stream.running:
                    self.close()
                    raise DeviceError("this loudspeaker has stopped", where=self.name, do="plug it in again")
        finally:
            with self._change:
                self._playing = tuple(each for each in self._playing if each is not playing)
        played_s = playing.place / stream.rate_hz
        if playing.ended:
            playing.cancelled.wait(stream.latency_s)
        if stream.stuttered and self._latency_s < LONG_LATENCY_S and not self._playing:
            log.warning("the loudspeaker %s stutters: it gets a longer buffer", self.name)
            self._latency_s = LONG_LATENCY_S
            self.close()
            with suppress(DeviceError):
                # the next sound tells
                self.open()
        return played_s

    def _mixed(self, count: int, rate_hz: int) -> Samples:
        """The next (count,) samples."""
        playing = self._playing
        ducks = any(each.ducks for each in playing)
        mixed = np.zeros(count, np.float32)
        for each in playing:
            block = each.next(count, rate_hz * FADE_MS // 1000)
            mixed[: len(block)] += block * (DUCKED if ducks and not each.ducks else 1.0)
        gain = 0.0 if self.muted else self.volume
        clipped: Samples = np.clip(mixed * np.float32(gain), -1, 1)
        return clipped

    def _opened(self) -> _Stream:
        """A running stream at the device's own rate, or else at a common one."""
        device = find(self._sound, self._config.device, "output")
        self.name = str(device["name"])
        refusals: list[Exception] = []
        for rate in (int(device["default_samplerate"]), 48_000, 44_100, 16_000):
            try:
                stream = self._sound.OutputStream(
                    samplerate=rate,
                    channels=1,
                    device=self._config.device,
                    dtype="float32",
                    latency=self._latency_s,
                )
                with closed_on_failure(stream):
                    stream.start()
                return _Stream(stream, rate, self._mixed, self.played)
            except self._sound.PortAudioError as error:
                refusals.append(error)
        raise no_stream(refusals[0], self.name, "output") from refusals[0]


class _Stream:
    """An open device and the thread that writes to it; PortAudio's callbacks stall after an underrun.

    Arguments:
        device: a started output stream.
        next_block: the next samples at a rate.
        played: is told what is written.
    """

    def __init__(
        self, device: Any, rate_hz: int, next_block: Callable[[int, int], Samples], played: PlayedSound
    ) -> None:
        self._device, self.rate_hz, self._next, self._played = device, rate_hz, next_block, played
        self.latency_s = float(device.latency)
        self.stuttered = False
        """Whether it has run out amid a sound."""
        self._closed = threading.Event()
        self._written_at = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="loudspeaker", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the device takes sound."""
        return self._thread.is_alive() and time.monotonic() - self._written_at < GONE_AFTER_S

    def leave(self) -> None:
        """Let its thread release the device once it is free."""
        self._closed.set()

    def close(self) -> None:
        """Release the device; one that is gone and holds its thread is left behind."""
        self.leave()
        self._thread.join(timeout=GONE_AFTER_S)

    def _run(self) -> None:
        count, began, pace = self.rate_hz * BLOCK_MS // 1000, time.monotonic(), Pace()
        try:
            while not self._closed.is_set():
                block = self._next(count, self.rate_hz)
                self._played.add(block, self.rate_hz)
                ran_out = self._device.write(block[:, np.newaxis])
                self._written_at = time.monotonic()
                settled = self._written_at - began > SETTLED_S
                # amid silence nobody hears it, and a longer buffer would delay every reply
                self.stuttered |= bool(ran_out) and settled and bool(block.any())
                pace.given(BLOCK_MS / 1000)
                self._closed.wait(pace.ahead_s - AHEAD_S)
            self._device.close()
        except Exception as error:  # noqa: BLE001 - PortAudio's, of a module that may be given
            log.warning("the loudspeaker has stopped", extra=fields(reason=str(error)))
            with suppress(Exception):
                self._device.close()


class _Playing:
    """One sound being played."""

    def __init__(self, samples: Samples, cancelled: threading.Event, ducks: bool) -> None:
        self._samples = samples
        self.cancelled, self.ducks = cancelled, ducks
        self.place = 0
        """Samples that the device was given."""
        self.over_with = threading.Event()
        """Set once nothing more is given."""

    @property
    def ended(self) -> bool:
        """Whether all of it was given."""
        return self.place >= len(self._samples)

    def next(self, count: int, fade: int) -> Samples:
        """At most `count` samples; the last ones before a cut fade."""
        if self.over_with.is_set():
            return self._samples[:0]
        block = self._samples[self.place : self.place + count]
        self.place += len(block)
        if self.cancelled.is_set():
            n = min(fade, len(block))
            block = block[:n] * np.linspace(1, 0, n, dtype=np.float32)
        if self.cancelled.is_set() or self.ended:
            self.over_with.set()
        return block
