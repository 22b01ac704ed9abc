from collections.abc import Sequence

import numpy as np
import pytest

from training.evaluation import metrics
from training.evaluation.types import ClassScore, Metric, Metrics


def test_spans_by_hand() -> None:
    truth = [{("time", 0, 3)}, {("date", 1, 2), ("time", 4, 6)}, set()]
    found = [{("time", 0, 3)}, {("date", 1, 3), ("time", 4, 6)}, {("date", 0, 1)}]
    counts = metrics.span_counts(truth, found)
    assert counts.tolist() == [[1, 1, 1], [1, 2, 2], [0, 1, 0]]
    assert metrics.span_f1(counts) == pytest.approx(2 * 2 / (4 + 3))
    assert metrics.span_f1(metrics.span_counts([set()], [set()])) == 1.0


def test_classes_by_hand() -> None:
    truth, said = ["a", "a", "b", "c"], ["a", "b", "b", "d"]
    by = metrics.by_class(truth, said)
    assert by == {
        "a": ClassScore(1.0, 0.5, pytest.approx(2 / 3), 2),
        "b": ClassScore(0.5, 1.0, pytest.approx(2 / 3), 1),
        "c": ClassScore(0.0, 0.0, 0.0, 1),
    }
    assert metrics.macro_f1(truth, said) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert metrics.macro_f1(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 3])) == metrics.macro_f1(truth, said)
    assert metrics.accuracy(truth, said) == 0.5


def test_calibration_by_hand() -> None:
    # two bins: 0.9 sure and half right, 0.6 sure and all right
    sure, right = [0.9, 0.9, 0.61, 0.61], [True, False, True, True]
    assert metrics.expected_calibration_error(sure, right) == pytest.approx(0.5 * 0.4 + 0.5 * 0.39)
    assert metrics.expected_calibration_error([1.0], [True]) == 0.0


def test_an_interval_holds_the_rate_and_narrows() -> None:
    draw = np.random.default_rng(1)
    few, many = draw.random(50) < 0.8, draw.random(5000) < 0.8
    low, high = metrics.bootstrap(50, lambda i: float(few[i].mean()))
    assert low < few.mean() < high
    closer = metrics.bootstrap(5000, lambda i: float(many[i].mean()))
    assert closer[1] - closer[0] < (high - low) / 5
    assert metrics.bootstrap(3, lambda i: 1.0) == (1.0, 1.0)


def test_the_roc_area_counts_ties_as_half() -> None:
    assert metrics.roc_area([1.0, 1.0, 1.0, 1.0], [True, False, True, False]) == 0.5
    # of four pairs one is right, two are tied, one is wrong
    assert metrics.roc_area([0.2, 0.9, 0.9, 0.2], [True, True, False, False]) == 0.5
    assert metrics.roc_area([0.5, 0.9, 0.5, 0.1], [True, True, False, False]) == pytest.approx(3.5 / 4)
    assert metrics.roc_area([0.1, 0.9], [False, True]) == 1.0
    assert np.isnan(metrics.roc_area([0.1, 0.9], [True, True]))


def test_a_rate_states_its_denominator() -> None:
    words = np.array([4, 6])
    found = metrics.rate(2, lambda i: float(words[i].sum() / 10), of=10)
    assert (found.value, found.n) == (1.0, 10) and found.low <= found.value <= found.high
    assert metrics.share([True, False, False, True]).value == 0.5
    assert metrics.share([True, True]) == Metric(1.0, 1.0, 1.0, 2)


def test_a_model_is_compared_over_all_and_by_manifest() -> None:
    def score(hits: Sequence[bool]) -> Metrics:
        return Metrics(len(hits), {"accuracy": metrics.share(hits)})

    model = {"a": [True, True], "b": [False, True]}
    found = metrics.compare(score, model, {"a": [False, True], "b": [False, False]})
    assert found.model["accuracy"].value == 0.75 and found.model.n == 4
    assert found.baseline and found.baseline["accuracy"].value == 0.25
    of_b = found.by_manifest["b"]
    assert of_b.model["accuracy"].value == 0.5
    assert of_b.baseline and of_b.baseline["accuracy"].value == 0.0
    assert metrics.compare(score, model).baseline is None
