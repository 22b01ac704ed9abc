"""manifests → dataset → trainer → checkpoint → calibration → evaluation → card, for the classifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models import device, manifest, store
from models.errors import DataError
from models.manifest import Example
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.nlu.labels import Labels, Vocabulary
from models.nlu.tokens import WordTokenizer
from training import domain, splits
from training.classifier.config import ClassifierConfig
from training.classifier.dataset import ClassifierDataset, collect_labels
from training.classifier.task import ClassifierTask
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
        split: {name: [e for e in examples if e.split == split and e.text] for name, examples in sources.items()}
        for split in manifest.SPLITS
    }
    labels = collect_labels([e for examples in parts["train"].values() for e in examples])
    if not (labels.intents or labels.slots or labels.sentiments):
        raise DataError("no training sentence has an intent, slots or a sentiment", where=", ".join(map(str, manifests)))
    return Data(parts["train"], parts["valid"], parts["test"], labels, vocabularies)


def build(folder: Path, labels: Labels, dropout: float) -> JointBert:
    """The untouched base with new heads for these labels."""
    sizes = HeadSizes(len(labels.intents), len(labels.tags), len(labels.sentiments), labels.out_of_scope)
    return JointBert(load_encoder(folder), sizes, dropout)


def fit(config: ClassifierConfig, data: Data, output: Path, *, resume: bool = False, on: device.DeviceName = "auto") -> JointBert:
    """Train and return the network with the weights that scored best on validation data."""
    folder = store.ensure(config.base)
    tokenizer, seed = WordTokenizer(folder), config.trainer.seed
    model = build(folder, data.labels, config.dropout)
    train = ClassifierDataset(data.train, data.labels, tokenizer, per_epoch=config.per_epoch, augment=True, seed=seed)
    most = dict.fromkeys(data.valid, config.valid_most)
    valid = ClassifierDataset(data.valid, data.labels, tokenizer, per_epoch=most, seed=seed)
    task = ClassifierTask(
        model, data.labels, train, valid, config.trainer.batch_size,
        smoothing=config.smoothing, weights={**config.loss_weights}, seed=seed,
    )  # fmt: skip
    Trainer(config.trainer, output, cpu=device.resolve(on).type == "cpu").fit(task, resume=resume)
    return model
