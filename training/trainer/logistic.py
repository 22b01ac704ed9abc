"""A logistic regression on standardised inputs, as weights of the inputs themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LEAST_SCALE = 1e-3
"""Of an input's deviation; an input that never changes must not divide by nothing."""


def fit(
    inputs: NDArray[np.float32],
    labels: NDArray[np.bool_],
    *,
    inverse_penalty: float,
    max_iterations: int,
    shares: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], float]:
    """Weights (inputs,) and bias.

    Arguments:
        inputs: (examples, inputs).
        labels: (examples,).
        shares: (examples,), weight of each example in the loss; None for equal ones.
    """
    from sklearn.linear_model import LogisticRegression

    mean, scale = inputs.mean(axis=0), inputs.std(axis=0).clip(min=_LEAST_SCALE)
    model = LogisticRegression(C=inverse_penalty, max_iter=max_iterations)
    model.fit((inputs - mean) / scale, labels, sample_weight=shares)
    weights: NDArray[np.float64] = model.coef_[0] / scale
    return weights, float(model.intercept_[0]) - float(weights @ mean)
