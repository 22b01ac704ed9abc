"""manifests → clips → trainer → checkpoint → evaluation → card, for the recognizer."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rich.progress import track
from safetensors.torch import load_file, save_file

from models import asr, device, files, manifest
from models.asr.whisper import short_context
from models.asr.whisper.short_context import ShortContext
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.command_line import err
from models.errors import DataError
from models.manifest import Example, Split
from models.weights import store
from training.data import splits, validation
from training.evaluation.recognizer import Groups, error_rates, hear
from training.evaluation.recognizer import ScoredClip as Hearing
from training.recognizer.augment import Augmenter
from training.recognizer.whisper import card, network, teacher
from training.recognizer.whisper.config import RecognizerConfig
from training.recognizer.whisper.dataset import Clip, RecognizerDataset, load
from training.recognizer.whisper.network import RecognizerNetwork
from training.recognizer.whisper.task import Batched, CachedEncoderBatches, RecognizerTask
from training.report import page
from training.trainer import runs
from training.trainer.checkpoints import STATE
from training.trainer.loop import Trainer

Heard = dict[str, list[Hearing]]

COMPANIONS = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "generation_config.json",
              "preprocessor_config.json")  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecognizerData:
    """Everything that a run learns from and is scored on, by manifest name."""

    splits: dict[Split, dict[str, list[Example]]]
    """With sound and text."""
    noises: dict[str, list[Example]]
    """Sounds of the train split that have no text: what goes under speech, and what nobody says."""


def read_data(manifests: Sequence[Path], *, accept: Collection[str] = ()) -> RecognizerData:
    """The manifests, checked and split; a split that is there is respected.

    Arguments:
        accept: checks whose errors are worth a warning alone, see `validation.check`.

    Raises:
        DataError: anything is wrong with them, or there is nothing to train on.
    """
    validation.check(*manifests, accept=accept).refuse_errors()
    parts: dict[Split, dict[str, list[Example]]] = {split: {} for split in manifest.SPLITS}
    noises: dict[str, list[Example]] = {}
    for path in manifests:
        for example in splits.assign(manifest.read(path)):
            if example.audio is None or example.split is None:
                continue
            if example.text is not None:
                parts[example.split].setdefault(path.stem, []).append(example)
            elif example.split == "train":
                noises.setdefault(path.stem, []).append(example)
    if not parts["train"]:
        where = ", ".join(map(str, manifests))
        raise DataError("no training example has both a sound and its text", where=where)
    return RecognizerData(parts, noises)


def fit(
    config: RecognizerConfig, data: RecognizerData, output: Path, *, resume: bool = False,
    on: device.DeviceName = "auto",
) -> RecognizerNetwork:  # fmt: skip
    """Train and return the network with the weights that scored best on validation data; of more runs their
    mean.

    Arguments:
        output: where the first run's state is kept, and below it that of the others.
    """
    first = config.trainer.seed
    found = []
    for number in range(config.runs):
        if config.runs > 1:
            err.rule(f"run {number + 1} of {config.runs}")
        state = output / f"run-{number + 1}" if number else output
        again = resume and (number == 0 or (state / STATE).is_file())
        trainer = config.trainer.model_copy(update={"seed": first + number})
        settings = config.model_copy(update={"trainer": trainer})
        found.append(_run(settings, data, state, output / teacher.FILE, resume=again, on=on))
    if len(found) == 1:
        return found[0]
    return network.average(found, store.ensure(config.base), config.mode, config.lora).to(device.resolve(on))


def _run(
    config: RecognizerConfig, data: RecognizerData, output: Path, known: Path,
    *, resume: bool, on: device.DeviceName
) -> RecognizerNetwork:  # fmt: skip
    folder, seed = store.ensure(config.base), config.trainer.seed
    vocabulary = WhisperVocabulary(folder)
    prompt = vocabulary.prompt(config.language)
    torch.manual_seed(seed)  # adapters begin at random
    model = network.load(folder, config.mode, config.lora).to(device.resolve(on))
    noises = load(data.noises)
    clips = [*load(data.splits["train"]), *noises]
    augmenter = Augmenter(config.augment, [clip.samples for clip in noises])
    drawn = RecognizerDataset(
        clips, vocabulary, prompt, model.model.config.num_mel_bins, batch_size=config.trainer.batch_size,
        padding_frames=config.padding_frames, per_epoch=config.per_epoch, augmenter=augmenter,
        joined=config.augment.joined, seed=seed,
    )  # fmt: skip
    train: Batched = drawn
    if config.mode == "frozen_encoder":
        train = CachedEncoderBatches(drawn, model, config.copies, seed, config.trainer.precision)
    tied = config.distillation.corpora
    states = teacher.states(
        model, [(i, c) for i, c in enumerate(clips) if c.text and (not tied or c.manifest in tied)],
        vocabulary, prompt,
        known, config.trainer.precision,
    ) if config.distillation.weight else {}  # fmt: skip
    task = RecognizerTask(
        model, train, most(load(data.splits["valid"]), config.valid_most), vocabulary, prompt,
        padding_frames=config.padding_frames, smoothing=config.smoothing, teacher=states,
        tie=config.distillation.weight,
    )  # fmt: skip
    Trainer(config.trainer, output, cpu=device.resolve(on).type == "cpu").fit(task, resume=resume)
    return model


def most(clips: Sequence[Clip], n: int) -> list[Clip]:
    """Of each manifest's clips the first so many by a hash of their file names."""
    kept: dict[str, int] = {}
    chosen = []
    for clip in sorted(clips, key=lambda c: hashlib.sha256(str(c.example.audio).encode()).digest()):
        kept[clip.manifest] = kept.get(clip.manifest, 0) + 1
        if kept[clip.manifest] <= n:
            chosen.append(clip)
    return chosen


