"""The project's written dialogues, and the data's own sentences turned into other acts, for a run's data.

They teach acts, relations, command boundaries, modifiers and danger, which no other data have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models import nlu
from models.manifest import SPLITS, Example
from models.nlu.classifier import JointClassifier
from models.nlu.labels import Labels
from training.classifier import rehearsal, warm_start, weak_labels
from training.classifier.config import ClassifierConfig
from training.classifier.data import ClassifierData, Sources, united
from training.classifier.encoding import collect_labels
from training.corpora.own import asides, dialogues
from training.data import splits
from training.evaluation.classifier import Understands
from training.synthesis import acts
from training.synthesis.acts import intents

DIALOGUES, ACTS = "dialogues", "acts"
NAMES = frozenset({DIALOGUES, ACTS})
"""Sources whose sentences were written or made for training."""
_PER_SENTENCE, _MOST_ACTS = 2, 8000
"""Examples of each written template, and of the owner's sentences turned into other acts, beside an owner's
data: more than a run takes."""


def with_dialogues(
    config: ClassifierConfig, data: ClassifierData, written: Sequence[Example] | None = None
) -> ClassifierData:
    """The data with dialogues and acts as the configuration's `dialogues` says.

    They are no test data; replayed ones have no intents and slots where a domain replaces the built-in ones.
    A manifest named as one of the two sources stays as it is.

    Arguments:
        written: the dialogues; the project's own where None.
    """
    if config.dialogues == "none":
        return data
    replayed = config.dialogues == "replayed"
    seed, parts = config.trainer.seed, dict(zip(SPLITS, (data.train, data.valid, data.test), strict=True))
    own = [
        e
        for part in parts.values()
        for name, examples in part.items()
        if name not in {rehearsal.NAME, *NAMES}
        for e in examples
        if e.intent and (replayed or e.slots is not None)
    ]
    start = warm_start.checkpoint(config.start) if replayed and config.start else None
    teacher = nlu.load(start, device="cpu") if start else None
    told = with_acts(own, teacher)
    if replayed:
        # acts that nothing else teaches, of sentences that look like reports or questions
        acts_of = {id(e): t for e, t in zip(own, told, strict=True)}
        for split, part in parts.items():
            if split != "test":
                parts[split] = {n: [acts_of.get(id(e), e) for e in found] for n, found in part.items()}
    if written is None:
        written = dialogues.examples(seed, _PER_SENTENCE if replayed else dialogues.PER_SENTENCE)
    turned = _turned(told, seed, _MOST_ACTS if replayed else None)
    written = [*written, *asides.beside(written, seed)]
    more: Sources = {
        DIALOGUES: [e if data.extends or not replayed else _masked(e) for e in written],
        ACTS: [*turned, *asides.beside(turned, seed)],
    }
    scored = {splits.key(e.text or "") for examples in data.test.values() for e in examples}
    for name, examples in more.items():
        # written and made sentences may equal one that is scored
        examples = [e for e in examples if e.split == "test" or splits.key(e.text or "") not in scored]
        for split, part in parts.items():
            if name not in data.train and split != "test":
                parts[split] = part | {name: [e for e in examples if e.split == split]}
    train, valid, test = (parts[split] for split in SPLITS)
    found = collect_labels([e for name in NAMES for e in train.get(name, ())])
    return replace(data, train=train, valid=valid, test=test, labels=united(data.labels, found))


def rehearsed(known: Labels, told: Sequence[Example], written: Sequence[Example], seed: int) -> Sources:
    """Dialogues with the labels that a classifier has, and its owner's sentences turned into other acts.

    They keep what it knows of acts in further training. A classifier without acts gets none.

    Arguments:
        told: the owner's sentences with their acts.
        written: the dialogues.
    """
    if not known.acts:
        return {}
    intents_of = [{c.intent for c in e.commands or () if c.intent} for e in written]
    return {
        DIALOGUES: [
            e if needs <= {*known.intents} else _masked(e)
            for e, needs in zip(written, intents_of, strict=True)
        ],
        ACTS: _turned(told, seed, _MOST_ACTS),
    }


def _turned(told: Sequence[Example], seed: int, most: int | None) -> list[Example]:
    return [weak_labels.without_modifiers(e) for e in acts.variants(told, seed, most)]


def knows_acts(classifier: Understands) -> bool:
    """Whether the classifier tells dialogue acts apart."""
    return isinstance(classifier, JointClassifier) and bool(classifier.description.labels.acts)


def with_acts(own: Sequence[Example], teacher: Understands | None) -> list[Example]:
    """An owner's sentences with their acts, as far as they are known.

    What an owner writes for an intent of a domain is to be done, however it is put ("my headache is back"),
    unless the teacher takes it for a question.

    Arguments:
        teacher: None, or without acts, for public sentences, whose acts follow from their intents.
    """
    return [_with_act(e, teacher) for e in own]


def _masked(example: Example) -> Example:
    """The example without intents, scope and slots."""
    commands = [
        replace(command, intent=None, out_of_scope=False, slots=None) for command in example.commands or ()
    ]
    return replace(
        example, intent=None, out_of_scope=False, slots=None, commands=tuple(commands) or example.commands
    )


def _with_act(example: Example, teacher: Understands | None) -> Example:
    if example.dialogue_act or example.commands is not None:
        return example
    text = example.text or ""
    act = weak_labels.act_of(text, example.intent or "")
    if act is None and teacher is not None and knows_acts(teacher):
        understood = teacher.understand(text).commands
        act = understood[0].dialogue_act if len(understood) == 1 else None
        if not intents.public(example.intent or "") and act != "question":
            act = "request"
    return replace(example, dialogue_act=act)
