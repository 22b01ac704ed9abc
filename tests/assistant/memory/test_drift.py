"""Drift from the evaluation: exact values, and no more false warnings than promised."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from assistant.memory import drift
from assistant.memory.drift import Proportion
from assistant.memory.statistics import Histogram, bin_of
from models import paths
from models.errors import CheckpointError

RELEASED = drift.read_reference(paths.released() / "classifier", paths.released() / "recognizer", 0.27)
COUNTS = {"acted": 0, "confirmed": 0, "rejected": 0, "spoken": 0, "retried": 0}


def confidences(values: list[float]) -> Histogram:
    return Histogram("intent", Counter(bin_of("intent", value) for value in values))


def drawn(n: int, seed: int) -> list[float]:
    """Confidences from the evaluation's distribution."""
    expected = RELEASED.confidences["intent"]
    draw = np.random.default_rng(seed)
    shares = np.array(list(expected.bins.values())) / expected.n
    bins = draw.choice(list(expected.bins), n, p=shares)
    return list((bins + draw.random(n)) / drift.BINS)


def test_the_released_models_tell_what_to_expect() -> None:
    assert RELEASED.rejected is not None and RELEASED.rejected.n > 1_000
    assert 0 < RELEASED.rejected.value < 0.05
    assert RELEASED.retried is not None
    assert 0.9 < RELEASED.confidences["intent"].mean < 1
    assert min(RELEASED.confidences["intent"].bins) >= 3
    assert RELEASED.confidences["transcript"].n > 300


def test_models_without_an_evaluation_and_with_a_damaged_one(tmp_path: Path) -> None:
    assert drift.read_reference(tmp_path / "a", tmp_path / "b") == drift.Reference()
    (tmp_path / "metrics.json").write_text(json.dumps({"in_scope_rejected": "many"}))
    with pytest.raises(CheckpointError, match="is no evaluation"):
        drift.read_reference(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (Proportion(1, 11), Proportion(13, 1972)),
        (Proportion(9, 60), Proportion(13, 1972)),
        (Proportion(0, 5), Proportion(2, 9)),
    ],
)
def test_shares_are_compared_as_scipy_does(own: Proportion, other: Proportion) -> None:
    table = [[own.hits, own.n - own.hits], [other.hits, other.n - other.hits]]
    exact = stats.fisher_exact(table, alternative="greater").pvalue
    assert drift.greater(own, other) == pytest.approx(exact)
    low, high = drift.wilson(own)
    expected = stats.binomtest(own.hits, own.n).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_newcombes_example() -> None:
    # 56/70 and 48/80, of the paper's table II
    assert drift.difference(Proportion(56, 70), Proportion(48, 80)) == pytest.approx(
        (0.0524, 0.3339), abs=5e-5
    )


def test_confidences_are_compared_as_scipy_does() -> None:
    draw = np.random.default_rng(3)
    own, other = draw.integers(0, 15, 200), draw.integers(2, 15, 300)
    exact = stats.ks_2samp(own, other, alternative="greater", method="asymp")
    ours = drift.lower(Counter(map(int, own)), Counter(map(int, other)))
    assert ours == pytest.approx(np.exp(-2 * exact.statistic**2 * 200 * 300 / 500))
    assert drift.lower(Counter(map(int, other)), Counter(map(int, own))) > 0.5


def test_the_owner_of_the_evaluation_is_hardly_ever_warned() -> None:
    assert RELEASED.rejected is not None
    warned = 0
    for seed in range(300):
        draw = np.random.default_rng(seed)
        n = int(draw.integers(5, 400))
        rejected = int(draw.binomial(n, RELEASED.rejected.value))
        counts = COUNTS | {"acted": n - rejected, "rejected": rejected, "spoken": n}
        sure = {"intent": confidences(drawn(n, seed)), "transcript": Histogram("transcript", {})}
        warned += any(one.drifted for one in drift.compare(counts, sure, RELEASED))
    assert warned <= 6


def test_a_worse_week_is_found() -> None:
    counts = COUNTS | {"acted": 80, "confirmed": 8, "rejected": 12, "spoken": 100, "retried": 9}
    worse = confidences([value - 0.2 for value in drawn(88, 1) if value > 0.5])
    sure = {"intent": worse, "transcript": Histogram("transcript", {})}
    found = {one.figure: one for one in drift.compare(counts, sure, RELEASED)}
    assert set(found) == {"rejected", "retried", "intent"}
    assert all(one.drifted for one in found.values())
    assert found["rejected"].own == 0.12 and found["rejected"].interval is not None
    assert found["rejected"].interval[0] > 0


def test_without_turns_nothing_is_compared() -> None:
    empty = {name: Histogram(name, {}) for name in ("intent", "transcript")}
    assert drift.compare(COUNTS, empty, RELEASED) == []
