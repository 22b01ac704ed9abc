"""How finished a transcript looks: a linear model over its last and first words. NumPy, no network.

"Turn on the" and "set a timer for um" ask for more, "what time is it" does not. The features are hashed, so
that the weights are one short vector.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.text.normalise import normalise

BUCKETS = 1 << 17
LONGEST = 8
"""Lengths from here on count as one."""


def features(text: str) -> NDArray[np.int64]:
    """Text → the buckets of its features; an empty text has one."""
    words = normalise(text).split()
    tail = ["^", "^", "^", *words]
    named = [f"n {min(len(words), LONGEST)}"]
    named += [f"{size} {' '.join(tail[-size:])}" for size in (1, 2, 3)]
    if words:
        first, last = " ".join(words[:2]), words[-1]
        named += [f"f {first}", f"fn {first} {min(len(words), LONGEST)}", f"fl {first} {last}"]
        named += [f"s {words[0]} {last}", f"e {last[-3:]} {min(len(words), 4)}"]
        named += [f"w {word} {last}" for word in set(words[-6:-1])]
    return np.array([zlib.crc32(name.encode()) % BUCKETS for name in named], dtype=np.int64)


def log_odds(texts: Sequence[str], weights: NDArray[np.float32], bias: float) -> NDArray[np.float32]:
    """The log-odds that each text is finished.

    Arguments:
        weights: (`BUCKETS`,).
    """
    return np.array([weights[features(text)].sum() + bias for text in texts], dtype=np.float32)
