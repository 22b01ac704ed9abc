"""A classifier on a manifest's examples → its metrics.

The metrics of the other models are in the files beside this one: `recognizer`, `generator`, and `commands`
for recognizer and classifier one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from models.manifest import Example
from models.types import Understanding
from training.evaluation import metrics
from training.evaluation.metrics import Span
from training.evaluation.types import ClassScore, Metric, Metrics

ScoredSentence = tuple[Example, Understanding]


class Understands(Protocol):
    """Text → understanding."""

    def understand(self, text: str) -> Understanding:
        """One text."""
        ...


def classify(classifier: Understands, examples: Iterable[Example]) -> list[ScoredSentence]:
    """Each example that has a text with its understanding, one by one as the assistant does."""
    return [(e, classifier.understand(e.text)) for e in examples if e.text is not None]


def classifier_metrics(scored: Sequence[ScoredSentence]) -> Metrics:
    """The rates that the labels and the heads allow.

    `intent_accuracy` is of the first candidate, whatever the decision; `slot_f1` and `frame_accuracy` are
    over sentences whose slots are known, and a rejected sentence has none; `in_scope_rejected` and
    `oos_recall` are the shares of in-scope and of out-of-scope sentences rejected; `oos_precision` is the
    share of the rejected sentences that is out of scope; `ece` is of the first candidate's confidence.
    """
    rates = _intents(scored) | _slots(scored) | _scope(scored) | _sentiments(scored)
    return Metrics(len(scored), rates, _by_intent(scored))


def _first(understanding: Understanding) -> str | None:
    return understanding.candidates[0].intent if understanding.candidates else None


def _intents(scored: Sequence[ScoredSentence]) -> dict[str, Metric]:
    known = [(e.intent, u) for e, u in scored if e.intent and u.candidates]
    if not known:
        return {}
    right = np.array([_first(u) == intent for intent, u in known])
    sure = np.array([u.candidates[0].confidence for _, u in known])
    return {
        "intent_accuracy": metrics.share(right),
        "ece": metrics.rate(len(right), lambda i: metrics.expected_calibration_error(sure[i], right[i])),
    }


def _by_intent(scored: Sequence[ScoredSentence]) -> dict[str, ClassScore]:
    known = [(e.intent, str(_first(u))) for e, u in scored if e.intent and u.candidates]
    return metrics.by_class([t for t, _ in known], [p for _, p in known]) if known else {}


def _slots(scored: Sequence[ScoredSentence]) -> dict[str, Metric]:
    known = [(e, u) for e, u in scored if e.slots is not None and u.slots is not None]
    if not known:
        return {}
    truth: list[set[Span]] = [{(s.name, s.start, s.end) for s in e.slots or ()} for e, _ in known]
    tagged: list[set[Span]] = [{(s.name, s.start, s.end) for s in u.slots or ()} for _, u in known]
    counts = metrics.span_counts(truth, tagged)
    rates = {"slot_f1": metrics.rate(len(known), lambda i: metrics.span_f1(counts[i]))}
    if any(e.intent and u.candidates for e, u in known):
        rates["frame_accuracy"] = metrics.share(
            [e.intent == _first(u) and t == p for (e, u), t, p in zip(known, truth, tagged, strict=True)]
        )
    return rates


def _scope(scored: Sequence[ScoredSentence]) -> dict[str, Metric]:
    known = [
        (e.out_of_scope, u.decision == "reject")
        for e, u in scored
        if u.decision and (e.intent or e.out_of_scope)
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
