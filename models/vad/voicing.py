"""Voicing of an utterance: a second test, after its end, whether it holds a human voice.

WebRTC's detector takes rain, engines, barks and ticking clocks for speech. Voiced speech is periodic: some
loud moments repeat themselves 70 to 400 times a second, and words rise and fall in level. Sound with neither
is noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.audio import SAMPLE_RATE_HZ
from models.types import Samples

WINDOW = SAMPLE_RATE_HZ * 40 // 1000
HOP = SAMPLE_RATE_HZ * 15 // 1000
HOP_MS = 15
SPECTRUM = 2 * WINDOW
LAG_RATE_HZ = 8_000
"""Rate of the autocorrelation, enough for pitch."""
LAGS = SPECTRUM * LAG_RATE_HZ // SAMPLE_RATE_HZ

LOWEST_HZ, HIGHEST_HZ = 65, 400
"""From a low man's voice to a child's."""
PITCH_BAND_HZ = (60, 1_500)
PERIODIC = 0.6
"""Similarity of two neighbouring periods, 0 to 1; white noise reaches 0.5 by chance."""
NEARLY = 0.9
"""The period is the shortest lag with this share of the best correlation; longer ones are its multiples."""
LOW_SHARE = 0.3
"""Least share of a vowel's power in the pitch band."""
LOUD_DB = 10.0
"""Moments at most this far below the loudest count as loud; in a noisy room the rest is noise."""
GLIDE = 0.12
"""Octaves that a voice's pitch moves in a hop at most; noise that is periodic by chance jumps."""

MIN_VOICED_MS, MIN_VOICED_SHARE, MIN_RANGE_DB = 30, 0.15, 6.0
LITTLE_VOICED_MS, LITTLE_RANGE_DB = 120, 18.0
"""With less voicing than this, a larger range is needed: it may be the hum of a quiet room. A short word
("six") stands out far from its surroundings."""
SHORT_MS = 800
"""A shorter utterance may be cut too tightly to have quiet moments, so its range is not tested."""

_AUDIBLE = np.fft.rfftfreq(SPECTRUM, 1 / SAMPLE_RATE_HZ) > PITCH_BAND_HZ[0]
_IN_BAND = _AUDIBLE & (np.fft.rfftfreq(SPECTRUM, 1 / SAMPLE_RATE_HZ) < PITCH_BAND_HZ[1])
_HANN = np.hanning(WINDOW).astype(np.float32)
_SHORTEST, _LONGEST = 4, LAG_RATE_HZ // LOWEST_HZ
_WINDOW_CORRELATION = np.fft.irfft(np.square(np.abs(np.fft.rfft(_HANN, SPECTRUM)))[: LAGS // 2 + 1], LAGS)[
    : _LONGEST + 1
]
_WINDOW_CORRELATION = _WINDOW_CORRELATION / _WINDOW_CORRELATION[0]


@dataclass(frozen=True, slots=True)
class Voicing:
    """Measures of an utterance's voicing."""

    duration_ms: int
    voiced_ms: int
    """Duration of loud moments with a voice's pitch beside another of nearly equal pitch."""
    share: float
    """Their share of all loud moments, 0 to 1."""
    range_db: float
    """From the quiet moments (10th percentile) to the loud ones (95th)."""

    @property
    def is_voice(self) -> bool:
        """Whether the measures pass all three thresholds."""
        if self.voiced_ms < MIN_VOICED_MS or self.share < MIN_VOICED_SHARE:
            return False
        wanted = LITTLE_RANGE_DB if self.voiced_ms < LITTLE_VOICED_MS else MIN_RANGE_DB
        return self.range_db >= wanted or self.duration_ms < SHORT_MS


def measure(samples: Samples) -> Voicing:
    """The voicing of (n,) samples at 16 kHz; about 2 ms of work for a second of sound."""
    padded = np.pad(samples, (0, max(0, WINDOW - len(samples))))
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP] * _HANN  # (moments, 640)
    power = np.square(np.abs(np.fft.rfft(windows, SPECTRUM)))
    low = power * _IN_BAND
    audible = power[:, _AUDIBLE].sum(axis=1) + 1e-12
    level = 10 * np.log10(audible)
    quiet, high, top = np.percentile(level, [10, 95, 99])
    loud = level > top - LOUD_DB
    periodicity, pitch_hz = _pitch(low)
    voiced = (
        loud & (periodicity > PERIODIC) & (pitch_hz <= HIGHEST_HZ) & (low.sum(axis=1) / audible > LOW_SHARE)
    )
    glides = voiced[1:] & voiced[:-1] & (np.abs(np.diff(np.log2(pitch_hz))) < GLIDE)
    steady = int(np.sum(np.append(glides, False) | np.append(False, glides)))
    return Voicing(
        duration_ms=len(samples) * 1000 // SAMPLE_RATE_HZ,
        voiced_ms=steady * HOP_MS,
        share=steady / max(1, int(loud.sum())),
        range_db=float(high - quiet),
    )


def _pitch(power: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(moments, bins) power in the pitch band → periodicity, 0 to 1, and pitch in Hz of each moment."""
    correlation = np.fft.irfft(power[:, : LAGS // 2 + 1], LAGS)[:, : _LONGEST + 1]
    correlation = correlation / (correlation[:, :1] + 1e-12) / _WINDOW_CORRELATION
    candidates = correlation[:, _SHORTEST:]
    best = candidates.max(axis=1, keepdims=True)
    inner = candidates[:, 1:-1]
    peaks = (inner >= NEARLY * best) & (inner >= candidates[:, :-2]) & (inner >= candidates[:, 2:])
    return best[:, 0], LAG_RATE_HZ / (peaks.argmax(axis=1) + 1 + _SHORTEST)
