"""What every recognizer does to sound before it listens: silence is left out, long sound is cut at pauses."""

from __future__ import annotations

import numpy as np

from models.audio import SAMPLE_RATE_HZ, level_dbfs
from models.types import Samples

LONGEST_S = 30
SHORTEST_S = 0.1
SILENCE_DBFS = -75.0
"""Below it there is nothing but the converter's own noise."""
LOOK_BACK_S = 8
"""How far from the end of a window a pause is looked for."""
_PAUSE_S = 0.1


def silent(samples: Samples) -> bool:
    """Whether (n,) samples are too short or too quiet for anybody to have spoken."""
    return samples.size < SHORTEST_S * SAMPLE_RATE_HZ or level_dbfs(samples) < SILENCE_DBFS


def windows(samples: Samples) -> list[Samples]:
    """(n,) samples → stretches of at most 30 s, cut where it is quietest."""
    longest, step = LONGEST_S * SAMPLE_RATE_HZ, int(_PAUSE_S * SAMPLE_RATE_HZ)
    first = longest - LOOK_BACK_S * SAMPLE_RATE_HZ
    pieces: list[Samples] = []
    while samples.size > longest:
        levels = [level_dbfs(samples[i : i + step]) for i in range(first, longest - step + 1, step)]
        cut = first + int(np.argmin(levels)) * step + step // 2
        pieces.append(samples[:cut])
        samples = samples[cut:]
    return [*pieces, samples]
