"""Samples → Whisper's log-mel frames at the clip's own length. NumPy, for every engine."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.audio import SAMPLE_RATE_HZ
from models.types import Samples

Features = NDArray[np.float32]
"""Log-mel energies, (mel bands, frames)."""

WINDOW_SAMPLES = 400
HOP_SAMPLES = 160
FRAMES_PER_SECOND = SAMPLE_RATE_HZ // HOP_SAMPLES  # 100
FULL_FRAMES = 30 * FRAMES_PER_SECOND  # 3000: Whisper's training input

_DYNAMIC_RANGE = 8.0
"""Energies further below the loudest are raised to this distance, in log10."""


def own_frames(samples: Samples) -> int:
    """The number of frames that (n,) samples fill."""
    return -(-samples.size // HOP_SAMPLES)


def log_mel(samples: Samples, frames: int, *, bands: int = 80) -> Features:
    """The first `frames` frames of (n,) samples at 16 kHz followed by silence.

    Equal to these frames of the 30 s input that Whisper was trained on: the scale depends on the loudest
    energy alone, which is never in the padding.

    Returns:
        (bands, frames), about -1 to 1.
    """
    energies = np.log10(np.maximum(mel_energies(samples, frames, bands), 1e-10))  # (frames, bands)
    floored = np.maximum(energies, energies.max(initial=-10.0) - _DYNAMIC_RANGE)
    return np.ascontiguousarray(((floored + 4.0) / 4.0).T, dtype=np.float32)


def mel_energies(samples: Samples, frames: int, bands: int) -> NDArray[np.float32]:
    """(frames, bands), the energies of the first `frames` frames of (n,) samples followed by silence."""
    half = WINDOW_SAMPLES // 2
    kept = samples[: frames * HOP_SAMPLES + half]
    padded = np.zeros(frames * HOP_SAMPLES + WINDOW_SAMPLES, dtype=np.float32)
    padded[half : half + kept.size] = kept
    # the reference implementation reflects the signal at its beginning
    mirror = kept[1 : half + 1][::-1]
    padded[half - mirror.size : half] = mirror
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW_SAMPLES)[::HOP_SAMPLES][:frames]
    spectrum = np.fft.rfft(windows * _hann(), axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)  # (frames, 201)
    mels: NDArray[np.float32] = power @ _mel_filters(bands)
    return mels


@cache
def _hann() -> NDArray[np.float32]:
    return np.hanning(WINDOW_SAMPLES + 1)[:-1].astype(np.float32)


@cache
def _mel_filters(bands: int) -> NDArray[np.float32]:
    """Triangles of equal area on Slaney's mel scale, (201, bands)."""
    edges_hz = _hertz(np.linspace(0.0, _mel(SAMPLE_RATE_HZ / 2), bands + 2))
    bins_hz = np.linspace(0.0, SAMPLE_RATE_HZ / 2, WINDOW_SAMPLES // 2 + 1)[:, None]
    low, centre, high = edges_hz[:-2], edges_hz[1:-1], edges_hz[2:]
    rising, falling = (bins_hz - low) / (centre - low), (high - bins_hz) / (high - centre)
    triangles = np.maximum(0.0, np.minimum(rising, falling)) * 2.0 / (high - low)
    return np.ascontiguousarray(triangles, dtype=np.float32)


# Slaney's scale: linear below 1 kHz, logarithmic above
_LINEAR_HZ_PER_MEL = 200.0 / 3.0
_BREAK_HZ, _BREAK_MEL = 1000.0, 15.0
_LOG_STEP = np.log(6.4) / 27.0


def _mel(hertz: float) -> float:
    if hertz < _BREAK_HZ:
        return hertz / _LINEAR_HZ_PER_MEL
    return float(_BREAK_MEL + np.log(hertz / _BREAK_HZ) / _LOG_STEP)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    above = _BREAK_HZ * np.exp(_LOG_STEP * (mels - _BREAK_MEL))
    return np.where(mels < _BREAK_MEL, mels * _LINEAR_HZ_PER_MEL, above)
