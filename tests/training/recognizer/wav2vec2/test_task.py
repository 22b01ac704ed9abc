"""Learning rates of old and new weights, the CTC loss by hand, and validation."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from models.asr.wav2vec2.recognizer import Alphabet
from training.config import CONFIGS, read
from training.recognizer.augment import Augmenter
from training.recognizer.clips import load, read_data
from training.recognizer.wav2vec2 import recipe
from training.recognizer.wav2vec2.config import CtcConfig
from training.recognizer.wav2vec2.dataset import CtcDataset
from training.recognizer.wav2vec2.network import build
from training.recognizer.wav2vec2.task import CtcTask
from training.trainer.task import TrainerConfig


@pytest.fixture
def task(tones: Callable[..., Path]) -> CtcTask:
    config, data = read(CONFIGS / "smoke" / "digits.toml", CtcConfig), read_data([tones()])
    tokens = recipe.alphabet_of(data)
    alphabet, network = Alphabet(tokens, blank=0), build(config, tokens, None)
    train = CtcDataset(
        load(data.splits["train"]), alphabet, config, Augmenter(config.augment), network.frames
    )
    return CtcTask(network, train, load(data.splits["valid"]), alphabet, pretrained=True)


def test_new_weights_learn_at_the_higher_rate(task: CtcTask) -> None:
    config = TrainerConfig(learning_rate=0.1, head_learning_rate=0.2)
    new, old = task.parameter_groups(config)
    assert (new["lr"], old["lr"]) == (0.2, 0.1)
    head = {id(p) for p in task.model.wav2vec2.lm_head.parameters()}
    assert {id(p) for p in new["params"]} == head and not head & {id(p) for p in old["params"]}


def test_the_loss_of_a_uniform_network(task: CtcTask) -> None:
    """One letter in two frames: three of the paths, each as likely as any other."""
    tokens = task.model.wav2vec2.config.vocab_size

    class Uniform(torch.nn.Module):
        def forward(self, samples: torch.Tensor, *_: torch.Tensor) -> torch.Tensor:
            return torch.full((2, 1, tokens), -math.log(tokens))

    task.model.frames = lambda lengths: torch.tensor([2])  # type: ignore[method-assign]
    batch = {
        "samples": torch.zeros(1, 8), "lengths": torch.tensor([8]), "hidden": torch.zeros(1, 2),
        "letters": torch.tensor([3]), "letter_lengths": torch.tensor([1]),
    }  # fmt: skip
    assert task.loss(Uniform(), batch).item() == pytest.approx(-math.log(3 / tokens**2), rel=1e-5)


def test_validation_counts_letters_and_words(task: CtcTask) -> None:
    scores = task.validate()
    assert scores["score"] == -scores["cer"] and scores["wer"] >= 0.0
    assert [len(found) > 0 for found in task.log_probs()] == [True] * 3
