"""Batches of wav2vec2: sounds, letters and masks of each clip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from models.asr.wav2vec2.recognizer import Alphabet
from training.config import CONFIGS, read
from training.recognizer.augment import Augmenter
from training.recognizer.clips import RecognizerData, load, read_data
from training.recognizer.wav2vec2 import recipe
from training.recognizer.wav2vec2.config import CtcConfig
from training.recognizer.wav2vec2.dataset import CtcDataset, normal
from training.recognizer.wav2vec2.network import build


@pytest.fixture
def config() -> CtcConfig:
    return read(CONFIGS / "smoke" / "digits.toml", CtcConfig)


@pytest.fixture
def data(tones: Callable[..., Path]) -> RecognizerData:
    return read_data([tones()])


def test_batches_hold_each_clip_and_its_letters(config: CtcConfig, data: RecognizerData) -> None:
    tokens = recipe.alphabet_of(data)
    alphabet = Alphabet(tokens, blank=0)
    clips = [*load(data.splits["train"]), *load(data.noises)]
    masked = config.model_copy(update={"time_masks": 2})
    network = build(masked, tokens, None)
    dataset = CtcDataset(clips, alphabet, masked, Augmenter(masked.augment), network.frames)
    texts: list[str] = []
    for batch in dataset:
        log_probs = network(batch["samples"], batch["lengths"], batch["hidden"])
        assert log_probs.shape[:2] == (batch["hidden"].shape[1], len(batch["lengths"]))
        for letters in batch["letters"].split(batch["letter_lengths"].tolist()):
            texts.append(alphabet.text(tuple(letters.tolist())))
        for row, length, hidden in zip(batch["samples"], batch["lengths"], batch["hidden"], strict=True):
            assert not row[length:].any() and float(row[:length].std()) == pytest.approx(1.0, abs=0.01)
            assert not hidden[network.frames(length) :].any()
            assert hidden.float().mean() < 0.85
    assert sorted(texts) == sorted(clip.text for clip in clips)
    first = [batch["samples"] for batch in dataset]
    dataset.set_epoch(1)
    other = [batch["samples"] for batch in dataset]
    dataset.set_epoch(0)
    assert all(torch.equal(a, b["samples"]) for a, b in zip(first, dataset, strict=True))
    assert not all(a.shape == b.shape and torch.equal(a, b) for a, b in zip(first, other, strict=True))


def test_samples_are_normalised_to_zero_mean_and_unit_variance() -> None:
    scaled = normal(np.array([1.0, 3.0, 5.0, 7.0], np.float32))
    assert scaled.dtype == np.float32
    assert scaled.mean() == pytest.approx(0.0, abs=1e-6) and scaled.std() == pytest.approx(1.0, abs=1e-5)
