"""How finished an utterance sounds: the recognizer's encoder states of its end, as one vector."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STRETCHES = ((0, 6), (6, 14), (14, 24), (24, 44), (44, 110))
"""States from the utterance's end backwards, 20 ms each; the first 210 ms are the pause itself."""


def pooled(states: NDArray[np.floating]) -> NDArray[np.float32]:
    """The mean of each stretch, one after the other; zeros where the utterance is shorter.

    Arguments:
        states: (positions, width), the end of an utterance.

    Returns:
        (stretches * width,).
    """
    count, width = states.shape
    means = np.zeros((len(STRETCHES), width), dtype=np.float32)
    for mean, (after, before) in zip(means, STRETCHES, strict=True):
        stretch = states[max(0, count - before) : max(0, count - after)]
        if len(stretch):
            mean[:] = stretch.astype(np.float32).mean(axis=0)
    return means.ravel()
