"""Whether an utterance holds a human voice at all: a second, slower look than the detector's, once an
utterance is over.

WebRTC's detector takes rain, engines, barks and ticking clocks for speech. A voice hums: some of its loud
moments repeat themselves 70 to 400 times a second, and words rise and fall in level. What does neither is
noise.
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
"""The autocorrelation's own rate: pitch needs no more."""
LAGS = SPECTRUM * LAG_RATE_HZ // SAMPLE_RATE_HZ

LOWEST_HZ, HIGHEST_HZ = 65, 400
"""A low man's voice to a child's."""
PITCH_BAND_HZ = (60, 1_500)
PERIODIC = 0.6
"""How alike two neighbouring periods are, 0 to 1: white noise reaches 0.5 by chance."""
NEARLY = 0.9
"""The shortest lag that is nearly as good as the best one is the period, the longer ones are its multiples.
"""
LOW_SHARE = 0.3
"""A vowel has this share of its power in the pitch band."""
LOUD_DB = 10.0
"""Only what lies at most this far below the loudest moments counts: in a noisy room the rest is noise."""
GLIDE = 0.12
"""By how many octaves a voice's pitch moves in a hop at most; noise that looks periodic by chance jumps."""

MIN_VOICED_MS, MIN_VOICED_SHARE, MIN_RANGE_DB = 30, 0.15, 6.0
LITTLE_VOICED_MS, LITTLE_RANGE_DB = 120, 18.0
"""So little may be the hum of a quiet room; as a word, "six", it stands out far from what is around it."""
SHORT_MS = 800
"""Below this an utterance may be cut so tightly that it has no quiet moments to measure a range with."""

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
    """How voice-like an utterance is."""

    duration_ms: int
    voiced_ms: int
    """Loud moments with a pitch that a voice can have, next to another one of nearly the same pitch."""
    share: float
    """Those among all loud moments, 0 to 1."""
    range_db: float
    """From the quiet moments (10th percentile) to the loud ones (95th)."""

    @property
    def is_voice(self) -> bool:
        """Whether it passes all three thresholds."""
        if self.voiced_ms < MIN_VOICED_MS or self.share < MIN_VOICED_SHARE:
            return False
        wanted = LITTLE_RANGE_DB if self.voiced_ms < LITTLE_VOICED_MS else MIN_RANGE_DB
        return self.range_db >= wanted or self.duration_ms < SHORT_MS


def measure(samples: Samples) -> Voicing:
    """How voice-like (n,) samples at 16 kHz are; about 2 ms of work for a second of sound."""
    padded = np.pad(samples, (0, max(0, WINDOW - len(samples))))
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP] * _HANN  # (moments, 640)
    power = np.square(np.abs(np.fft.rfft(windows, SPECTRUM)))
    low = power * _IN_BAND
    audible = power[:, _AUDIBLE].sum(axis=1) + 1e-12
    level = 10 * np.log10(audible)
    quiet, high, top = np.percentile(level, [10, 95, 99])
    loud = level > top - LOUD_DB
    likeness, pitch_hz = _pitch(low)
    voiced = loud & (likeness > PERIODIC) & (pitch_hz <= HIGHEST_HZ) & (low.sum(axis=1) / audible > LOW_SHARE)
    glides = voiced[1:] & voiced[:-1] & (np.abs(np.diff(np.log2(pitch_hz))) < GLIDE)
    steady = int(np.sum(np.append(glides, False) | np.append(False, glides)))
    return Voicing(
        duration_ms=len(samples) * 1000 // SAMPLE_RATE_HZ,
        voiced_ms=steady * HOP_MS,
        share=steady / max(1, int(loud.sum())),
        range_db=float(high - quiet),
    )


def _pitch(power: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(moments, bins) power in the pitch band → how periodic each moment is, and its pitch in Hz."""
    correlation = np.fft.irfft(power[:, : LAGS // 2 + 1], LAGS)[:, : _LONGEST + 1]
    correlation = correlation / (correlation[:, :1] + 1e-12) / _WINDOW_CORRELATION
    candidates = correlation[:, _SHORTEST:]
    best = candidates.max(axis=1, keepdims=True)
    inner = candidates[:, 1:-1]
    peaks = (inner >= NEARLY * best) & (inner >= candidates[:, :-2]) & (inner >= candidates[:, 2:])
    return best[:, 0], LAG_RATE_HZ / (peaks.argmax(axis=1) + 1 + _SHORTEST)
