"""Sound as arrays: one rate, one channel, pure functions. Knows no device."""

from __future__ import annotations

import numpy as np

from models.types import Samples

SAMPLE_RATE_HZ = 16_000
FRAME_MS = 30
FRAME_SAMPLES = SAMPLE_RATE_HZ * FRAME_MS // 1000  # 480


def level_dbfs(samples: Samples) -> float:
    """Root mean square of (n,) samples in dB of full scale; -120 for silence."""
    if not samples.size:
        return -120.0
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return max(-120.0, 10.0 * float(np.log10(power + 1e-12)))
