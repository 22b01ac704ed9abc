"""manifests → dataset → trainer → checkpoint → calibration → evaluation → card, for the classifier."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from models import device, manifest, nlu, paths, store
from models.errors import DataError
from models.manifest import Example
from models.nlu import adapter, labels
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.labels import Description, Labels, Vocabulary
from models.nlu.tokens import WordTokenizer
from models.nlu.torch_engine import compose
from training import domain, evaluate, splits
from training.classifier import calibration, card
from training.classifier.baseline import NearestCentroid
from training.classifier.config import ClassifierConfig
from training.classifier.dataset import ClassifierDataset, collect_labels
from training.classifier.task import ClassifierTask, predict
from training.trainer import Trainer

Sources = dict[str, list[Example]]


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that a run learns from and is scored on, by manifest name."""

    train: Sources
    valid: Sources
    test: Sources
    labels: Labels
    vocabularies: dict[str, Vocabulary]


def read_data(manifests: Sequence[Path], domains: Sequence[Path] = ()) -> Data:
    """The manifests and the domains' expanded sentences, split; a split that is there is respected.

    Raises:
        DataError: a line is wrong, or there is nothing to train on.
        ConfigError: a domain is wrong.
    """
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
    Trainer(config.trainer, output, cpu=device.resolve(on).type == "cpu").fit(task, resume=resume)
    return model


def finish(config: ClassifierConfig, data: Data, model: JointBert, output: Path) -> Description:
    """Write the checkpoint: adapter, heads, labels; temperatures and thresholds from validation data.

    They are fitted on what the checkpoint gives when it is read back, so what the rank loses is in them.
    """
    folder = store.ensure(config.base)
    base = dict(load_encoder(folder).named_parameters())
    tuned = dict(model.encoder.named_parameters())
    heads = {n: p for n, p in model.named_parameters() if not n.startswith("encoder.")}
    output.mkdir(parents=True, exist_ok=True)
    adapter.write(
        output, config.base, adapter.factorise(base, tuned, config.adapter_rank), heads, config.adapter_rank
    )
    valid = ClassifierDataset(data.valid, data.labels, WordTokenizer(folder))
    outputs = predict(compose(folder, output, data.labels), valid)
    temperatures = calibration.fit_temperatures(valid.items, outputs)
    thresholds = calibration.choose_thresholds(
        valid.items, outputs, valid.origins, temperatures,
        max_rejected=config.max_rejected, act_precision=config.act_precision,
    )  # fmt: skip
    description = Description(
        base=config.base, labels=data.labels, temperatures=temperatures, thresholds=thresholds,
        vocabularies=data.vocabularies,
    )  # fmt: skip
    labels.write(output, description)
    return description


def score(
    config: ClassifierConfig, data: Data, output: Path, *, on: device.DeviceName = "auto"
) -> dict[str, Any]:
    """The checkpoint and the untouched base on the test splits, each by manifest and over all."""
    pooled = [e for split in (data.train, data.valid) for examples in split.values() for e in examples]
    valid = [e for examples in data.valid.values() for e in examples]
    untouched = NearestCentroid(store.ensure(config.base), pooled, valid, config.max_rejected)
    scores = _score(nlu.load(output, device=on), data.test)
    return {**scores, "baseline": _score(untouched, data.test)}


def _score(classifier: evaluate.Classifier, test: Sources) -> dict[str, Any]:
    scored = {name: evaluate.classify(classifier, examples) for name, examples in test.items() if examples}
    everything = [pair for pairs in scored.values() for pair in pairs]
    by_manifest = {name: evaluate.classifier_metrics(pairs) for name, pairs in scored.items()}
    return {**evaluate.classifier_metrics(everything), "manifests": by_manifest}


def run_folder(output: Path) -> Path:
    """Where the state of the run that makes `output` is kept, so that `--resume` finds it."""
    place = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:8]
    return paths.runs() / "classifier" / f"{output.resolve().name}-{place}"


def main(
    config: ClassifierConfig, manifests: Sequence[Path], output: Path, *, domains: Sequence[Path] = (),
    resume: bool = False, on: device.DeviceName = "auto", command: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Train on manifests; write checkpoint, card and metrics to `output`, the run's state to `run_folder`."""
    data = read_data(manifests, domains)
    model = fit(config, data, run_folder(output), resume=resume, on=on)
    description = finish(config, data, model, output)
    metrics = score(config, data, output, on=on)
    _write(output / "metrics.json", json.dumps(metrics, indent=1) + "\n")
    _write(
        output / "README.md",
        card.write(
            description, metrics, command, {name: len(examples) for name, examples in data.train.items()}
        ),
    )
    return metrics


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
