"""Several sounds into one. Knows no text and no network."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from models.audio import SAMPLE_RATE_HZ
from models.types import Samples

_BABBLERS = (3, 6)
"""Range of the number of people who speak at once."""


def mix(samples: Samples, noise: Samples, snr_db: float, draw: np.random.Generator) -> Samples:
    """Speech over noise that is repeated or cut to its length; powers are means over the whole clip."""
    start = int(draw.integers(noise.size))
    fitted = np.take(noise, np.arange(start, start + samples.size), mode="wrap")
    speech_power, noise_power = (float(np.mean(np.square(s, dtype=np.float64))) for s in (samples, fitted))
    if not noise_power:
        return samples
    scale = np.sqrt(speech_power / noise_power / 10 ** (snr_db / 10))
    return (samples + np.float32(scale) * fitted).astype(np.float32)


def convolve(samples: Samples, response: Samples) -> Samples:
    """(n,) samples with a response; the length is unchanged."""
    from scipy.signal import oaconvolve

    return np.asarray(oaconvolve(samples, response)[: samples.size], dtype=np.float32)


def babble(voices: Sequence[Samples], draw: np.random.Generator, seconds: float = 8.0) -> Samples:
    """Several people who speak at once, each as loud as the next."""
    size = int(seconds * SAMPLE_RATE_HZ)
    mixed = np.zeros(size, np.float32)
    for _ in range(int(draw.integers(*_BABBLERS, endpoint=True))):
        order = itertools.cycle(draw.permutation(len(voices)))
        spoken = voices[next(order)]
        while spoken.size < size:
            spoken = np.concatenate([spoken, voices[next(order)]])
        start = int(draw.integers(spoken.size - size + 1))
        mixed += spoken[start : start + size] / np.sqrt(np.square(spoken).mean() + 1e-12)
    return np.asarray(mixed / np.abs(mixed).max(), dtype=np.float32)
