"""The trained network as NumPy's weights."""

from __future__ import annotations

import numpy as np
import pytest

from models.turn.head import INPUTS
from training.turn import network

WIDTH = 10


def odds(weights: dict[str, np.ndarray], seen: np.ndarray) -> np.ndarray:
    hidden = np.maximum(seen @ weights["hidden.weight"].T + weights["hidden.bias"], 0)
    return np.asarray(hidden @ weights["output.weight"] + weights["output.bias"])


@pytest.fixture
def rows() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An end falls in one of the states' dimensions, wherever that lies, or has a sure text."""
    rng = np.random.default_rng(0)
    pools = (rng.normal(0, 1, (2_000, WIDTH)) * np.linspace(0.1, 20, WIDTH) + 7).astype(np.float32)
    inputs = rng.normal(0, 1, (2_000, len(INPUTS))).astype(np.float32)
    finished = (pools[:, -1] > 7) | (inputs[:, 0] > 1)
    return pools, inputs, finished


def test_the_network_tells_ends_from_unreduced_states(
    rows: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    pools, inputs, finished = rows
    weights = network.fit(pools, inputs, finished, np.ones(len(pools)))
    assert {name: value.dtype for name, value in weights.items()} == dict.fromkeys(weights, np.float32)
    found = odds(weights, np.concatenate([pools, inputs], axis=1)) > 0
    assert (found == finished).mean() > 0.9


def test_equal_seeds_give_equal_weights_and_rows_without_a_share_none(
    rows: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    pools, inputs, finished = rows
    shares = (np.arange(len(pools)) < 1_000).astype(np.float64)
    first = network.fit(pools, inputs, finished, shares)
    other = np.where(shares > 0, finished, ~finished)
    again = network.fit(pools, inputs, other, shares)
    assert all(np.array_equal(first[name], again[name]) for name in first)
