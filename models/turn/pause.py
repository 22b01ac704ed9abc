"""The pause at the end of an utterance so far, as recognizer and turn head hear it."""

from __future__ import annotations

import numpy as np

from models.audio import SAMPLE_RATE_HZ
from models.types import Samples

LOOK_MS = 210
"""Pause that the turn head was trained with."""


def with_pause(samples: Samples, missing_ms: int) -> Samples:
    """The samples with so much more of the silence at their end, mirrored."""
    return np.pad(samples, (0, max(0, missing_ms) * SAMPLE_RATE_HZ // 1000), mode="symmetric")
