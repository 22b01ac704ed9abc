"""The small network over sound and text, trained with torch and written for NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.turn.head import INPUTS

Array = NDArray[np.float32]

COMPONENTS, HIDDEN = 256, 96
"""Principal components of the pooled states that the network sees, and its hidden units."""
DROPOUT, WEIGHT_DECAY = 0.5, 0.02
EPOCHS, BATCH, HIGHEST_RATE = 40, 128, 3e-3
LEAST_SCALE = 1e-3
"""Of an input's deviation; an input that never changes must not divide by nothing."""
LARGEST = 3.0
"""Deviation of the first component."""


def fit(
    pools: Array, inputs: Array, finished: NDArray[np.bool_], shares: NDArray[np.float64], seed: int = 0
) -> dict[str, Array]:
    """The weights `hidden.…` and `output.…` of a turn head.

    Arguments:
        pools: (pauses, `stretches * width`), pooled states.
        inputs: (pauses, `len(INPUTS)`), of the text.
        finished: (pauses,).
        shares: (pauses,), weight of each pause in the loss.
    """
    from sklearn.decomposition import PCA

    mean, scale = pools.mean(axis=0), pools.std(axis=0) + 1e-6
    components = PCA(min(COMPONENTS, *pools.shape), svd_solver="randomized", random_state=seed)
    reduced = components.fit_transform((pools - mean) / scale)
    gain = LARGEST / float(np.sqrt(components.explained_variance_[0]))
    centre, spread = inputs.mean(axis=0), inputs.std(axis=0).clip(min=LEAST_SCALE)
    seen = np.concatenate([reduced * gain, (inputs - centre) / spread], axis=1).astype(np.float32)
    weight, bias, output, output_bias = _trained(seen, finished, shares, seed)
    # reduction and standardisation become part of the first layer
    of_sound = weight[:, : -len(INPUTS)] @ components.components_ * gain / scale
    of_text = weight[:, -len(INPUTS) :] / spread
    shift = of_sound @ (mean + components.mean_ * scale) + of_text @ centre
    return {
        "hidden.weight": np.concatenate([of_sound, of_text], axis=1).astype(np.float32),
        "hidden.bias": (bias - shift).astype(np.float32),
        "output.weight": output.astype(np.float32),
        "output.bias": output_bias.astype(np.float32),
    }


def _trained(
    seen: Array, finished: NDArray[np.bool_], shares: NDArray[np.float64], seed: int
) -> tuple[Array, Array, Array, Array]:
    """Weight and bias of both layers."""
    import torch
    from torch import nn

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        hidden, output = nn.Linear(seen.shape[1], HIDDEN), nn.Linear(HIDDEN, 1)
        network = nn.Sequential(nn.Dropout(DROPOUT / 2), hidden, nn.ReLU(), nn.Dropout(DROPOUT), output)
        rows, labels = torch.from_numpy(seen), torch.from_numpy(finished.astype(np.float32))
        weights = torch.from_numpy(shares.astype(np.float32))
        optimizer = torch.optim.AdamW(network.parameters(), weight_decay=WEIGHT_DECAY)
        steps = EPOCHS * -(-len(rows) // BATCH)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, HIGHEST_RATE, total_steps=steps)
        for _ in range(EPOCHS):
            for batch in torch.split(torch.randperm(len(rows)), BATCH):
                odds = network(rows[batch])[:, 0]
                losses = nn.functional.binary_cross_entropy_with_logits(odds, labels[batch], reduction="none")
                optimizer.zero_grad()
                (losses * weights[batch]).mean().backward()  # type: ignore[no-untyped-call]
                optimizer.step()
                schedule.step()
    layers = (hidden.weight, hidden.bias, output.weight[0], output.bias)
    first, second, third, fourth = (layer.detach().numpy() for layer in layers)
    return first, second, third, fourth
