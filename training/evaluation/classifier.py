"""A classifier on a manifest's examples → its metrics.

The metrics of the other models are in the files beside this one: `recognizer`, `generator`, and `commands`
for recognizer and classifier one after the other; those of acts, relations and command boundaries are in
`utterances`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from models.manifest import CommandLabel, Example
from models.types import Command, Message, Understanding
from training.data.commands import commands_of, slots_of
from training.evaluation import groups, metrics, utterances
from training.evaluation.groups import Counts
from training.evaluation.metrics import Span
from training.evaluation.types import ClassScore, Metric, Metrics

ScoredSentence = tuple[Example, Understanding]


class Understands(Protocol):
    """Text → understanding."""

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        """One text after the previous exchange."""
        ...


def classify(classifier: Understands, examples: Iterable[Example]) -> list[ScoredSentence]:
    """Each example that has a text with its understanding, one by one as the assistant does."""
    return [(e, classifier.understand(e.text, e.context)) for e in examples if e.text is not None]


def within_labels(scored: Iterable[ScoredSentence], labelled: Sequence[Example]) -> list[ScoredSentence]:
    """The sentences without what their manifest never labels, which is not counted against the model.

    Slots of other names are left out: HWU64 marks no `item` in its lists. Of the intent candidates those that
    the manifest has are kept, the best one first; where it has none of them, all stay. A manifest without
    slots or intents has nothing to leave out.

    Arguments:
        labelled: the manifest's examples, of all splits.
    """
    slots = {s.name for e in labelled for s in slots_of(e) or ()}
    intents = {c.intent for e in labelled for c in commands_of(e) if c.intent}
    return [(e, _within(u, slots, intents)) for e, u in scored]


def _within(understanding: Understanding, slots: set[str], intents: set[str]) -> Understanding:
    found = understanding
    if slots and found.slots is not None:
        found = replace(
            found,
            slots=tuple(s for s in found.slots if s.name in slots),
            commands=tuple(_without_slots(c, slots) for c in found.commands),
        )
    if kept := tuple(c for c in found.candidates if c.intent in intents):
        found = replace(found, candidates=kept)
    return found


def _without_slots(command: Command, slots: set[str]) -> Command:
    return replace(command, slots=tuple(s for s in command.slots if s.name in slots))


def classifier_metrics(scored: Sequence[ScoredSentence]) -> Metrics:
    """The rates that the labels and the heads allow.

    `intent_accuracy` is of the first candidate, whatever the decision; `slot_f1` and `frame_accuracy` are
    over sentences whose slots are known, and a rejected sentence has none; `in_scope_rejected` and
    `oos_recall` are the shares of in-scope and of out-of-scope sentences rejected; `oos_precision` is the
    share of the rejected sentences that is out of scope; `ece` is of the first candidate's confidence.
    Intents and scope are those of the first command. The rates of `utterances` follow. `groups` holds the
    rates of each group of speakers that the examples name.
    """
    return replace(
        _overall(scored),
        intents=_by_intent(scored),
        groups=groups.by_group(scored, lambda pair: pair[0], _overall),
        differences=groups.differences([e for e, _ in scored], _counts(scored)),
    )


def _overall(scored: Sequence[ScoredSentence]) -> Metrics:
    rates = _intents(scored) | _slots(scored) | _scope(scored) | _sentiments(scored)
    return Metrics(len(scored), rates | utterances.rates(scored))


def _counts(scored: Sequence[ScoredSentence]) -> dict[str, Counts]:
    """The counts behind the rates that are compared between groups."""
    figures = {"intent_accuracy": _intent_count, "slot_f1": _slot_count, "sentiment_accuracy": _mood_count}
    return {
        key: np.array([count(e, u) for e, u in scored], dtype=float).reshape(-1, 2)
        for key, count in figures.items()
    }


def _intent_count(example: Example, understood: Understanding) -> tuple[int, int]:
    intent = _label(example).intent
    known = intent is not None and bool(understood.candidates)
    return int(known and _first(understood) == intent), int(known)


def _slot_count(example: Example, understood: Understanding) -> tuple[int, int]:
    slots = slots_of(example)
    if slots is None or understood.slots is None:
        return 0, 0
    truth, found = {(s.name, s.start, s.end) for s in slots}, utterances.slot_spans(understood)
    return 2 * len(truth & found), len(truth) + len(found)


def _mood_count(example: Example, understood: Understanding) -> tuple[int, int]:
    known = example.sentiment is not None and understood.sentiment is not None
    return int(known and example.sentiment == understood.sentiment), int(known)


def _label(example: Example) -> CommandLabel:
    return commands_of(example)[0]


def _first(understanding: Understanding) -> str | None:
    return understanding.candidates[0].intent if understanding.candidates else None


def _intents(scored: Sequence[ScoredSentence]) -> dict[str, Metric]:
    known = [(intent, u) for e, u in scored if (intent := _label(e).intent) and u.candidates]
    if not known:
        return {}
    right = np.array([_first(u) == intent for intent, u in known])
    sure = np.array([u.candidates[0].confidence for _, u in known])
    return {
        "intent_accuracy": metrics.share(right),
        "ece": metrics.rate(len(right), lambda i: metrics.expected_calibration_error(sure[i], right[i])),
    }


def _by_intent(scored: Sequence[ScoredSentence]) -> dict[str, ClassScore]:
    known = [(intent, str(_first(u))) for e, u in scored if (intent := _label(e).intent) and u.candidates]
    return metrics.by_class([t for t, _ in known], [p for _, p in known]) if known else {}


def _slots(scored: Sequence[ScoredSentence]) -> dict[str, Metric]:
    known = [(e, slots, u) for e, u in scored if (slots := slots_of(e)) is not None and u.slots is not None]
    if not known:
        return {}
    truth: list[set[Span]] = [{(s.name, s.start, s.end) for s in slots} for _, slots, _ in known]
    tagged = [utterances.slot_spans(u) for _, _, u in known]
    counts = metrics.span_counts(truth, tagged)
    rates = {"slot_f1": metrics.rate(len(known), lambda i: metrics.span_f1(counts[i]))}
    if any(_label(e).intent and u.candidates for e, _, u in known):
        rates["frame_accuracy"] = metrics.share(
            [
                _label(e).intent == _first(u) and t == p
                for (e, _, u), t, p in zip(known, truth, tagged, strict=True)
            ]
        )
    return rates


def _scope(scored: Sequence[ScoredSentence]) -> dict[str, Metric]:
    known = [
        (_label(e).out_of_scope, u.decision == "reject")
        for e, u in scored
        if u.decision and (_label(e).intent or _label(e).out_of_scope)
    ]
    outside = np.array([o for o, _ in known], dtype=bool)
    rejected = np.array([r for _, r in known], dtype=bool)
    rates = {}
    if len(known) and not outside.all():
        rates["in_scope_rejected"] = metrics.share(rejected[~outside])
    if outside.any():
        rates["oos_recall"] = metrics.share(rejected[outside])
    if outside.any() and rejected.any():
        rates["oos_precision"] = metrics.share(outside[rejected])
    return rates


def _sentiments(scored: Sequence[ScoredSentence]) -> dict[str, Metric]:
    known = [(e.sentiment, u.sentiment) for e, u in scored if e.sentiment and u.sentiment]
    if not known:
        return {}
    # numbers, since a thousand resamples of names take a minute
    names = sorted({name for pair in known for name in pair})
    truth, found = np.array([[names.index(name) for name in pair] for pair in known]).T
    return {
        "sentiment_macro_f1": metrics.rate(len(known), lambda i: metrics.macro_f1(truth[i], found[i])),
        "sentiment_accuracy": metrics.share(truth == found),
    }
