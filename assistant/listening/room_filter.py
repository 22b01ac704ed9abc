"""The linear part of an echo, estimated and subtracted, late reverberation included. Knows no device.

A partitioned-block Kalman filter in the frequency domain (Enzner and Vary, 2006; Kuech, Mabande and Enzner,
2014): it knows how sure it is of the room's response, so it learns fast at first and hardly from frames
in which somebody speaks. WebRTC's canceller models 50 ms of a room linearly; this one half a second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.audio import FRAME_SAMPLES
from models.types import Samples

PARTITIONS = 16
"""Frames of the response, device latency included."""
STAYS = 0.999**2
"""Share of the response's power that is the same after a frame; a smaller one follows two clocks that drift
apart more closely, and leaves more of an echo otherwise."""
UNKNOWN, DECAY = 0.3, 0.15
"""Power of the unknown response in its first partition, and how it falls with the partitions."""
NEAR_SMOOTHING = 0.8
LEAST_NEAR, LEAST_VARIANCE = 1e-6, 1e-10


class RoomFilter:
    """The response of one room; push every frame in which an echo may be, in order."""

    def __init__(self) -> None:
        bins = FRAME_SAMPLES + 1
        self._played = np.zeros((PARTITIONS, bins), np.complex64)
        self._response = np.zeros((PARTITIONS, bins), np.complex64)
        falling = UNKNOWN * np.exp(-DECAY * np.arange(PARTITIONS, dtype=np.float32))
        self._variance: NDArray[np.float32] = np.repeat(falling[:, np.newaxis], bins, axis=1)
        self._near = np.full(bins, 0.01, np.float32)
        self._last = np.zeros(FRAME_SAMPLES, np.float32)

    def forget_played(self) -> None:
        """Take silence for as long as the response is."""
        self._played[:] = 0
        self._last = np.zeros(FRAME_SAMPLES, np.float32)

    def subtract(self, recorded: Samples, played: Samples) -> Samples:
        """(480,) recorded samples without what the filter expects of the sound played so far."""
        self._played = np.roll(self._played, 1, axis=0)
        self._played[0] = np.fft.rfft(np.concatenate([self._last, played]))
        self._last = played
        echo = np.fft.irfft(np.sum(self._response * self._played, axis=0))[FRAME_SAMPLES:]
        left: Samples = (recorded - echo).astype(np.float32)
        self._learn(np.fft.rfft(np.concatenate([np.zeros(FRAME_SAMPLES, np.float32), left])))
        return left

    def _learn(self, left: NDArray[np.complexfloating]) -> None:
        """Take (481,) bins of what was left."""
        power = np.abs(self._played) ** 2
        variance = STAYS * self._variance + (1 - STAYS) * np.abs(self._response) ** 2
        # at once where somebody begins to speak
        now = np.abs(left) ** 2
        self._near = NEAR_SMOOTHING * self._near + (1 - NEAR_SMOOTHING) * now
        # half of each block of two frames is new
        expected = 0.5 * np.sum(power * variance, axis=0) + np.maximum(self._near, now) + LEAST_NEAR
        gain = variance / expected
        step = np.fft.irfft(gain * np.conj(self._played) * left, axis=1)
        step[:, FRAME_SAMPLES:] = 0
        self._response += np.fft.rfft(step, axis=1).astype(np.complex64)
        self._variance = np.maximum(variance * (1 - 0.5 * gain * power), LEAST_VARIANCE).astype(np.float32)
