"""Silero's voice activity network in numpy: samples → the probability of speech, for each 32 ms.

Weights and structure from https://github.com/snakers4/silero-vad (MIT): a spectrum, four convolutions over
each window, and a recurrent cell from window to window. All but the cell runs for half a second at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.audio import SAMPLE_RATE_HZ
from models.checkpoint import check_arrays, read_arrays
from models.types import Samples

Array = NDArray[np.float32]

BASE = "silero-vad"
"""The weights' name in store.toml."""
WEIGHTS_FILE = "model.safetensors"
WINDOW = 512
"""Samples of one probability: 32 ms."""
WINDOW_MS = WINDOW * 1000 // SAMPLE_RATE_HZ
CONTEXT = 64
"""Samples of the window before that the network sees again."""
WIDTH = 128
AT_ONCE = 16
"""Windows that are computed together: half a second."""

_REFLECTED = 64
_SPECTRUM, _HOP, _BINS = 256, 128, 129
_STRIDES = (1, 2, 2, 1)
_SHAPES = {
    "stft_conv.weight": (258, 1, 256),
    "conv1.weight": (128, 129, 3),
    "conv1.bias": (128,),
    "conv2.weight": (64, 128, 3),
    "conv2.bias": (64,),
    "conv3.weight": (64, 64, 3),
    "conv3.bias": (64,),
    "conv4.weight": (128, 64, 3),
    "conv4.bias": (128,),
    "lstm_cell.weight_ih": (512, 128),
    "lstm_cell.weight_hh": (512, 128),
    "lstm_cell.bias_ih": (512,),
    "lstm_cell.bias_hh": (512,),
    "final_conv.weight": (1, 128, 1),
    "final_conv.bias": (1,),
}


class SileroVad:
    """The network for 16 kHz.

    Arguments:
        weights: the tensors of the safetensors file by name, float32.

    Raises:
        CheckpointError: a tensor is missing, has another shape, or holds a value that is not finite.
    """

    def __init__(self, weights: Mapping[str, Array]) -> None:
        check_arrays(weights, _SHAPES, "these are not Silero's weights")
        self._spectrum = np.ascontiguousarray(weights["stft_conv.weight"][:, 0].T)  # (256, 258)
        self._convolutions = [
            # (outputs, inputs, 3) → (3 * inputs, outputs)
            (weights[f"conv{i}.weight"].transpose(2, 1, 0).reshape(-1, len(weights[f"conv{i}.bias"])), stride)
            for i, stride in enumerate(_STRIDES, start=1)
        ]
        self._biases = [weights[f"conv{i}.bias"] for i in range(1, len(_STRIDES) + 1)]
        self._inputs = np.ascontiguousarray(weights["lstm_cell.weight_ih"].T)
        self._recurrent = np.ascontiguousarray(weights["lstm_cell.weight_hh"])
        self._gate_bias = weights["lstm_cell.bias_ih"] + weights["lstm_cell.bias_hh"]
        self._output = weights["final_conv.weight"][0, :, 0]
        self._output_bias = float(weights["final_conv.bias"][0])

    def probabilities(self, samples: Samples) -> Array:
        """(n,) samples at 16 kHz → (windows,) probabilities of speech; the last one is padded."""
        found = [*self.stream(samples)]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.float32)

    def stream(self, samples: Samples) -> Iterator[Array]:
        """The same, half a second at a time."""
        count = -(-len(samples) // WINDOW)
        if count == 0:
            return
        padded = np.zeros(CONTEXT + count * WINDOW, dtype=np.float32)
        padded[CONTEXT : CONTEXT + len(samples)] = samples
        windows = np.lib.stride_tricks.sliding_window_view(padded, CONTEXT + WINDOW)[::WINDOW]
        memory = np.zeros((2, WIDTH), dtype=np.float32)
        for begin in range(0, count, AT_ONCE):
            probabilities, memory = self._recur(self._encode(windows[begin : begin + AT_ONCE]), memory)
            yield probabilities

    def _encode(self, windows: Array) -> Array:
        """(windows, 576) → (windows, 128)."""
        extended = np.concatenate([windows, windows[:, -2 : -2 - _REFLECTED : -1]], axis=1)
        stretches = np.lib.stride_tricks.sliding_window_view(extended, _SPECTRUM, axis=1)[:, ::_HOP]
        parts = stretches @ self._spectrum  # (windows, 4, 258)
        hidden = np.sqrt(np.square(parts[..., :_BINS]) + np.square(parts[..., _BINS:]))
        for (kernel, stride), bias in zip(self._convolutions, self._biases, strict=True):
            hidden = np.maximum(_convolve(hidden, kernel, stride) + bias, 0)
        encoded: Array = hidden[:, 0]
        return encoded

    def _recur(self, encoded: Array, memory: Array) -> tuple[Array, Array]:
        """(windows, 128) and what the network remembers → their probabilities, and what it remembers then."""
        gates = encoded @ self._inputs + self._gate_bias  # (windows, 512): input, forget, cell, output
        hidden, cell = memory
        states = np.empty((len(gates), WIDTH), dtype=np.float32)
        for i, from_sound in enumerate(gates):
            gate = from_sound + self._recurrent @ hidden
            opened = _sigmoid(gate)
            candidate = np.tanh(gate[2 * WIDTH : 3 * WIDTH])
            cell = opened[WIDTH : 2 * WIDTH] * cell + opened[:WIDTH] * candidate
            hidden = opened[3 * WIDTH :] * np.tanh(cell)
            states[i] = hidden
        found = _sigmoid(np.maximum(states, 0) @ self._output + self._output_bias)
        return found, np.stack([hidden, cell])


def load(folder: Path) -> SileroVad:
    """The network of a folder that `models.weights.store.ensure` returned for `BASE`.

    Raises:
        CheckpointError: the folder holds other weights, or none.
    """
    arrays = read_arrays(folder / WEIGHTS_FILE)
    return SileroVad({name: np.asarray(value, dtype=np.float32) for name, value in arrays.items()})


def _convolve(hidden: Array, kernel: Array, stride: int) -> Array:
    """(windows, positions, inputs) → (windows, positions / stride, outputs), three positions wide."""
    padded = np.pad(hidden, ((0, 0), (1, 1), (0, 0)))
    last = hidden.shape[1]
    joined = np.concatenate([padded[:, k : k + last : stride] for k in range(3)], axis=2)
    convolved: Array = joined @ kernel
    return convolved


def _sigmoid(values: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float32)
