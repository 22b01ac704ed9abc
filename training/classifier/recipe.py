"""manifests → dataset → trainer → checkpoint → calibration → evaluation → card, for the classifier."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rich.progress import track
from torch import nn

from models import device, manifest, nlu, paths, store
from models.command_line import err
from models.errors import ConfigError, DataError
from models.manifest import Example
from models.nlu import adapter, labels
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.labels import Description, Labels, Vocabulary
from models.nlu.tokens import WordTokenizer
from models.nlu.torch_engine import compose
from training import domain, evaluate, report, runs, splits, validation
from training.classifier import calibration, card
from training.classifier.baseline import NearestCentroid
from training.classifier.config import ClassifierConfig
from training.classifier.dataset import ClassifierDataset, collect_labels
from training.classifier.task import ClassifierTask, predict
from training.trainer import Trainer

_BASE_REJECTED = 0.01
"""Share of the in-scope validation sentences that the untouched base may reject."""

Sources = dict[str, list[Example]]
Scored = dict[str, list[evaluate.Scored]]


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that a run learns from and is scored on, by manifest name."""

    train: Sources
    valid: Sources
    test: Sources
    labels: Labels
    vocabularies: dict[str, Vocabulary]


def read_data(manifests: Sequence[Path], domains: Sequence[Path] = ()) -> Data:
    """The manifests, checked, and the domains' expanded sentences, split; a split that is there is respected.

    A manifest of train alone, or of train and test, gives some of its train for validation.

    Raises:
        DataError: anything is wrong with them, or there is nothing to train on.
        ConfigError: a domain is wrong.
    """
    validation.check(*manifests).refuse_errors()
    sources: Sources = {path.stem: list(splits.assign(manifest.read(path))) for path in manifests}
    vocabularies: dict[str, Vocabulary] = {}
    for path in domains:
        described = domain.read(path)
        sources[described.name] = list(splits.assign(domain.expand(described)))
        vocabularies |= {
            name: Vocabulary(values=tuple(s.values), synonyms={k: tuple(v) for k, v in s.synonyms.items()})
            for name, s in described.slots.items()
            if s.values
        }
    parts: dict[str, Sources] = {
        split: {
            name: [e for e in examples if e.split == split and e.text] for name, examples in sources.items()
        }
        for split in manifest.SPLITS
    }
    for name in sources:
        if parts["train"][name] and not parts["valid"][name]:
            parts["train"][name], parts["valid"][name] = splits.hold_out(parts["train"][name])
    found = collect_labels([e for examples in parts["train"].values() for e in examples])
    if not (found.intents or found.slots or found.sentiments):
        raise DataError(
            "no training sentence has an intent, slots or a sentiment", where=", ".join(map(str, manifests))
        )
    return Data(parts["train"], parts["valid"], parts["test"], found, vocabularies)


def build(folder: Path, heads: Labels, dropout: float, recurrent: int) -> JointBert:
    """The untouched base with new heads for these labels."""
    sizes = HeadSizes(
        len(heads.intents), len(heads.tags), len(heads.sentiments), heads.out_of_scope, recurrent
    )
    return JointBert(load_encoder(folder), sizes, dropout)


