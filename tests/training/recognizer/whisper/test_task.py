"""The loss and the validation of Whisper, and batches whose encoder outputs are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from models.asr.whisper.vocabulary import WhisperVocabulary
from training.recognizer.clips import load, read_data
from training.recognizer.whisper import network
from training.recognizer.whisper.config import LoraConfig
from training.recognizer.whisper.dataset import RecognizerDataset
from training.recognizer.whisper.network import RecognizerNetwork
from training.recognizer.whisper.task import CachedEncoderBatches, RecognizerTask
from training.trainer.task import TrainerConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def test_kept_states_are_the_encoders_own(tiny_whisper: Path, tones: Callable[..., Path]) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    model = network.load(tiny_whisper, "frozen_encoder", LoraConfig(rank=2, alpha=4, dropout=0.0))
    clips = load(read_data([tones()]).splits["train"])
    dataset = RecognizerDataset(
        clips, vocabulary, vocabulary.prompt("en"), 80, batch_size=4, padding_frames=30
    )
    kept = CachedEncoderBatches(dataset, model, copies=2, seed=0)
    kept.set_epoch(3)  # the second copy, in an order of its own
    dataset.set_epoch(1)
    fresh = {tuple(batch["clip"].tolist()): batch["features"] for batch in dataset}
    for batch in kept:
        with torch.no_grad():
            states = model.encode(fresh[tuple(batch["clip"].tolist())])
        assert torch.allclose(batch["states"], states, atol=1e-5)
    assert not any(p.requires_grad for n, p in model.named_parameters() if ".encoder." in n)


def test_a_uniform_network_loses_the_logarithm_of_the_vocabulary(
    tiny_whisper: Path, tones: Callable[..., Path]
) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    prompt = vocabulary.prompt("en")
    model = network.load(tiny_whisper, "full", LoraConfig())
    with torch.no_grad():
        model.model.proj_out.weight.zero_()
    data = read_data([tones()])
    dataset = RecognizerDataset(
        load(data.splits["train"]), vocabulary, prompt, 80, batch_size=3, padding_frames=30
    )
    valid = load(data.splits["valid"])
    task = RecognizerTask(model, dataset, valid, vocabulary, prompt, padding_frames=30, smoothing=0.0)
    size = model.model.config.vocab_size
    assert task.loss(model, dataset[0]).item() == pytest.approx(float(torch.tensor(size).log()), rel=1e-5)
    scores = task.validate()
    assert scores.keys() == {"score", "wer_tones"} and scores["score"] == -scores["wer_tones"] <= -1.0


def test_only_trainable_weights_are_in_the_parameter_groups(
    tiny_whisper: Path, tones: Callable[..., Path]
) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    model: RecognizerNetwork = network.load(tiny_whisper, "lora", LoraConfig(rank=2, alpha=4))
    task = RecognizerTask(model, (), (), vocabulary, (), padding_frames=30, smoothing=0.0)  # type: ignore[arg-type]
    (group,) = task.parameter_groups(TrainerConfig(learning_rate=0.5))
    assert group["lr"] == 0.5 and all(p.requires_grad for p in group["params"])
    assert len(group["params"]) == sum("lora_" in n for n, _ in model.named_parameters())
