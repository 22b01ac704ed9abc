"""The pause at the end of an utterance so far."""

from __future__ import annotations

import numpy as np

from models.turn.pause import with_pause


def test_the_end_is_mirrored() -> None:
    samples = np.arange(1_600, dtype=np.float32)
    longer = with_pause(samples, 30)
    assert np.array_equal(longer[:1_600], samples)
    assert np.array_equal(longer[1_600:], samples[-480:][::-1])


def test_where_nothing_is_missing_nothing_is_added() -> None:
    samples = np.arange(1_600, dtype=np.float32)
    assert np.array_equal(with_pause(samples, 0), samples) and np.array_equal(
        with_pause(samples, -90), samples
    )
