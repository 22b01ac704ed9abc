"""What a classifier learns from and is scored on: manifests and domains, checked, split and put in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models import manifest, nlu
from models.errors import ConfigError, DataError
from models.manifest import Example
from models.nlu.domain import DomainDescription
from models.nlu.labels import ClosedVocabulary, Labels
from training import domain
from training.classifier import general, starting
from training.classifier.config import ClassifierConfig
from training.classifier.dataset import collect_labels
from training.data import splits, validation

Sources = dict[str, list[Example]]
_STRANGERS = 100
"""Out-of-scope sentences that are enough to learn from."""


@dataclass(frozen=True, slots=True)
class ClassifierData:
    """Everything that a run learns from and is scored on, by manifest name."""

    train: Sources
    valid: Sources
    test: Sources
    labels: Labels
    vocabularies: dict[str, ClosedVocabulary]
    domain: DomainDescription | None = None
    extends: bool = False
    """A domain adds to the built-in intents."""
    aside: Sources = field(default_factory=dict)
    """Training sentences whose intents are not the checkpoint's."""


def read_data(manifests: Sequence[Path], domains: Sequence[Path] = ()) -> ClassifierData:
    """The manifests, checked, and the domains' expanded sentences, split; a split that is there is respected.

    A manifest of train alone, or of train and test, gives some of its train for validation.

    Raises:
        DataError: anything is wrong with them, or there is nothing to train on.
        ConfigError: a domain is wrong.
    """
    validation.check(*manifests).refuse_errors()
    sources: Sources = {path.stem: list(splits.assign(manifest.read(path))) for path in manifests}
    vocabularies: dict[str, ClosedVocabulary] = {}
    described = [domain.read(path) for path in domains]
    for its in described:
        sources.setdefault(its.name, []).extend(splits.assign(domain.expand(its)))
        vocabularies |= {
            name: ClosedVocabulary(
                values=tuple(s.values), synonyms={k: tuple(v) for k, v in s.synonyms.items()}
            )
            for name, s in its.slots.items()
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
    learnt = [e for split in ("train", "valid") for examples in parts[split].values() for e in examples]
    return ClassifierData(
        parts["train"], parts["valid"], parts["test"], found, vocabularies,
        domain=domain.describe(described, learnt), extends=any(its.extends for its in described),
    )  # fmt: skip


def set_aside(config: ClassifierConfig, data: ClassifierData) -> ClassifierData:
    """The data without the intents that are only learned from; what is scored is not among those either.

    Raises:
        ConfigError: `aside` names a manifest that is not there.
    """
    if missing := set(config.aside) - set(data.train):
        raise ConfigError(f"aside: no manifest is called {', '.join(sorted(missing))}")
    if not config.aside:
        return data
    train, valid, test = (
        {name: examples for name, examples in part.items() if name not in config.aside}
        for part in (data.train, data.valid, data.test)
    )
    scored = {
        splits.key(e.text or "") for part in (valid, test) for examples in part.values() for e in examples
    }
    aside = {
        name: [
            e
            for part in (data.train, data.valid)
            for e in part[name]
            if e.intent and splits.key(e.text or "") not in scored
        ]
        for name in config.aside
    }
    found = collect_labels([e for examples in train.values() for e in examples])
    return replace(data, train=train, valid=valid, test=test, labels=found, aside=aside)


def with_general(config: ClassifierConfig, data: ClassifierData) -> ClassifierData:
    """The data with general sentences beside them: see `training.classifier.general`.

    Nothing is added where the configuration does not ask for it, and to data that extend nothing and say
    themselves, with `_STRANGERS` sentences or more, what is out of scope.

    Raises:
        ConfigError: a domain extends the built-in intents, and there is no classifier that has them.
    """
    if data.extends and not config.start:
        raise ConfigError(
            "a domain that extends the built-in intents begins as the classifier that has them",
            do='name no other base, and keep start = "released"',
        )
    told = sum(e.out_of_scope for examples in data.train.values() for e in examples)
    if not (data.extends or (config.general and data.labels.intents and told < _STRANGERS)):
        return data
    own = [e for part in (data.train, data.valid) for examples in part.values() for e in examples if e.intent]
    teacher = nlu.load(starting.folder(config.start or starting.RELEASED), device="cpu")
    found, known, vocabularies = data.labels, Labels(out_of_scope=True), data.vocabularies
    if data.extends:
        known, vocabularies = teacher.description.labels, teacher.description.vocabularies | vocabularies
    heard = (general.replayed if data.extends else general.strangers)(teacher, own)
    parts = [
        {**part, general.NAME: [e for e in heard if e.split == split]}
        for split, part in zip(manifest.SPLITS, (data.train, data.valid, data.test), strict=True)
    ]
    both = Labels(
        intents=tuple(sorted({*found.intents, *known.intents})),
        slots=tuple(sorted({*found.slots, *known.slots})),
        sentiments=tuple(sorted({*found.sentiments, *known.sentiments})),
        out_of_scope=True,
    )
    train, valid, test = parts
    return replace(data, train=train, valid=valid, test=test, labels=both, vocabularies=vocabularies)
