"""The features of a text, and their sum."""

from __future__ import annotations

import numpy as np

from models.turn.text import BUCKETS, features, log_odds


def test_equal_words_have_equal_features() -> None:
    assert np.array_equal(features("Turn on the lights!"), features("turn on the lights"))
    assert not np.array_equal(features("turn on the lights"), features("turn off the lights"))


def test_every_text_has_features_within_the_buckets() -> None:
    for text in ("", "stop", "set a timer for", "é ü 12", "one two three four five six seven eight nine ten"):
        found = features(text)
        assert len(found) >= 4 and found.min() >= 0 and found.max() < BUCKETS


def test_the_odds_are_the_sum_over_the_features() -> None:
    weights = np.zeros(BUCKETS, dtype=np.float32)
    weights[features("turn on the")[1]] = 2.0
    on_the, light = log_odds(["turn on the", "turn on a light"], weights, -0.5)
    assert on_the == 1.5 and light == -0.5
