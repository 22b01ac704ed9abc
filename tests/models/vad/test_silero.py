"""Silero's network in numpy against a plain torch network, and the weights that it refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from torch.nn import functional

from models.errors import CheckpointError
from models.vad import silero
from models.vad.silero import CONTEXT, WINDOW, SileroVad


@pytest.fixture
def weights() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    return {
        name: (rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]) or 1)).astype(np.float32)
        for name, shape in silero._SHAPES.items()
    }


def reference(weights: dict[str, np.ndarray], samples: np.ndarray) -> np.ndarray:
    """The publisher's own structure, window by window."""
    tensors = {name: torch.from_numpy(value) for name, value in weights.items()}
    cell = torch.nn.LSTMCell(128, 128)
    cell.load_state_dict({k.removeprefix("lstm_cell."): v for k, v in tensors.items() if "lstm" in k})
    hidden = state = torch.zeros(1, 128)
    whole = torch.from_numpy(np.pad(samples, (CONTEXT, -len(samples) % WINDOW)))
    found = []
    with torch.no_grad():
        for begin in range(0, len(whole) - CONTEXT, WINDOW):
            window = whole[begin : begin + CONTEXT + WINDOW].view(1, 1, -1)
            x = functional.conv1d(
                functional.pad(window, (0, 64), "reflect"), tensors["stft_conv.weight"], stride=128
            )
            x = (x[:, :129] ** 2 + x[:, 129:] ** 2).sqrt()
            for layer, stride in enumerate((1, 2, 2, 1), start=1):
                kernel, bias = tensors[f"conv{layer}.weight"], tensors[f"conv{layer}.bias"]
                x = functional.conv1d(x, kernel, bias, stride=stride, padding=1).relu()
            hidden, state = cell(x[..., 0], (hidden, state))
            last = functional.conv1d(
                hidden[..., None].relu(), tensors["final_conv.weight"], tensors["final_conv.bias"]
            )
            found.append(torch.sigmoid(last).item())
    return np.array(found)


@pytest.mark.parametrize("length", [1, WINDOW, 5 * WINDOW, 20_001])
def test_the_probabilities_are_those_of_the_publishers_structure(
    weights: dict[str, np.ndarray], length: int
) -> None:
    samples = np.random.default_rng(1).uniform(-0.5, 0.5, length).astype(np.float32)
    found = SileroVad(weights).probabilities(samples)
    assert found.shape == (-(-length // WINDOW),)
    assert np.allclose(found, reference(weights, samples), atol=1e-5)


def test_no_samples_have_no_windows(weights: dict[str, np.ndarray]) -> None:
    assert SileroVad(weights).probabilities(np.zeros(0, dtype=np.float32)).shape == (0,)


def test_weights_are_read_from_their_folder(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    save_file(weights, tmp_path / silero.WEIGHTS_FILE)
    samples = np.random.default_rng(2).uniform(-0.5, 0.5, 4 * WINDOW).astype(np.float32)
    expected = SileroVad(weights).probabilities(samples)
    assert np.array_equal(silero.load(tmp_path).probabilities(samples), expected)


def test_damaged_weights_are_refused(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="cannot be read"):
        silero.load(tmp_path)
    (tmp_path / silero.WEIGHTS_FILE).write_bytes(b"0123456789")
    with pytest.raises(CheckpointError, match="cannot be read"):
        silero.load(tmp_path)
    with pytest.raises(CheckpointError, match=r"conv1\.bias is missing"):
        SileroVad({name: value for name, value in weights.items() if name != "conv1.bias"})
    weights["conv2.bias"][3] = np.nan
    with pytest.raises(CheckpointError, match=r"conv2\.bias holds values that are not finite"):
        SileroVad(weights)