def save(config: RecognizerConfig, model: RecognizerNetwork, output: Path) -> Path:
    """The checkpoint, beside `output` until it is proven: adapter in float16 or all weights, and how little
    sound it asks for."""
    folder = store.ensure(config.base)
    partial = files.draft_folder(output)
    # otherwise peft asks the hub whether the adapter's base has another vocabulary
    embeddings = {"save_embedding_layers": False} if model.adapted else {}
    model.whisper.save_pretrained(str(partial), safe_serialization=True, **embeddings)
    if model.adapted:
        settings = json.loads((partial / "adapter_config.json").read_text(encoding="utf-8"))
        settings["base_model_name_or_path"] = store.portable_name(folder)
        files.write_text(
            partial / "adapter_config.json", json.dumps(settings, indent=1, sort_keys=True) + "\n"
        )
        weights = load_file(partial / "adapter_model.safetensors")
        halves = {n: t.half().contiguous() for n, t in weights.items()}
        save_file(halves, partial / "adapter_model.safetensors")
        (partial / "README.md").unlink(missing_ok=True)
    else:
        for name in COMPANIONS:
            if (folder / name).exists():
                shutil.copyfile(folder / name, partial / name)
    asked = ShortContext(
        padding_frames=config.padding_frames, silent_states=0, resting_states=0, trained=True
    )
    files.write_text(partial / short_context.FILE, asked.model_dump_json(indent=1) + "\n")
    return partial


def score(
    config: RecognizerConfig, data: RecognizerData, output: Path, *, groups: Groups | None = None,
    on: device.DeviceName = "auto",
) -> tuple[dict[str, Any], Heard, Heard]:  # fmt: skip
    """The checkpoint, as the assistant runs it, and the untouched base with full padding on the test splits,
    each by manifest and over all; then what each of the two heard."""
    return compare(config.base, output, data, language=config.language, groups=groups, on=on)


def compare(
    untouched: str, checkpoint: Path, data: RecognizerData, *, language: str, groups: Groups | None = None,
    on: device.DeviceName = "auto",
) -> tuple[dict[str, Any], Heard, Heard]:  # fmt: skip
    """The same for any two recognizers, by name and by folder."""
    base = asr.load(untouched, device=on, language=language, short_context=False)
    tuned = asr.load(str(checkpoint), device=on, language=language)
    before, heard_before = _score(base, data, groups, "scoring the base")
    after, heard_after = _score(tuned, data, groups, "scoring the checkpoint")
    return {**after, "baseline": before}, heard_before, heard_after


def _score(
    recognizer: asr.Recognizer, data: RecognizerData, groups: Groups | None, what: str
) -> tuple[dict[str, Any], Heard]:
    found = {
        name: hear(recognizer, track(examples, description=f"{what}: {name}", transient=True, console=err))
        for name, examples in data.splits["test"].items()
    }
    everything = [one for these in found.values() for one in these]
    by_manifest = {name: error_rates(these, groups=groups) for name, these in found.items()}
    return {**error_rates(everything, groups=groups), "manifests": by_manifest}, found


def main(
    config: RecognizerConfig, manifests: Sequence[Path], output: Path, *, resume: bool = False,
    on: device.DeviceName = "auto", command: str = "", groups: Groups | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Train on manifests; write checkpoint, card and metrics to `output`, state and report to `run_folder`.

    Arguments:
        groups: speaker → kind of group, such as age → which, for rates by group.
    """
    data, run = read_data(manifests), run_folder(output)
    runs.remember(run, manifests)
    model = fit(config, data, run, resume=resume, on=on)
    checkpoint = save(config, model, output)
    metrics, before, after = score(config, data, checkpoint, groups=groups, on=on)
    sizes = {name: len(examples) for name, examples in data.splits["train"].items()}
    files.write_text(checkpoint / "metrics.json", json.dumps(metrics, indent=1) + "\n")
    synthetic = {
        n for n, these in data.splits["train"].items() if all(":" in (e.speaker or "") for e in these)
    }
    files.write_text(checkpoint / "README.md", card.write(config, metrics, command, sizes, synthetic))
    files.put(checkpoint, output)
    page.write(run, card.page(metrics, before, after, command, run))
    return metrics


def run_folder(output: Path) -> Path:
    """Where the state of the run that makes `output` is kept, so that `--resume` finds it."""
    return runs.folder("recognizer", output)
