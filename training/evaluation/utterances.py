"""Acts, relations, command boundaries, whole utterances and danger: a classifier's metrics beyond the intent.

A label of an example that is unknown is not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from models.manifest import CommandLabel, Example
from models.nlu.words import MARKS, words
from models.types import Command, Understanding
from training.data.commands import commands_of
from training.evaluation import metrics
from training.evaluation.metrics import Span
from training.evaluation.types import Metric

DANGER = 0.5
"""Probability from which a person in danger counts as found."""

Pairs = Sequence[tuple[Example, Understanding]]


def rates(scored: Pairs) -> dict[str, Metric]:
    """The rates that the labels and the heads allow.

    `dialogue_act_accuracy` and `relation_accuracy` are over the labelled commands, each compared with the
    command found that has most of its words, and wrong where there is none. `command_f1` is of the commands'
    words (exact spans, micro; punctuation does not count), over the utterances whose commands are marked.
    `commands_whole` is the share of the utterances with labelled acts whose commands all have the right
    words, act, relation, intent and slots: an intent rejected is None, out of scope is right where rejected,
    and of a prohibition or statement, which do nothing, the intent is not compared. `danger_recall` and
    `danger_false` are the shares found among those in danger and among the others.
    """
    understood = [(e, u) for e, u in scored if any(c.dialogue_act for c in u.commands)]
    found: dict[str, Metric] = {}
    for name, of in _LABELS.items():
        pairs = [
            (of(label), None if command is None else of(command))
            for e, u in understood
            for label, command in aligned(e, u)
            if of(label)
        ]
        if pairs:
            found[name] = metrics.share([truth == guess for truth, guess in pairs])
    if marked := [(e, u) for e, u in understood if e.commands is not None]:
        counts = metrics.span_counts(
            [word_spans(e.text or "", commands_of(e)) for e, _ in marked],
            [word_spans(e.text or "", u.commands) for e, u in marked],
        )
        found["command_f1"] = metrics.rate(len(marked), lambda i: metrics.span_f1(counts[i]))
    if labelled := [(e, u) for e, u in understood if all(c.dialogue_act for c in commands_of(e))]:
        found["commands_whole"] = metrics.share([whole(e, u) for e, u in labelled])
    return found | _danger(scored)


_LABELS: dict[str, Callable[[CommandLabel | Command], str | None]] = {
    "dialogue_act_accuracy": lambda command: command.dialogue_act,
    "relation_accuracy": lambda command: command.relation,
}


def aligned(example: Example, understood: Understanding) -> list[tuple[CommandLabel, Command | None]]:
    """Each labelled command with the command found that has most of its words; None where none has any."""

    def shared(label: CommandLabel, command: Command) -> int:
        return min(label.end, command.end) - max(label.start, command.start)

    pairs: list[tuple[CommandLabel, Command | None]] = []
    for label in commands_of(example):
        best = max(understood.commands, key=lambda command: shared(label, command), default=None)
        pairs.append((label, best if best is not None and shared(label, best) > 0 else None))
    return pairs


def whole(example: Example, understood: Understanding) -> bool:
    """Whether all commands have the right words, act, relation, intent and slots."""
    labels, text = commands_of(example), example.text or ""
    if word_spans(text, labels) != word_spans(text, understood.commands):
        return False
    pairs = zip(labels, sorted(understood.commands, key=lambda c: c.start), strict=True)
    return all(_right(label, command) for label, command in pairs)


def _right(label: CommandLabel, command: Command) -> bool:
    if label.dialogue_act not in (None, command.dialogue_act):
        return False
    if label.relation not in (None, command.relation):
        return False
    if label.dialogue_act in ("prohibition", "statement"):
        return True
    if (label.intent or label.out_of_scope) and label.intent != command.intent:
        return False
    # a rejected command has no slots to be compared
    if label.slots is None or label.out_of_scope:
        return True
    truth = {(s.name, s.start, s.end) for s in label.slots}
    return truth == {(s.name, s.start, s.end) for s in command.slots}


def word_spans(text: str, commands: Sequence[CommandLabel | Command]) -> set[Span]:
    """The first and the last word of each command; a single command has all words."""
    spoken = [word for word in words(text) if word.text not in MARKS]
    if len(commands) == 1:
        return {("", 0, len(spoken) - 1)}
    spans: set[Span] = set()
    for command in commands:
        inside = [i for i, w in enumerate(spoken) if w.start < command.end and command.start < w.end]
        if inside:
            spans.add(("", inside[0], inside[-1]))
    return spans


def slot_spans(understood: Understanding) -> set[Span]:
    """The slots of all commands; those of the utterance where it has no commands."""
    found = [slot for command in understood.commands for slot in command.slots]
    slots = found if understood.commands else understood.slots or ()
    return {(s.name, s.start, s.end) for s in slots}


def _danger(scored: Pairs) -> dict[str, Metric]:
    known = [(e.danger, u.danger) for e, u in scored if e.danger is not None and u.danger is not None]
    there = np.array([truth for truth, _ in known], dtype=bool)
    found = np.array([probability >= DANGER for _, probability in known], dtype=bool)
    rates = {}
    if there.any():
        rates["danger_recall"] = metrics.share(found[there])
    if len(known) and not there.all():
        rates["danger_false"] = metrics.share(found[~there])
    return rates
