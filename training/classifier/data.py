"""A classifier run's data: manifests and domains, validated, split and completed with general sentences."""

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
from training.classifier import rehearsal, warm_start, weak_labels
from training.classifier.config import ClassifierConfig
from training.classifier.encoding import collect_labels
from training.corpora.hwu64_items import with_items
from training.data import splits, validation
from training.synthesis.acts.sentences import asking_intents

Sources = dict[str, list[Example]]
_ENOUGH_OUT_OF_SCOPE = 100
"""Data with this many out-of-scope sentences get no general ones."""


@dataclass(frozen=True, slots=True)
class ClassifierData:
    """The examples of a run by split and manifest name, and the labels that they have."""

    train: Sources
    valid: Sources
    test: Sources
    labels: Labels
    vocabularies: dict[str, ClosedVocabulary]
    domain: DomainDescription | None = None
    extends: bool = False
    """Whether a domain adds to the built-in intents."""
    auxiliary: Sources = field(default_factory=dict)
    """Training sentences of the auxiliary head."""


def read_data(manifests: Sequence[Path], domains: Sequence[Path] = ()) -> ClassifierData:
    """Validate the manifests, expand the domains' templates, and split both; given splits are kept.

    A manifest without validation examples gives some of its training examples for validation.

    Raises:
        DataError: an invalid manifest, or no training sentence with a label.
        ConfigError: an invalid domain.
    """
    validation.check(*manifests).refuse_errors()
    sources: Sources = {path.stem: list(splits.assign(manifest.read(path))) for path in manifests}
    vocabularies: dict[str, ClosedVocabulary] = {}
    given = [domain.read(path) for path in domains]
    for one in given:
        sources.setdefault(one.name, []).extend(splits.assign(domain.expand(one)))
        vocabularies |= {
            name: ClosedVocabulary(
                values=tuple(s.values), synonyms={k: tuple(v) for k, v in s.synonyms.items()}
            )
            for name, s in one.slots.items()
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
    learned = [e for split in ("train", "valid") for examples in parts[split].values() for e in examples]
    return ClassifierData(
        parts["train"], parts["valid"], parts["test"], found, vocabularies,
        domain=domain.describe(given, learned, asking_intents(learned)),
        extends=any(one.extends for one in given),
    )  # fmt: skip


def with_auxiliary(config: ClassifierConfig, data: ClassifierData) -> ClassifierData:
    """The data with the manifests of the auxiliary head apart, without sentences that are scored elsewhere.

    Raises:
        ConfigError: `auxiliary` names a manifest that is missing.
    """
    if not config.auxiliary:
        return data
    found, apart = _apart(data, "auxiliary", config.auxiliary)
    auxiliary = {name: [e for e in examples if e.intent] for name, examples in apart.items()}
    return replace(found, auxiliary=auxiliary)


def with_unlabelled(config: ClassifierConfig, data: ClassifierData) -> ClassifierData:
    """The data with the `unlabelled` manifests' sentences as training sentences without labels.

    Raises:
        ConfigError: `unlabelled` names a manifest that is missing, or there is no teacher.
    """
    if not config.unlabelled:
        return data
    if not config.teacher:
        raise ConfigError("unlabelled: its sentences need a teacher", do="name one as `teacher`")
    found, apart = _apart(data, "unlabelled", config.unlabelled)
    bare = {
        name: [Example(text=e.text, context=e.context) for e in examples] for name, examples in apart.items()
    }
    return replace(found, train=found.train | bare)


def _apart(data: ClassifierData, key: str, names: Sequence[str]) -> tuple[ClassifierData, Sources]:
    """The data without some manifests, and their training and validation sentences that are not scored."""
    if missing := set(names) - set(data.train):
        raise ConfigError(f"{key}: no manifest is called {', '.join(sorted(missing))}")
    train, valid, test = (
        {name: examples for name, examples in part.items() if name not in names}
        for part in (data.train, data.valid, data.test)
    )
    scored = {
        splits.key(e.text or "") for part in (valid, test) for examples in part.values() for e in examples
    }
    apart = {
        name: [
            e
            for part in (data.train, data.valid)
            for e in part[name]
            if splits.key(e.text or "") not in scored
        ]
        for name in names
    }
    found = collect_labels([e for examples in train.values() for e in examples])
    return replace(data, train=train, valid=valid, test=test, labels=found), apart


def with_weak_labels(config: ClassifierConfig, data: ClassifierData) -> ClassifierData:
    """The data with the labels that follow from the intents of `plain` manifests, test sentences excepted.

    Where dialogues bring the slot `item`, HWU64's items are marked too (`training.corpora.hwu64_items`).
    """

    def labelled(examples: list[Example]) -> list[Example]:
        marked = with_items(examples) if config.dialogues == "learned" else examples
        return [weak_labels.plain(e) for e in marked]

    train, valid = (
        {name: labelled(examples) if name in config.plain else examples for name, examples in part.items()}
        for part in (data.train, data.valid)
    )
    found = collect_labels([e for examples in train.values() for e in examples])
    return replace(data, train=train, valid=valid, labels=united(data.labels, found))


def united(one: Labels, other: Labels) -> Labels:
    """The labels of both, those of each head in alphabetical order."""
    return Labels(
        intents=tuple(sorted({*one.intents, *other.intents})),
        slots=tuple(sorted({*one.slots, *other.slots})),
        sentiments=tuple(sorted({*one.sentiments, *other.sentiments})),
        out_of_scope=one.out_of_scope or other.out_of_scope,
        acts=one.acts or other.acts,
        relations=one.relations or other.relations,
        danger=one.danger or other.danger,
        boundaries=one.boundaries or other.boundaries,
        modifiers=one.modifiers or other.modifiers,
    )


def with_general(config: ClassifierConfig, data: ClassifierData) -> ClassifierData:
    """The data with general sentences (`training.classifier.rehearsal`).

    A domain that extends the built-in intents always gets them. Other data get them as out-of-scope examples
    if `general` is set and they have intents and fewer than `_ENOUGH_OUT_OF_SCOPE` out-of-scope examples.

    Raises:
        ConfigError: a domain extends the built-in intents, and there is no warm start.
    """
    if data.extends and not config.start:
        raise ConfigError(
            "a domain that extends the built-in intents begins as the classifier that has them",
            do='name no other base, and keep start = "released"',
        )
    outside = sum(e.out_of_scope for examples in data.train.values() for e in examples)
    if not (data.extends or (config.general and data.labels.intents and outside < _ENOUGH_OUT_OF_SCOPE)):
        return data
    own = [e for part in (data.train, data.valid) for examples in part.values() for e in examples if e.intent]
    teacher = nlu.load(warm_start.checkpoint(config.start or warm_start.RELEASED), device="cpu")
    found, known, vocabularies = data.labels, Labels(out_of_scope=True), data.vocabularies
    if data.extends:
        known, vocabularies = teacher.description.labels, teacher.description.vocabularies | vocabularies
    general = (rehearsal.rehearsed if data.extends else rehearsal.out_of_scope)(teacher, own)
    parts = [
        {**part, rehearsal.NAME: [e for e in general if e.split == split]}
        for split, part in zip(manifest.SPLITS, (data.train, data.valid, data.test), strict=True)
    ]
    train, valid, test = parts
    return replace(
        data, train=train, valid=valid, test=test, labels=united(found, known), vocabularies=vocabularies
    )
