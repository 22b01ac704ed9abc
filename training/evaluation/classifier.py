"""A classifier on a manifest's examples → its metrics, each rate with its 95 % interval.

The other models' are in the files beside it: `evaluate_recognizer`, `evaluate_generator`, and, for recognizer
and classifier one after the other, `evaluate_spoken`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np

from models.manifest import Example
from models.types import Understanding
from training.evaluation import metrics
from training.evaluation.metrics import Span

Scored = tuple[Example, Understanding]


class Understands(Protocol):
    """Text → understanding."""

    def understand(self, text: str) -> Understanding:
        """One text."""
        ...


def classify(classifier: Understands, examples: Iterable[Example]) -> list[Scored]:
    """Each example that has a text, and what the classifier makes of it, one by one as the assistant does."""
    return [(e, classifier.understand(e.text)) for e in examples if e.text is not None]


def classifier_metrics(scored: Sequence[Scored]) -> dict[str, Any]:
    """The rates that the labels and the heads allow, each with its `…_ci` and, as `…_n`, its denominator.

    `intent_accuracy` is of the first candidate, whatever the decision; `slot_f1` and `frame_accuracy` are
    over sentences whose slots are known, and a rejected sentence has none; `in_scope_rejected` and
    `oos_recall` are the shares of in-scope and of out-of-scope sentences rejected; `oos_precision` is of the
    rejected sentences those that are out of scope; `ece` is of the first candidate's confidence.
    """
    found: dict[str, Any] = {"n": len(scored)}
    _intents(scored, found)
    _slots(scored, found)
    _scope(scored, found)
    _sentiments(scored, found)
    return found


def _first(understanding: Understanding) -> str | None:
    return understanding.candidates[0].intent if understanding.candidates else None


def _intents(scored: Sequence[Scored], found: dict[str, Any]) -> None:
    known = [(e.intent, u) for e, u in scored if e.intent and u.candidates]
    if not known:
        return
    right = np.array([_first(u) == intent for intent, u in known])
    metrics.rate(found, "intent_accuracy", len(right), lambda i: float(right[i].mean()))
    sure = np.array([u.candidates[0].confidence for _, u in known])
    metrics.rate(found, "ece", len(right), lambda i: metrics.expected_calibration_error(sure[i], right[i]))
    found["intents"] = metrics.by_class(
        [str(intent) for intent, _ in known], [str(_first(u)) for _, u in known]
    )


def _slots(scored: Sequence[Scored], found: dict[str, Any]) -> None:
    known = [(e, u) for e, u in scored if e.slots is not None and u.slots is not None]
    if not known:
        return
    truth: list[set[Span]] = [{(s.name, s.start, s.end) for s in e.slots or ()} for e, _ in known]
    tagged: list[set[Span]] = [{(s.name, s.start, s.end) for s in u.slots or ()} for _, u in known]
    counts = metrics.span_counts(truth, tagged)
    metrics.rate(found, "slot_f1", len(known), lambda i: metrics.span_f1(counts[i]))
    if any(e.intent and u.candidates for e, u in known):
        whole = np.array(
            [e.intent == _first(u) and t == p for (e, u), t, p in zip(known, truth, tagged, strict=True)]
        )
        metrics.rate(found, "frame_accuracy", len(known), lambda i: float(whole[i].mean()))


def _scope(scored: Sequence[Scored], found: dict[str, Any]) -> None:
    known = [
        (e.out_of_scope, u.decision == "reject")
        for e, u in scored
        if u.decision and (e.intent or e.out_of_scope)
    ]
    outside = np.array([o for o, _ in known], dtype=bool)
    rejected = np.array([r for _, r in known], dtype=bool)
    if len(known) and not outside.all():
        inside = rejected[~outside]
        metrics.rate(found, "in_scope_rejected", len(inside), lambda i: float(inside[i].mean()))
    if outside.any():
        strangers = rejected[outside]
        metrics.rate(found, "oos_recall", len(strangers), lambda i: float(strangers[i].mean()))
    if outside.any() and rejected.any():
        kinds = outside[rejected]
        metrics.rate(found, "oos_precision", len(kinds), lambda i: float(kinds[i].mean()))


def _sentiments(scored: Sequence[Scored], found: dict[str, Any]) -> None:
    known = [(e.sentiment, u.sentiment) for e, u in scored if e.sentiment and u.sentiment]
    if not known:
        return
    truth, heard = np.array([t for t, _ in known]), np.array([p for _, p in known])
    metrics.rate(
        found, "sentiment_macro_f1", len(known), lambda i: metrics.macro_f1(list(truth[i]), list(heard[i]))
    )
    metrics.rate(found, "sentiment_accuracy", len(known), lambda i: float((truth[i] == heard[i]).mean()))
