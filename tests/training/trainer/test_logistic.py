"""A logistic regression's weights are those of the inputs as they are."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from training.trainer import logistic


def test_the_weights_give_the_odds_of_the_standardised_inputs() -> None:
    draw = np.random.default_rng(0)
    inputs = (draw.standard_normal((200, 4)) * [1, 10, 100, 0.1] + [5, 0, -3, 0]).astype(np.float32)
    labels = inputs[:, 1] + draw.standard_normal(200) > 0
    weights, bias = logistic.fit(inputs, labels, inverse_penalty=0.5, max_iterations=200)
    expected = make_pipeline(StandardScaler(), LogisticRegression(C=0.5, max_iter=200)).fit(inputs, labels)
    assert inputs @ weights + bias == pytest.approx(expected.decision_function(inputs), abs=1e-2)


def test_an_input_that_never_changes_has_no_weight() -> None:
    inputs = np.array([[0.0, 7.0], [1.0, 7.0], [0.2, 7.0], [0.9, 7.0]], dtype=np.float32)
    weights, bias = logistic.fit(
        inputs, np.array([False, True, False, True]), inverse_penalty=1.0, max_iterations=50
    )
    assert weights[1] == 0 and np.isfinite(bias) and weights[0] > 0


def test_an_example_without_a_share_is_not_learned_from() -> None:
    inputs = np.tile(np.linspace(-1, 1, 40, dtype=np.float32), 2)[:, None]
    wrong = np.arange(80) >= 40
    labels = (inputs[:, 0] > 0) ^ wrong
    weights, _ = logistic.fit(
        inputs, labels, inverse_penalty=1.0, max_iterations=100, shares=(~wrong).astype(np.float64)
    )
    equal, _ = logistic.fit(inputs, labels, inverse_penalty=1.0, max_iterations=100)
    assert weights[0] > 1 and abs(equal[0]) < 0.1
