"""The training sentences that lie beside a classifier for `assistant explain`, with their states."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from rich.progress import track

from models import nlu
from models.command_line import err
from models.device import DeviceName
from models.manifest import Example
from models.nlu import neighbours
from models.nlu.classifier import JointClassifier
from models.nlu.neighbours import KnownSentence
from models.nlu.outputs import Array
from training.config import CONFIGS
from training.corpora.own import dialogues
from training.data.commands import commands_of
from training.domain import expand, read

MOST, MOST_ALIKE = 3_000, 20
"""Sentences that are kept, and those of one intent and act."""


def write(
    checkpoint: Path, examples: Iterable[Example], *, earlier: Path | None = None, on: DeviceName = "auto"
) -> int:
    """Write the index of at most `MOST` sentences into the checkpoint's folder; their number.

    Arguments:
        earlier: another checkpoint whose sentences stay known.
    """
    classifier = nlu.load(checkpoint, device=on)
    index = neighbours.read(earlier) if earlier else None
    chosen = choose([*_sentences(examples), *(index.sentences if index else ())])
    shown = track(chosen, description="training sentences", transient=True, console=err)
    states = {s: state for s in shown if (state := _state(classifier, s.text)) is not None}
    if states:
        neighbours.write(checkpoint, [*states], np.stack([*states.values()]))
    return len(states)


def choose(sentences: Iterable[KnownSentence]) -> list[KnownSentence]:
    """At most `MOST` sentences, and `MOST_ALIKE` of each intent and act, by a hash of their texts."""
    of: Counter[tuple[str | None, str | None]] = Counter()
    chosen: dict[str, KnownSentence] = {}
    for sentence in sorted(sentences, key=lambda s: hashlib.sha256(s.text.encode()).digest()):
        of[sentence.intent, sentence.act] += 1
        if of[sentence.intent, sentence.act] <= MOST_ALIKE:
            chosen.setdefault(sentence.text.casefold(), sentence)
    return [*chosen.values()][:MOST]


def _sentences(examples: Iterable[Example]) -> Iterator[KnownSentence]:
    """The examples of one command outside a conversation whose intent is known."""
    for example in examples:
        first, *others = commands_of(example)
        if example.text and not (others or example.context) and (first.intent or first.out_of_scope):
            yield KnownSentence(example.text, first.intent, first.dialogue_act)


def _state(classifier: JointClassifier, text: str) -> Array | None:
    """The state of a sentence; None for one that the classifier divides."""
    scores = classifier.scores(text)
    return scores[0].state if len(scores) == 1 else None


def written() -> list[Example]:
    """The dialogues and the sentences of the assistant's own intents that were written for the project."""
    return [*dialogues.examples(per_sentence=1), *expand(read(CONFIGS / "home.toml"))]