def fit(
    config: ClassifierConfig,
    data: Data,
    output: Path,
    *,
    resume: bool = False,
    on: device.DeviceName = "auto",
) -> JointBert:
    """Train and return the network with the weights that scored best on validation data."""
    folder = store.ensure(config.base)
    tokenizer, seed = WordTokenizer(folder), config.trainer.seed
    torch.manual_seed(seed)  # the heads begin at random
    model = build(folder, data.labels, config.dropout, config.recurrent)
    if config.start:
        _begin_as(model.encoder, config.start, store.portable_name(folder))
    train = ClassifierDataset(
        data.train, data.labels, tokenizer, per_epoch=config.per_epoch, augment=True,
        exchanged=config.exchanged, seed=seed,
    )  # fmt: skip
    most = dict.fromkeys(data.valid, config.valid_most)
    valid = ClassifierDataset(data.valid, data.labels, tokenizer, per_epoch=most, seed=seed)
    task = ClassifierTask(
        model, data.labels, train, valid, config.trainer.batch_size,
        smoothing=config.smoothing, weights=dict(config.loss_weights.items()), seed=seed,
    )  # fmt: skip
    epochs = max(config.trainer.epochs, -(-config.least_steps // max(1, len(task.batches(0)))))
    schedule = config.trainer.model_copy(update={"epochs": epochs})
    Trainer(schedule, output, cpu=device.resolve(on).type == "cpu").fit(task, resume=resume)
    return model


def _begin_as(encoder: nn.Module, start: str, base: str) -> None:
    folder = paths.released() / "classifier" if start == "released" else Path(start)
    description = labels.read(folder)
    if description.base != base:
        raise ConfigError(
            f"start: {start} was made from {description.base}, not from {base}",
            do="leave start empty, or name that base",
        )
    adapter.merge(encoder, folder)


def finish(config: ClassifierConfig, data: Data, model: JointBert, output: Path) -> Description:
    """Write the checkpoint's files: adapter, heads, labels; temperatures and thresholds from validation data.

    They are fitted on what the checkpoint gives when it is read back, so what the rank loses is in them.
    """
    folder = store.ensure(config.base)
    name = store.portable_name(folder)
    base = dict(load_encoder(folder).named_parameters())
    tuned = dict(model.encoder.named_parameters())
    heads = {n: p for n, p in model.named_parameters() if not n.startswith("encoder.")}
    output.mkdir(parents=True, exist_ok=True)
    factors = adapter.factorise(base, tuned, config.adapter_rank)
    adapter.write(output, name, factors, heads, config.adapter_rank)
    valid = ClassifierDataset(data.valid, data.labels, WordTokenizer(folder))
    outputs = predict(compose(folder, output, data.labels), valid)
    temperatures = calibration.fit_temperatures(valid.items, outputs)
    thresholds = calibration.choose_thresholds(
        valid.items, outputs, valid.origins, temperatures,
        max_rejected=config.max_rejected, act_precision=config.act_precision,
    )  # fmt: skip
    description = Description(
        base=name, labels=data.labels, temperatures=temperatures, thresholds=thresholds,
        vocabularies=data.vocabularies,
    )  # fmt: skip
    labels.write(output, description)
    return description


def score(
    config: ClassifierConfig, data: Data, output: Path, *, on: device.DeviceName = "auto"
) -> tuple[dict[str, Any], Scored]:
    """The checkpoint and the untouched base on the test splits, each by manifest and over all, and how far
    the checkpoint's confidences can be relied on; then what it made of each sentence.
    """
    pooled = [e for split in (data.train, data.valid) for examples in split.values() for e in examples]
    valid = [e for examples in data.valid.values() for e in examples]
    untouched = NearestCentroid(store.ensure(config.base), pooled, valid, _BASE_REJECTED)
    before, _ = _score(untouched, data.test, "scoring the base")
    scores, scored = _score(nlu.load(output, device=on), data.test, "scoring the checkpoint")
    sure = [
        (u.candidates[0].confidence, u.candidates[0].intent == e.intent)
        for pairs in scored.values()
        for e, u in pairs
        if e.intent and u.candidates
    ]
    reliance = calibration.reliance([c for c, _ in sure], [right for _, right in sure])
    return {**scores, "calibration": reliance, "baseline": before}, scored


def _score(classifier: evaluate.Classifier, test: Sources, what: str) -> tuple[dict[str, Any], Scored]:
    scored = {
        name: evaluate.classify(
            classifier, track(examples, description=f"{what}: {name}", transient=True, console=err)
        )
        for name, examples in test.items()
        if examples
    }
    everything = [pair for pairs in scored.values() for pair in pairs]
    by_manifest = {name: evaluate.classifier_metrics(pairs) for name, pairs in scored.items()}
    return {**evaluate.classifier_metrics(everything), "manifests": by_manifest}, scored


def run_folder(output: Path) -> Path:
    """Where the state of the run that makes `output` is kept, so that `--resume` finds it."""
    return runs.folder("classifier", output)


def main(
    config: ClassifierConfig, manifests: Sequence[Path], output: Path, *, domains: Sequence[Path] = (),
    resume: bool = False, on: device.DeviceName = "auto", command: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Train on manifests; write checkpoint, card and metrics to `output`, state and report to `run_folder`.

    The checkpoint is made beside `output` and takes its place when it is whole.
    """
    data, run = read_data(manifests, domains), run_folder(output)
    model = fit(config, data, run, resume=resume, on=on)
    partial = output.with_name(f"{output.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    description = finish(config, data, model, partial)
    metrics, scored = score(config, data, partial, on=on)
    sizes = {name: len(examples) for name, examples in data.train.items()}
    runs.write(partial / "metrics.json", json.dumps(metrics, indent=1) + "\n")
    runs.write(partial / "README.md", card.write(description, metrics, command, sizes, config.start))
    shutil.rmtree(output, ignore_errors=True)
    partial.rename(output)
    report.write(run, card.page(description, metrics, scored, command, sizes, run))
    return metrics

