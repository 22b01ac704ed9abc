"""Scores, each with its denominator stated, and bootstrap intervals. Knows labels and spans, no model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import roc_auc_score

Span = tuple[str, int, int]
Interval = tuple[float, float]
RESAMPLES = 1000


def accuracy(truth: Sequence[object], predicted: Sequence[object]) -> float:
    """Right ones among all."""
    return _mean([t == p for t, p in zip(truth, predicted, strict=True)])


def span_counts(truth: Sequence[set[Span]], predicted: Sequence[set[Span]]) -> NDArray[np.int64]:
    """(examples, 3): spans with name, start and end right; spans predicted; spans there are."""
    rows = [(len(t & p), len(p), len(t)) for t, p in zip(truth, predicted, strict=True)]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def span_f1(counts: NDArray[np.int64]) -> float:
    """Micro F1 over all examples' spans; 1 where there is nothing to find and nothing was found."""
    right, found, there = counts.sum(axis=0)
    return float(2 * right / (found + there)) if found + there else 1.0


def macro_f1(truth: Sequence[str], predicted: Sequence[str]) -> float:
    """Mean F1 of the classes that are in `truth`."""
    return _mean([by["f1"] for by in by_class(truth, predicted).values()])


def by_class(truth: Sequence[str], predicted: Sequence[str]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and n of each class in `truth`."""
    true, said = np.asarray(truth), np.asarray(predicted)
    scores: dict[str, dict[str, float]] = {}
    for label in np.unique(true):
        there, found = true == label, said == label
        right = int((there & found).sum())
        scores[str(label)] = {
            "precision": right / int(found.sum()) if found.any() else 0.0,
            "recall": right / int(there.sum()),
            "f1": 2 * right / int(there.sum() + found.sum()),
            "n": int(there.sum()),
        }
    return scores


def roc_area(scores: ArrayLike, positive: Sequence[bool] | NDArray[np.bool_]) -> float:
    """Area under the ROC curve, ties counted as half; not a number where one class is missing."""
    labels = np.asarray(positive, dtype=bool)
    if labels.all() or not labels.any():
        return float("nan")
    return float(roc_auc_score(labels, np.asarray(scores)))


def expected_calibration_error(confidence: ArrayLike, right: ArrayLike, bins: int = 15) -> float:
    """Mean |confidence - accuracy| over bins of equal width, each weighted with its share of the examples."""
    sure, hits = np.asarray(confidence), np.asarray(right, dtype=float)
    if not len(sure):
        return float("nan")
    which = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        abs(sure[which == b].mean() - hits[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))


def bootstrap(n: int, score: Callable[[NDArray[np.int64]], float], seed: int = 0) -> Interval:
    """95 % interval of a score over `n` examples; `score` gets the indices of each resample."""
    if not n:
        return float("nan"), float("nan")
    draw = np.random.default_rng(seed)
    scores = [score(draw.integers(0, n, n)) for _ in range(RESAMPLES)]
    low, high = np.nanpercentile(scores, [2.5, 97.5])
    return float(low), float(high)


def rate(
    found: dict[str, Any],
    name: str,
    n: int,
    score: Callable[[NDArray[np.int64]], float],
    *,
    of: int | None = None,
) -> None:
    """Put a rate over `n` examples into `found`: `name`, its interval `…_ci`, and its denominator `…_n`.

    Arguments:
        of: the denominator where it is not the examples, such as the words of a word error rate.
    """
    found[name] = score(np.arange(n))
    found[f"{name}_ci"] = list(bootstrap(n, score))
    found[f"{name}_n"] = n if of is None else of


def _mean(values: Sequence[float | bool]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
