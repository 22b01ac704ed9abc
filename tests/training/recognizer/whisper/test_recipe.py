"""The whole recipe on a tiny Whisper: its loss falls, it resumes exactly, it reloads to equal outputs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from models import asr
from models.asr.whisper import short_context
from models.asr.whisper.features import log_mel
from models.asr.whisper.torch_engine import encoder_states
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.checkpoint import ADAPTER_CONFIG
from tests.fixtures.tones import tone
from training.recognizer.augment import AugmentConfig
from training.recognizer.clips import read_data
from training.recognizer.whisper import network, recipe
from training.recognizer.whisper.config import DistillationConfig, LoraConfig, Mode, RecognizerConfig
from training.recognizer.whisper.task import RecognizerTask
from training.trainer.log import read_log
from training.trainer.task import TrainerConfig

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


def config(base: Path, mode: Mode = "lora", **trainer: object) -> RecognizerConfig:
    how = {"epochs": 10, "batch_size": 3, "learning_rate": 5e-2, "average": 0.3, "checkpoint_steps": 2}
    return RecognizerConfig(
        base=str(base), mode=mode, lora=LoraConfig(rank=8, alpha=32, dropout=0.0), smoothing=0.0,
        distillation=DistillationConfig(weight=0.01), augment=AugmentConfig(joined=0.1),
        trainer=TrainerConfig.model_validate({**how, **trainer}),
    )  # fmt: skip


def falls(run: Path) -> bool:
    """Whether the loss of the last epoch is below that of the first."""
    steps = read_log(run).steps
    first, last = (sum(s.loss for s in steps if s.epoch == e) for e in (0, steps[-1].epoch))
    # adapters alone cannot move the logits of a tiny random network far
    return last < 0.99 * first


@pytest.mark.parametrize("mode", ["full", "frozen_encoder"])
def test_every_mode_learns(
    tiny_whisper: Path, tones: Callable[..., Path], tmp_path: Path, mode: Mode
) -> None:
    settings = config(tiny_whisper, mode)
    model = recipe.fit(settings, read_data([tones()]), tmp_path / "run", on="cpu")
    assert falls(tmp_path / "run")
    saved = recipe.save(settings, model, tmp_path / "checkpoint")
    assert asr.load(str(saved), device="cpu", engine="torch", beam_size=1)


def test_it_learns_and_reloads_to_what_it_was(
    tiny_whisper: Path, tones: Callable[..., Path], tmp_path: Path
) -> None:
    settings, output = config(tiny_whisper), tmp_path / "checkpoint"
    scores = recipe.main(settings, [tones()], output, on="cpu", command="assistant-train recognizer")
    metrics = scores.to_json()
    assert falls(recipe.run_folder(output))
    assert metrics["n"] == 3 and {"wer", "cer", "wer_ci", "manifests"} <= metrics.keys()
    assert metrics["baseline"].keys() >= {"wer", "cer", "manifests"}
    assert json.loads((output / "metrics.json").read_text(encoding="utf-8")) == metrics
    assert "assistant-train recognizer" in (output / "README.md").read_text(encoding="utf-8")
    assert (recipe.run_folder(output) / "report.html").is_file()
    asked = short_context.read(output)
    assert (asked.padding_frames, asked.silent_states, asked.resting_states) == (30, 0, 0) and asked.trained
    by_torch = asr.load(str(output), device="cpu", engine="torch", beam_size=1)
    assert by_torch.transcribe(tone(700.0, 0.5, 7)) == by_torch.transcribe(tone(700.0, 0.5, 7))


def test_a_checkpoint_holds_all_that_training_changed(
    tiny_whisper: Path, tones: Callable[..., Path], tmp_path: Path
) -> None:
    from peft import PeftModel
    from transformers import WhisperForConditionalGeneration

    settings = config(tiny_whisper, epochs=2)
    model = recipe.fit(settings, read_data([tones()]), tmp_path / "run", on="cpu")
    saved = recipe.save(settings, model, tmp_path / "checkpoint")
    again = PeftModel.from_pretrained(
        WhisperForConditionalGeneration.from_pretrained(str(tiny_whisper), dtype=torch.float32), str(saved)
    )
    features = torch.from_numpy(log_mel(tone(300.0, 0.5, 0), 80))[None]
    prompt = torch.tensor([WhisperVocabulary(tiny_whisper).prompt("en")])
    with torch.no_grad():
        model.eval()
        one = model(features, prompt, torch.ones_like(prompt, dtype=torch.bool)).logits
        states = encoder_states(again.base_model.model, features)
        decoded = again.base_model.model.model.decoder(input_ids=prompt, encoder_hidden_states=states)
        two = again.base_model.model.proj_out(decoded.last_hidden_state)[0]
    # the checkpoint is in half precision
    assert torch.allclose(one, two, atol=0.02)
    named = json.loads((saved / "adapter_config.json").read_text(encoding="utf-8"))
    assert named["base_model_name_or_path"] == str(tiny_whisper)


def test_a_run_goes_on_from_another_ones_adapter(
    tiny_whisper: Path, tones: Callable[..., Path], tmp_path: Path
) -> None:
    settings, data = config(tiny_whisper, epochs=1), read_data([tones()])
    first = recipe.fit(settings, data, tmp_path / "first", on="cpu")
    start = recipe.save(settings, first, tmp_path / "start")
    still = settings.model_copy(
        update={"start": str(start), "trainer": config(tiny_whisper, epochs=1, learning_rate=1e-9).trainer}
    )
    second = recipe.fit(still, data, tmp_path / "second", on="cpu")
    learned = {n: p for n, p in first.named_parameters() if p.requires_grad}
    assert learned
    for name, parameter in second.named_parameters():
        if parameter.requires_grad:
            # the start is in half precision
            assert torch.allclose(parameter, learned.pop(name), atol=2e-3), name
    assert not learned
    # half the way from the start to itself is the start, in a form of twice the rank
    half = recipe.save(still.model_copy(update={"share": 0.5}), second, tmp_path / "half")
    ranks = [json.loads((folder / ADAPTER_CONFIG).read_text("utf-8"))["r"] for folder in (start, half)]
    assert ranks[1] == 2 * ranks[0]
    before, after = (
        dict(
            network.load(tiny_whisper, "lora", settings.lora, folder)
            .whisper.merge_and_unload()
            .named_parameters()
        )
        for folder in (start, half)
    )
    for name, parameter in before.items():
        assert torch.allclose(after[name], parameter, atol=2e-3), name


def test_a_resumed_run_ends_as_one_that_was_not_interrupted(
    tiny_whisper: Path, tones: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, data = config(tiny_whisper, epochs=3), read_data([tones()])
    whole = recipe.fit(settings, data, tmp_path / "whole", on="cpu")
    calm = RecognizerTask.loss
    seen = 0

    def stopping(self: RecognizerTask, *arguments: object) -> torch.Tensor:
        nonlocal seen
        seen += 1
        if seen == 6:
            raise KeyboardInterrupt
        return calm(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(RecognizerTask, "loss", stopping)
    with pytest.raises(KeyboardInterrupt):
        recipe.fit(settings, data, tmp_path / "stopped", on="cpu")
    monkeypatch.setattr(RecognizerTask, "loss", calm)
    resumed = recipe.fit(settings, data, tmp_path / "stopped", resume=True, on="cpu")
    for (name, one), (_, two) in zip(whole.named_parameters(), resumed.named_parameters(), strict=True):
        assert torch.equal(one, two), name
