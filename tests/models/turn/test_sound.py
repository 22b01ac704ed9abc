"""The pooled states of an utterance's end."""

from __future__ import annotations

import numpy as np
import pytest

from models.turn.sound import STRETCHES, pooled


def test_each_stretch_is_a_mean_counted_from_the_end() -> None:
    states = np.repeat(np.arange(120, dtype=np.float32)[:, None], 2, axis=1)
    vector = pooled(states).reshape(len(STRETCHES), 2)
    for mean, (after, before) in zip(vector[:, 0], STRETCHES, strict=True):
        assert mean == pytest.approx(states[120 - before : 120 - after, 0].mean())


def test_what_a_short_utterance_lacks_is_zero() -> None:
    vector = pooled(np.ones((10, 3), dtype=np.float16)).reshape(len(STRETCHES), 3)
    assert vector.dtype == np.float32
    assert (vector[:2] == 1).all() and (vector[2:] == 0).all()
    assert not pooled(np.zeros((0, 3), dtype=np.float32)).any()
