"""manifests → clips → trainer → checkpoint → evaluation → card, for Whisper."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from models import device, files, paths
from models.asr.whisper import short_context
from models.asr.whisper.features import FULL_FRAMES
from models.asr.whisper.short_context import ShortContext
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.checkpoint import ADAPTER, ADAPTER_CONFIG
from models.weights import store
from training.evaluation.types import Scores
from training.recognizer import surroundings
from training.recognizer.clips import RecognizerData, at_most, load, read_data
from training.recognizer.comparison import compare
from training.recognizer.whisper import card, network, teacher
from training.recognizer.whisper.config import RecognizerConfig
from training.recognizer.whisper.dataset import RecognizerDataset
from training.recognizer.whisper.interpolation import between
from training.recognizer.whisper.network import RecognizerNetwork
from training.recognizer.whisper.task import CachedEncoderBatches, EpochBatches, RecognizerTask
from training.report import page
from training.trainer import runs
from training.trainer.loop import Trainer

RELEASED = "released"
_COMPANIONS = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "generation_config.json",
               "preprocessor_config.json")  # fmt: skip
_COPIES = 3
"""Differently augmented encoder outputs of each clip in the mode `frozen_encoder`."""


def main(
    config: RecognizerConfig, manifests: Sequence[Path], output: Path, *, resume: bool = False,
    rescore: bool = False, on: device.DeviceName = "auto", command: str = "",
) -> Scores:  # fmt: skip
    """Train on manifests; write checkpoint, card and metrics to `output`, state and report to `run_folder`.

    Arguments:
        rescore: train nothing, and write card and metrics of the checkpoint in `output` anew.
        command: the command line, for the card.
    """
    data, run, checkpoint = read_data(manifests), run_folder(output), output
    if not rescore:
        runs.remember(run, manifests)
        checkpoint = save(config, fit(config, data, run, resume=resume, on=on), output)
    scores, before, after = compare(config.base, checkpoint, data, language=config.language, on=on)
    sizes = {name: len(examples) for name, examples in data.splits["train"].items()}
    files.write_text(checkpoint / "metrics.json", json.dumps(scores.to_json(), indent=1) + "\n")
    # the speaker of synthetic speech is `engine:voice`
    synthetic = {
        name
        for name, examples in data.splits["train"].items()
        if all(":" in (e.speaker or "") for e in examples)
    }
    files.write_text(checkpoint / "README.md", card.write(config, scores, command, sizes, synthetic))
    if not rescore:
        files.put(checkpoint, output)
        page.write(run, card.page(scores, before, after, command, run))
    return scores


def run_folder(output: Path) -> Path:
    """Folder of the run's state, which depends on `output` alone, so that `--resume` finds it."""
    return runs.folder("recognizer", output)


def fit(
    config: RecognizerConfig, data: RecognizerData, run: Path, *, resume: bool = False,
    on: device.DeviceName = "auto",
) -> RecognizerNetwork:  # fmt: skip
    """Train; the network with the averaged weights of the best validation.

    Arguments:
        run: folder of the state, to resume from.
    """
    base, seed = store.ensure(config.base), config.trainer.seed
    vocabulary = WhisperVocabulary(base)
    prompt = vocabulary.prompt(config.language)
    torch.manual_seed(seed)  # adapters are initialised at random
    model = network.load(base, config.mode, config.lora, started_from(config) if config.start else None)
    model.to(device.resolve(on))
    noises = load(data.noises)
    spoken = load(data.splits["train"])
    clips, responses = [*spoken, *noises], run / surroundings.FILE
    drawn = RecognizerDataset(
        clips, vocabulary, prompt, model.model.config.num_mel_bins, batch_size=config.trainer.batch_size,
        padding_frames=config.padding_frames, per_epoch=config.per_epoch,
        augmenter=surroundings.augmenter(config.augment, config.far, spoken, noises, responses),
        joined=config.augment.joined, seed=seed,
    )  # fmt: skip
    train: EpochBatches = drawn
    if config.mode == "frozen_encoder":
        train = CachedEncoderBatches(drawn, model, _COPIES, seed, config.trainer.precision)
    tied = config.distillation.corpora
    states = teacher.states(
        model, [(i, c) for i, c in enumerate(clips) if c.text and (not tied or c.manifest in tied)],
        vocabulary, prompt, run / teacher.FILE, config.trainer.precision,
        # the start knows short context
        config.padding_frames if config.start else FULL_FRAMES,
    ) if config.distillation.weight else {}  # fmt: skip
    valid = at_most(load(data.splits["valid"]), config.valid_most)
    task = RecognizerTask(
        model, train, surroundings.with_far(config.far, valid, noises, responses), vocabulary, prompt,
        padding_frames=config.padding_frames, smoothing=config.smoothing, teacher=states,
        tie=config.distillation.weight,
    )  # fmt: skip
    Trainer(config.trainer, run, cpu=device.resolve(on).type == "cpu").fit(task, resume=resume)
    return model


def started_from(config: RecognizerConfig) -> Path:
    """The folder of the adapter that training begins with."""
    return paths.released() / "recognizer" if config.start == RELEASED else Path(config.start)


def save(config: RecognizerConfig, model: RecognizerNetwork, output: Path) -> Path:
    """Write the checkpoint beside `output`, where it stays until it is scored: the adapter in float16 or all
    weights, and the short context that it asks for; the folder."""
    folder = store.ensure(config.base)
    partial = files.draft_folder(output)
    # otherwise peft asks the hub whether the adapter's base has another vocabulary
    embeddings = {"save_embedding_layers": False} if model.adapted else {}
    model.whisper.save_pretrained(str(partial), safe_serialization=True, **embeddings)
    if model.adapted:
        settings = json.loads((partial / ADAPTER_CONFIG).read_text(encoding="utf-8"))
        settings["base_model_name_or_path"] = store.portable_name(folder)
        weights = load_file(partial / ADAPTER)
        if config.share < 1:
            weights = between(load_file(started_from(config) / ADAPTER), weights, config.share)
            for size in ("r", "lora_alpha"):
                settings[size] += json.loads((started_from(config) / ADAPTER_CONFIG).read_text("utf-8"))[size]
        halves = {n: t.half().contiguous() for n, t in weights.items()}
        save_file(halves, partial / ADAPTER)
        files.write_text(partial / ADAPTER_CONFIG, json.dumps(settings, indent=1, sort_keys=True) + "\n")
        (partial / "README.md").unlink(missing_ok=True)
    else:
        for name in _COMPANIONS:
            if (folder / name).exists():
                shutil.copyfile(folder / name, partial / name)
    context = ShortContext(
        padding_frames=config.padding_frames, silent_states=0, resting_states=0, trained=True,
        language=config.language,
    )  # fmt: skip
    files.write_text(partial / short_context.FILE, context.model_dump_json(indent=1) + "\n")
    return partial
