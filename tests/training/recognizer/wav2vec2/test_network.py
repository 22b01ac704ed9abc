"""The network of wav2vec2: padding, bases and the alphabet."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from models.errors import CheckpointError
from training.config import CONFIGS, read
from training.recognizer.wav2vec2.config import CtcConfig
from training.recognizer.wav2vec2.network import build, vocabulary


@pytest.fixture
def config() -> CtcConfig:
    return read(CONFIGS / "smoke" / "digits.toml", CtcConfig)


def test_what_lies_behind_a_clips_end_changes_nothing(config: CtcConfig) -> None:
    network = build(config, vocabulary(["light"]), None).eval()
    samples = torch.randn(1, 8_000)
    alone = network(samples, torch.tensor([8_000]))
    beside = network(torch.nn.functional.pad(samples, (0, 4_000)), torch.tensor([8_000]))
    torch.testing.assert_close(beside[: len(alone)], alone, atol=1e-4, rtol=1e-4)


def test_a_base_that_is_none_is_refused(config: CtcConfig, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "wav2vec2"}')
    with pytest.raises(CheckpointError, match="cannot load this base"):
        build(config, {"<pad>": 0}, tmp_path)


def test_the_vocabulary_holds_special_tokens_and_the_letters_of_normalised_texts() -> None:
    assert list(vocabulary(["Ab, a!", "it's 2"])) == ["<pad>", "<unk>", "|", *sorted(set("abit'stwo"))]
