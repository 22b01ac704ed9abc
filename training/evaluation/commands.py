"""Recognizer and classifier one after the other: spoken commands → the shares understood.

Knows transcripts and understandings, no model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.manifest import Example
from models.nlu.decision import choose
from models.text.normalise import normalise
from models.types import Transcript, Understanding
from training.evaluation import groups, metrics
from training.evaluation.classifier import ScoredSentence, Understands
from training.evaluation.recognizer import ScoredClip
from training.evaluation.types import Metric, Metrics

Values = Counter[tuple[str, str]]


def understand(classifier: Understands, clips: Sequence[ScoredClip]) -> list[ScoredSentence]:
    """The understanding of each clip, of the hypothesis that the classifier chooses; a clip without a
    transcript is an empty text."""
    return [(c.example, choose(c.transcript or Transcript(""), classifier.understand)[1]) for c in clips]


def spoken_metrics(understood: Sequence[ScoredSentence]) -> Metrics | None:
    """Rates on recognized text; None where no recording has an intent.

    `intent_accuracy` is of the first candidate; `slot_value_f1` compares names and values, since offsets
    differ in recognized text; `command_accuracy` is the share of all commands whose intent was acted on or
    confirmed and whose values are all right, no more and no fewer; an out-of-scope command is right when it
    is rejected.
    """
    known = [(e, u) for e, u in understood if e.intent or e.out_of_scope]
    if not known:
        return None
    right = np.array([(command_right(e, u), 1) for e, u in known], dtype=float)
    return replace(
        _overall(known),
        groups=groups.by_group(known, lambda pair: pair[0], _overall),
        differences=groups.differences([e for e, _ in known], {"command_accuracy": right}),
    )


def _overall(known: Sequence[ScoredSentence]) -> Metrics:
    rates: dict[str, Metric] = {}
    inside = [(e, u) for e, u in known if e.intent]
    if inside:
        rates["intent_accuracy"] = metrics.share(
            [bool(u.candidates) and u.candidates[0].intent == e.intent for e, u in inside]
        )
    slotted = [
        (expected_values(e), understood_values(u))
        for e, u in known
        if e.slots is not None and u.slots is not None
    ]
    if slotted:
        counts = np.array([((t & p).total(), p.total(), t.total()) for t, p in slotted], dtype=np.int64)
        rates["slot_value_f1"] = metrics.rate(len(counts), lambda i: metrics.span_f1(counts[i]))
    rates["command_accuracy"] = metrics.share([command_right(e, u) for e, u in known])
    return Metrics(len(known), rates)


def obeyed(classifier: Understands, clips: Sequence[ScoredClip]) -> list[bool]:
    """Whether the right thing would be done, for each clip whose intent is known."""
    known = [c for c in clips if c.example.intent or c.example.out_of_scope]
    return [command_right(e, u) for e, u in understand(classifier, known)]


def command_right(example: Example, understanding: Understanding) -> bool:
    """Whether the right thing would be done; unknown slots are not compared."""
    if example.intent is None:
        return understanding.decision == "reject"
    if understanding.intent != example.intent:
        return False
    return example.slots is None or expected_values(example) == understood_values(understanding)


def expected_values(example: Example) -> Values:
    """Names and normalised values of the example's slots."""
    return Counter((s.name, normalise(s.value)) for s in example.slots or ())


def understood_values(understanding: Understanding) -> Values:
    """Names and normalised values of the slots that were understood."""
    return Counter((s.name, normalise(s.value)) for s in understanding.slots or ())
