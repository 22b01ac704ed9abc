"""Rates with bootstrap intervals, each with its denominator stated. Knows labels and spans, no model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

from training.evaluation.types import ClassScore, Metric, Metrics, Scores

Item = TypeVar("Item")
Span = tuple[str, int, int]
Interval = tuple[float, float]
Indices = NDArray[np.int64]
RESAMPLES = 1000


def compare(
    score: Callable[[Sequence[Item]], Metrics],
    model: Mapping[str, Sequence[Item]],
    baseline: Mapping[str, Sequence[Item]] | None = None,
) -> Scores:
    """A model's scores beside its baseline's: over all examples, and by manifest.

    Arguments:
        model, baseline: what each made of the examples, by manifest.
    """

    def pooled(by_manifest: Mapping[str, Sequence[Item]]) -> Metrics:
        return score([item for items in by_manifest.values() for item in items])

    before = baseline or {}
    return Scores(
        pooled(model),
        pooled(before) if before else None,
        {
            name: Scores(score(items), score(before[name]) if name in before else None)
            for name, items in model.items()
        },
    )


def rate(n: int, score: Callable[[Indices], float], *, of: int | None = None) -> Metric:
    """A rate over `n` examples with its interval.

    Arguments:
        score: the rate of the examples with these indices.
        of: the denominator where it is not the examples, such as the words of a word error rate.
    """
    return Metric(score(np.arange(n)), *bootstrap(n, score), n if of is None else of)


def share(hits: Sequence[bool] | NDArray[np.bool_]) -> Metric:
    """The share that is true."""
    right = np.asarray(hits, dtype=float)
    return rate(len(right), lambda i: float(right[i].mean()))


def bootstrap(n: int, score: Callable[[Indices], float], seed: int = 0) -> Interval:
    """95 % interval of a score over `n` examples; `score` gets the indices of each resample."""
    if not n:
        return float("nan"), float("nan")
    draw = np.random.default_rng(seed)
    scores = [score(draw.integers(0, n, n)) for _ in range(RESAMPLES)]
    low, high = np.nanpercentile(scores, [2.5, 97.5])
    return float(low), float(high)


def accuracy(truth: Sequence[object], predicted: Sequence[object]) -> float:
    """Right ones among all."""
    right = [t == p for t, p in zip(truth, predicted, strict=True)]
    return float(np.mean(right)) if right else float("nan")


def span_counts(truth: Sequence[set[Span]], predicted: Sequence[set[Span]]) -> NDArray[np.int64]:
    """(examples, 3): spans with name, start and end right; spans predicted; spans in the truth."""
    rows = [(len(t & p), len(p), len(t)) for t, p in zip(truth, predicted, strict=True)]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def span_f1(counts: NDArray[np.int64]) -> float:
    """Micro F1 over all examples' spans; 1 where there is nothing to find and nothing was found."""
    right, found, there = counts.sum(axis=0)
    return float(2 * right / (found + there)) if found + there else 1.0


def macro_f1(truth: Sequence[str] | Indices, predicted: Sequence[str] | Indices) -> float:
    """Mean F1 of the classes in `truth`."""
    if not len(truth):
        return float("nan")
    # counted here, since scikit-learn's takes seconds for a thousand resamples
    labels, numbers = np.unique(np.array([truth, predicted]), return_inverse=True)
    true, found = numbers.reshape(2, -1)
    right, there, said = (np.bincount(n, minlength=len(labels)) for n in (true[true == found], true, found))
    return float((2 * right / (there + said))[there > 0].mean())


def by_class(truth: Sequence[str], predicted: Sequence[str]) -> dict[str, ClassScore]:
    """Precision, recall, F1 and n of each class in `truth`."""
    labels = sorted(set(truth))
    columns = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    return {
        label: ClassScore(float(precision), float(recall), float(f1), int(n))
        for label, precision, recall, f1, n in zip(labels, *columns, strict=True)
    }


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
