"""Who speaks: samples → an embedding that is alike for one person's utterances. NumPy alone.

Resemblyzer's weights (https://github.com/resemble-ai/Resemblyzer, Apache-2.0): three recurrent layers over
mel energies, by Wan et al., "Generalized End-to-End Loss for Speaker Verification", ICASSP 2018.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.asr.whisper.features import mel_energies, own_frames
from models.audio import level_dbfs
from models.checkpoint import check_arrays, read_arrays
from models.types import Samples

Array = NDArray[np.float32]

BASE = "resemblyzer"
"""The weights' name in store.toml."""
WEIGHTS_FILE = "model.safetensors"
BANDS, WIDTH, LAYERS = 40, 256, 3
STRETCH = 160
"""Frames that are looked at together, 1.6 s."""
STEP = 77
"""Frames between the beginnings of two stretches."""
LEAST_DBFS = -30.0
"""Level to which a fainter utterance is raised, as in training."""
_COVERED = 0.75
"""Least part of the last stretch that is sound."""

_SHAPES = {
    f"lstm.{kind}_l{layer}": shape
    for layer in range(LAYERS)
    for kind, shape in (
        ("weight_ih", (4 * WIDTH, WIDTH if layer else BANDS)),
        ("weight_hh", (4 * WIDTH, WIDTH)),
        ("bias_ih", (4 * WIDTH,)),
        ("bias_hh", (4 * WIDTH,)),
    )
} | {"linear.weight": (WIDTH, WIDTH), "linear.bias": (WIDTH,)}


class SpeakerEncoder:
    """The network.

    Arguments:
        weights: the tensors by name, float32; others are ignored.

    Raises:
        CheckpointError: a tensor is missing, has another shape, or holds a value that is not finite.
    """

    def __init__(self, weights: Mapping[str, Array]) -> None:
        check_arrays(weights, _SHAPES, "these are no speaker weights")
        self._layers = [
            (
                np.ascontiguousarray(weights[f"lstm.weight_ih_l{i}"].T),
                np.ascontiguousarray(weights[f"lstm.weight_hh_l{i}"].T),
                weights[f"lstm.bias_ih_l{i}"] + weights[f"lstm.bias_hh_l{i}"],
            )
            for i in range(LAYERS)
        ]
        self._output, self._bias = weights["linear.weight"].T, weights["linear.bias"]

    def embed(self, samples: Samples) -> Array:
        """(n,) samples of one utterance at 16 kHz → (256,), of length 1."""
        gain = 10 ** (max(0.0, LEAST_DBFS - level_dbfs(samples)) / 20)
        stretches = _stretches(own_frames(samples))
        energies = mel_energies(samples * np.float32(gain), stretches[-1] + STRETCH, BANDS)
        hidden = np.stack([energies[begin : begin + STRETCH] for begin in stretches])
        for layer in self._layers:
            hidden = _recur(hidden, *layer)
        return unit(unit(np.maximum(hidden[:, -1] @ self._output + self._bias, 0)).mean(axis=0))


def unit(vectors: Array) -> Array:
    """(…, width) vectors → the same, of length 1; zeros stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def load(folder: Path) -> SpeakerEncoder:
    """The network of a folder that `models.weights.store.ensure` returned for `BASE`.

    Raises:
        CheckpointError: the folder holds other weights, or none.
    """
    arrays = read_arrays(folder / WEIGHTS_FILE)
    return SpeakerEncoder({name: np.asarray(value, dtype=np.float32) for name, value in arrays.items()})


def _stretches(frames: int) -> list[int]:
    """The first frame of each stretch; at least one."""
    begins = list(range(0, max(1, frames - STRETCH + STEP + 1), STEP))
    if len(begins) > 1 and frames - begins[-1] < _COVERED * STRETCH:
        begins.pop()
    return begins


def _recur(inputs: Array, from_input: Array, recurrent: Array, bias: Array) -> Array:
    """One layer: (stretches, frames, inputs) → (stretches, frames, 256)."""
    gates = inputs @ from_input + bias  # (stretches, frames, 1024): input, forget, cell, output
    hidden, cell = (np.zeros((len(inputs), WIDTH), np.float32) for _ in range(2))
    states = np.empty((*inputs.shape[:2], WIDTH), np.float32)
    for i in range(inputs.shape[1]):
        gate = gates[:, i] + hidden @ recurrent
        opened = _sigmoid(gate)
        cell = (
            opened[:, WIDTH : 2 * WIDTH] * cell
            + opened[:, :WIDTH] * np.tanh(gate[:, 2 * WIDTH : 3 * WIDTH])
        )  # fmt: skip
        hidden = opened[:, 3 * WIDTH :] * np.tanh(cell)
        states[:, i] = hidden
    return states


def _sigmoid(values: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float32)
