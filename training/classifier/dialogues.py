"""The project's written dialogues, and the data's own sentences turned into other acts, for a run's data.

They teach acts, relations, command boundaries, modifiers and danger, which no other data have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models import nlu
from models.manifest import SPLITS, Example
from models.nlu.classifier import JointClassifier
from training.classifier import rehearsal, warm_start, weak_labels
from training.classifier.config import ClassifierConfig
from training.classifier.data import ClassifierData, Sources, united
from training.classifier.encoding import collect_labels
from training.corpora.own import dialogues
from training.synthesis import acts

DIALOGUES, ACTS = "dialogues", "acts"
NAMES = frozenset({DIALOGUES, ACTS})
"""Sources whose sentences were written or made for training."""


def with_dialogues(
    config: ClassifierConfig, data: ClassifierData, written: Sequence[Example] | None = None
) -> ClassifierData:
    """The data with dialogues and acts as the configuration's `dialogues` says.

    Replayed ones are no test data, and have no intents and slots where a domain replaces the built-in ones.
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
    told = [_with_act(e, teacher) for e in own]
    if written is None:
        written = dialogues.examples(seed)
    more: Sources = {
        DIALOGUES: [e if data.extends or not replayed else _masked(e) for e in written],
        ACTS: [weak_labels.without_modifiers(e) for e in acts.variants(told, seed)],
    }
    for name, examples in more.items():
        for split, part in parts.items():
            if name not in data.train and not (replayed and split == "test"):
                parts[split] = part | {name: [e for e in examples if e.split == split]}
    train, valid, test = (parts[split] for split in SPLITS)
    found = collect_labels([e for name in NAMES for e in train.get(name, ())])
    return replace(data, train=train, valid=valid, test=test, labels=united(data.labels, found))


def _masked(example: Example) -> Example:
    """The example without intents, scope and slots."""
    commands = [
        replace(command, intent=None, out_of_scope=False, slots=None) for command in example.commands or ()
    ]
    return replace(
        example, intent=None, out_of_scope=False, slots=None, commands=tuple(commands) or example.commands
    )


def _with_act(example: Example, teacher: JointClassifier | None) -> Example:
    """The example with its act, where the intent tells it or the teacher knows acts and sees one command."""
    if example.dialogue_act or example.commands is not None:
        return example
    text = example.text or ""
    act = weak_labels.act_of(text, example.intent or "")
    if act is None and teacher is not None and teacher.description.labels.acts:
        understood = teacher.understand(text).commands
        act = understood[0].dialogue_act if len(understood) == 1 else None
    return replace(example, dialogue_act=act)
