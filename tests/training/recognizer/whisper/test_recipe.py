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
from models.audio import SAMPLE_RATE_HZ
from models.errors import DataError
from tests.fixtures.tones import tone
from training.recognizer.augment import AugmentConfig, Augmenter
from training.recognizer.clips import load, read_data
from training.recognizer.whisper import network, recipe, teacher
from training.recognizer.whisper.config import DistillationConfig, LoraConfig, Mode, RecognizerConfig
from training.recognizer.whisper.dataset import IGNORED, RecognizerDataset
from training.recognizer.whisper.task import CachedEncoderBatches, RecognizerTask
from training.trainer.log import read_log
from training.trainer.loop import TrainerConfig

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
    metrics = recipe.main(settings, [tones()], output, on="cpu", command="assistant-train recognizer")
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


def test_batches_hold_prompt_text_and_end(tiny_whisper: Path, tones: Callable[..., Path]) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    prompt = vocabulary.prompt("en")
    clips = load(read_data([tones()]).splits["train"])
    dataset = RecognizerDataset(clips, vocabulary, prompt, 80, batch_size=2, padding_frames=30)
    for batch in dataset:
        assert batch["features"].shape[2] % 2 == 0
        for tokens, labels, clip in zip(batch["tokens"], batch["labels"], batch["clip"], strict=True):
            language, *written = labels[labels != IGNORED].tolist()
            assert tuple(tokens[: len(prompt)].tolist()) == prompt
            assert language == prompt[1]
            assert written == [*vocabulary.tokens(clips[clip].text), vocabulary.end]
            # each label is the next token
            assert tokens[labels != IGNORED].tolist()[2:] == written[:-1]
    longest = max(clip.samples.size for clip in clips) // 160
    assert max(batch["features"].shape[2] for batch in dataset) in (longest + 30, longest + 31)


def test_an_epoch_is_the_same_whatever_came_before(tiny_whisper: Path, tones: Callable[..., Path]) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    clips = load(read_data([tones()]).splits["train"])

    def made(*epochs: int) -> list[dict[str, torch.Tensor]]:
        dataset = RecognizerDataset(
            clips, vocabulary, vocabulary.prompt("en"), 80, batch_size=4, padding_frames=30,
            per_epoch={"tones": 6}, augmenter=Augmenter(AugmentConfig()), joined=0.5,
        )  # fmt: skip
        for epoch in epochs:
            dataset.set_epoch(epoch)
        return list(dataset)

    for one, two in zip(made(0, 1, 2), made(2), strict=True):
        assert all(torch.equal(one[key], two[key]) for key in one)
    assert sum(len(batch["clip"]) for batch in made(1)) == 6


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


def test_nothing_to_train_on_is_said(tones: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"text": "hello there", "split": "train"}\n', encoding="utf-8")
    with pytest.raises(DataError, match="both a sound and its text"):
        read_data([path])
    lines = tones().read_text(encoding="utf-8").replace("light0.wav", "gone.wav")
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(DataError, match=r"gone\.wav is missing"):
        read_data([path])


def test_noise_is_what_has_no_text_and_nobody_speaks_in_it(
    tiny_whisper: Path, tones: Callable[..., Path]
) -> None:
    data, vocabulary = read_data([tones()]), WhisperVocabulary(tiny_whisper)
    (hum,) = load(data.noises)
    assert hum.manifest == "tones" and hum.samples.size == SAMPLE_RATE_HZ
    prompt = vocabulary.prompt("en")
    (batch,) = RecognizerDataset([hum], vocabulary, prompt, 80, batch_size=1, padding_frames=30)
    assert batch["labels"][0].tolist() == [vocabulary.no_speech, *[IGNORED] * (len(prompt) - 1)]
