"""A tiny wav2vec2 from random weights and from a base: it learns, resumes, reads back the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from models import asr, audio
from models.asr.wav2vec2 import ngram
from models.asr.wav2vec2.recognizer import Wav2Vec2Recognizer
from training.config import CONFIGS, read
from training.recognizer.clips import RecognizerData, read_data
from training.recognizer.wav2vec2 import recipe
from training.recognizer.wav2vec2.config import CtcConfig
from training.recognizer.wav2vec2.dataset import normal
from training.recognizer.wav2vec2.network import build, vocabulary
from training.recognizer.wav2vec2.task import CtcTask
from training.trainer.log import read_log

SMOKE = CONFIGS / "smoke" / "digits.toml"


@pytest.fixture
def config() -> CtcConfig:
    return read(SMOKE, CtcConfig)


@pytest.fixture
def data(tones: Callable[..., Path]) -> RecognizerData:
    return read_data([tones()])


def longer(config: CtcConfig, epochs: int) -> CtcConfig:
    return config.model_copy(update={"trainer": config.trainer.model_copy(update={"epochs": epochs})})


def test_the_alphabet_is_that_of_the_training_texts(data: RecognizerData) -> None:
    tokens = recipe.alphabet_of(data)
    assert [*tokens] == ["<pad>", "<unk>", "|", *sorted(set("lightmusictimer"))]
    assert [*tokens.values()] == [*range(len(tokens))]


def test_the_loss_falls_and_what_is_saved_reads_back_the_same(
    config: CtcConfig, data: RecognizerData, tmp_path: Path
) -> None:
    tokens = recipe.alphabet_of(data)
    network, letters = recipe.fit(longer(config, 8), data, tokens, tmp_path / "run", on="cpu")
    losses = [step.loss for step in read_log(tmp_path / "run").steps]
    assert np.mean(losses[-4:]) < 0.8 * np.mean(losses[:4])
    folder = recipe.save(network, letters, tokens, tmp_path / "digits")
    recognizer = asr.load(str(folder), device="cpu")
    assert isinstance(recognizer, Wav2Vec2Recognizer)
    example = data.splits["test"]["tones"][0]
    assert example.audio is not None
    samples = audio.load(example.audio)
    network.eval()
    with torch.inference_mode():
        ours = network(torch.from_numpy(normal(samples))[None], torch.tensor([samples.size]))[:, 0]
    np.testing.assert_allclose(recognizer.log_probs(samples), ours, atol=1e-4)
    assert ngram.read(folder) == letters


def test_a_resumed_run_ends_as_one_that_was_not_interrupted(
    config: CtcConfig, data: RecognizerData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    masked = config.model_copy(update={"dropout": 0.1, "time_masks": 2})
    tokens = recipe.alphabet_of(data)
    whole, _ = recipe.fit(masked, data, tokens, tmp_path / "whole", on="cpu")
    calm = CtcTask.loss
    seen = 0

    def stopping(self: CtcTask, *arguments: object) -> torch.Tensor:
        nonlocal seen
        seen += 1
        if seen == 6:
            raise KeyboardInterrupt
        return calm(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(CtcTask, "loss", stopping)
    with pytest.raises(KeyboardInterrupt):
        recipe.fit(masked, data, tokens, tmp_path / "stopped", on="cpu")
    monkeypatch.setattr(CtcTask, "loss", calm)
    resumed, _ = recipe.fit(masked, data, tokens, tmp_path / "stopped", resume=True, on="cpu")
    for (name, one), (_, two) in zip(whole.named_parameters(), resumed.named_parameters(), strict=True):
        assert torch.equal(one, two), name


def test_a_base_keeps_its_convolutions_and_gets_a_new_head(
    config: CtcConfig, data: RecognizerData, tmp_path: Path
) -> None:
    base = tmp_path / "base"
    build(config, vocabulary(["abc"]), None).wav2vec2.save_pretrained(str(base))
    tokens = recipe.alphabet_of(data)
    tuned = config.model_copy(update={"base": str(base)})
    network, _ = recipe.fit(longer(tuned, 1), data, tokens, tmp_path / "run", on="cpu")
    untouched = build(config, tokens, base).wav2vec2.wav2vec2
    after = network.wav2vec2.wav2vec2
    assert network.wav2vec2.lm_head.out_features == len(tokens)
    for name, parameter in untouched.feature_extractor.named_parameters():
        assert torch.equal(parameter, after.feature_extractor.get_parameter(name)), name
    changed = [
        name for name, parameter in untouched.encoder.named_parameters()
        if not torch.equal(parameter, after.encoder.get_parameter(name))
    ]  # fmt: skip
    assert changed


def test_the_whole_recipe_leaves_checkpoint_figures_card_and_report(
    config: CtcConfig, tiny_whisper: Path, tones: Callable[..., Path], tmp_path: Path
) -> None:
    output = tmp_path / "digits"
    metrics = recipe.train_ctc(
        longer(config, 2), [tones()], output, on="cpu", command="assistant-train recognizer …",
        untouched=str(tiny_whisper),
    ).to_json()  # fmt: skip
    assert json.loads((output / "metrics.json").read_text()) == metrics
    assert metrics["wer"] >= 0.0 and metrics["n"] == metrics["baseline"]["n"] == 3
    card = (output / "README.md").read_text()
    assert "random weights" in card and "assistant-train recognizer …" in card
    assert (recipe.run_folder(output) / "report.html").is_file()
    assert isinstance(asr.load(str(output), device="cpu"), Wav2Vec2Recognizer)
