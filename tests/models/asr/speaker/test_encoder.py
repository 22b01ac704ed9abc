"""The speaker network in numpy against torch's own recurrent layers, and the weights that it refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from models.asr.speaker import encoder
from models.asr.speaker.encoder import BANDS, LAYERS, STEP, STRETCH, WIDTH, SpeakerEncoder
from models.asr.whisper.features import mel_energies, own_frames
from models.errors import CheckpointError
from tests.fixtures.speakers import random_weights


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    return random_weights()


def reference(weights: dict[str, np.ndarray], samples: np.ndarray, stretches: list[int]) -> np.ndarray:
    """The publisher's structure in torch."""
    lstm = torch.nn.LSTM(BANDS, WIDTH, LAYERS, batch_first=True)
    tensors = {name: torch.from_numpy(value) for name, value in weights.items()}
    lstm.load_state_dict({k.removeprefix("lstm."): v for k, v in tensors.items() if k.startswith("lstm.")})
    energies = mel_energies(samples, stretches[-1] + STRETCH, BANDS)
    batch = torch.from_numpy(np.stack([energies[begin : begin + STRETCH] for begin in stretches]))
    with torch.no_grad():
        _, (hidden, _) = lstm(batch)
        raw = (hidden[-1] @ tensors["linear.weight"].T + tensors["linear.bias"]).relu()
        mean = torch.nn.functional.normalize(raw, dim=1).mean(0)
        return torch.nn.functional.normalize(mean, dim=0).numpy()


@pytest.mark.parametrize(
    ("seconds", "stretches"), [(0.7, [0]), (1.6, [0]), (3.0, [0, STEP, 2 * STEP]), (1.9, [0])]
)
def test_the_embedding_is_that_of_the_publishers_structure(
    weights: dict[str, np.ndarray], seconds: float, stretches: list[int]
) -> None:
    samples = np.random.default_rng(1).uniform(-0.5, 0.5, int(seconds * 16_000)).astype(np.float32)
    assert encoder._stretches(own_frames(samples)) == stretches
    found = SpeakerEncoder(weights).embed(samples)
    assert found.shape == (WIDTH,) and np.linalg.norm(found) == pytest.approx(1.0, abs=1e-5)
    assert np.allclose(found, reference(weights, samples, stretches), atol=1e-4)


def test_a_faint_utterance_is_raised(weights: dict[str, np.ndarray]) -> None:
    samples = np.random.default_rng(2).uniform(-0.01, 0.01, 24_000).astype(np.float32)
    network = SpeakerEncoder(weights)
    assert np.allclose(network.embed(samples), network.embed(samples / 20), atol=1e-4)


def test_silence_has_an_embedding(weights: dict[str, np.ndarray]) -> None:
    assert np.isfinite(SpeakerEncoder(weights).embed(np.zeros(8_000, np.float32))).all()


def test_weights_are_read_from_their_folder(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    save_file(weights, tmp_path / encoder.WEIGHTS_FILE)
    samples = np.random.default_rng(3).uniform(-0.5, 0.5, 8_000).astype(np.float32)
    assert np.array_equal(encoder.load(tmp_path).embed(samples), SpeakerEncoder(weights).embed(samples))


def test_damaged_weights_are_refused(weights: dict[str, np.ndarray]) -> None:
    with pytest.raises(CheckpointError, match=r"linear\.bias is missing"):
        SpeakerEncoder({name: value for name, value in weights.items() if name != "linear.bias"})
    damaged = weights | {"linear.bias": np.full(WIDTH, np.nan, np.float32)}
    with pytest.raises(CheckpointError, match=r"linear\.bias holds values that are not finite"):
        SpeakerEncoder(damaged)
