"""The teacher's states: computed once, and near those of the untouched network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from models.asr.whisper.vocabulary import WhisperVocabulary
from training.recognizer.clips import load, read_data
from training.recognizer.whisper import network, teacher
from training.recognizer.whisper.config import LoraConfig
from training.recognizer.whisper.dataset import RecognizerDataset
from training.recognizer.whisper.task import RecognizerTask

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def test_the_teacher_is_near_itself_and_computed_once(
    tiny_whisper: Path, tones: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    prompt = vocabulary.prompt("en")
    model = network.load(tiny_whisper, "lora", LoraConfig(rank=2, alpha=4, dropout=0.0))
    clips = load(read_data([tones()]).splits["train"])[:2]
    kept = tmp_path / "run" / teacher.FILE
    known = teacher.states(model, [*enumerate(clips)], vocabulary, prompt, kept)
    assert [known[i].shape[0] for i in range(2)] == [len(vocabulary.tokens(c.text)) for c in clips]

    monkeypatch.setattr(network.RecognizerNetwork, "forward", None)
    again = teacher.states(model, [*enumerate(clips)], vocabulary, prompt, kept)
    assert all(torch.equal(known[i], again[i]) for i in range(2))
    monkeypatch.undo()

    full = RecognizerDataset(clips, vocabulary, prompt, 80, batch_size=1, padding_frames=3000)
    task = RecognizerTask(
        model.eval(), full, [], vocabulary, prompt, padding_frames=30, smoothing=0.0, teacher=known, tie=1.0
    )
    plain = RecognizerTask(model, full, [], vocabulary, prompt, padding_frames=30, smoothing=0.0)
    for batch in full:
        with torch.no_grad():
            apart = task.loss(model, batch) - plain.loss(model, batch)
        # untouched, and given 30 s: only half precision lies between them
        assert 0 <= float(apart) < 1e-4


def test_a_start_that_knows_short_context_teaches_on_it(
    tiny_whisper: Path, tones: Callable[..., Path], tmp_path: Path
) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    prompt = vocabulary.prompt("en")
    model = network.load(tiny_whisper, "lora", LoraConfig(rank=2, alpha=4, dropout=0.0))
    clips = [*enumerate(load(read_data([tones()]).splits["train"])[:1])]
    full, short = (
        teacher.states(model, clips, vocabulary, prompt, tmp_path / f"{name}.safetensors", "float32", frames)[
            0
        ]
        for name, frames in (("full", 3000), ("short", 30))
    )
    assert full.shape == short.shape and not torch.equal(full, short)
