"""Segmentation before recognition: skip silence, cut long sound at pauses."""

from __future__ import annotations

import numpy as np

from models.audio import SAMPLE_RATE_HZ, level_dbfs
from models.types import Samples

LONGEST_S = 30
SHORTEST_S = 0.1
SILENCE_DBFS = -75.0
"""Level of the converter's own noise."""
LOOK_BACK_S = 8
"""Length of a window's end in which its cut may lie; at most half of the window."""
_PAUSE_S = 0.1


def silent(samples: Samples) -> bool:
    """Whether (n,) samples at 16 kHz are too short or too quiet to hold speech."""
    return samples.size < SHORTEST_S * SAMPLE_RATE_HZ or level_dbfs(samples) < SILENCE_DBFS


def windows(samples: Samples, longest_s: int = LONGEST_S) -> list[Samples]:
    """(n,) samples at 16 kHz → stretches of at most `longest_s`, cut at the quietest moment."""
    longest, step = longest_s * SAMPLE_RATE_HZ, int(_PAUSE_S * SAMPLE_RATE_HZ)
    first = longest - min(LOOK_BACK_S * SAMPLE_RATE_HZ, longest // 2)
    pieces: list[Samples] = []
    while samples.size > longest:
        levels = [level_dbfs(samples[i : i + step]) for i in range(first, longest - step + 1, step)]
        cut = first + int(np.argmin(levels)) * step + step // 2
        pieces.append(samples[:cut])
        samples = samples[cut:]
    return [*pieces, samples]
