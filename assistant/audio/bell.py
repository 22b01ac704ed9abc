"""The bell that rings when a timer or an alarm falls due."""

from __future__ import annotations

import numpy as np

from models.audio import SAMPLE_RATE_HZ
from models.types import Samples, Speech

TONES = ((0.0, 880.0), (0.3, 660.0))
"""Start in seconds and frequency in hertz of each tone."""
DECAY_PER_S, GAIN = 6.0, 0.3


def ring() -> Samples:
    """Two falling bell tones, one second at 16 kHz, (16000,)."""
    seconds = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    tones = [
        np.where(
            seconds >= start_s,
            np.sin(2 * np.pi * hertz * seconds) * np.exp(-DECAY_PER_S * np.maximum(0, seconds - start_s)),
            0,
        )
        for start_s, hertz in TONES
    ]
    samples: Samples = (GAIN * np.sum(tones, axis=0)).astype(np.float32)
    return samples


BELL = Speech(ring(), SAMPLE_RATE_HZ)
