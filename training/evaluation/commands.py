"""Recognizer and classifier one after the other: spoken commands → how many are understood.

Knows what was heard and what was understood of it, no model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from models.manifest import Example
from models.nlu import choosing
from models.text.normalise import normalise
from models.types import Transcript, Understanding
from training.evaluation import metrics
from training.evaluation.classifier import Understands
from training.evaluation.recognizer import ScoredClip

Values = Counter[tuple[str, str]]
Understood = tuple[Example, Understanding]


def understand(classifier: Understands, heard: Sequence[ScoredClip]) -> list[Understood]:
    """What is made of each utterance's transcript, of the hypothesis that the classifier chooses; one that
    nobody was heard in is an empty text."""
    return [
        (h.example, choosing.choose(h.transcript or Transcript(""), classifier.understand)[1]) for h in heard
    ]


def spoken_metrics(understood: Sequence[Understood]) -> dict[str, Any]:
    """Rates on recognized text, each with `…_ci` and `…_n`; empty where no recording has an intent.

    `intent_accuracy` is of the first candidate; `slot_value_f1` compares names and values, since offsets are
    others in what was heard; `command_accuracy` is of all commands those whose intent was acted on or asked
    back about and whose values are all right, no more and no fewer; one that is out of scope is right when it
    is rejected.
    """
    known = [(e, u) for e, u in understood if e.intent or e.out_of_scope]
    found: dict[str, Any] = {}
    if not known:
        return found
    found["n"] = len(known)
    inside = [(e, u) for e, u in known if e.intent]
    if inside:
        right = np.array([bool(u.candidates) and u.candidates[0].intent == e.intent for e, u in inside])
        metrics.rate(found, "intent_accuracy", len(right), lambda i: float(right[i].mean()))
    slotted = [(said(e), got(u)) for e, u in known if e.slots is not None and u.slots is not None]
    if slotted:
        counts = np.array([((s & g).total(), g.total(), s.total()) for s, g in slotted], dtype=np.int64)
        metrics.rate(found, "slot_value_f1", len(counts), lambda i: metrics.span_f1(counts[i]))
    whole = np.array([command_right(e, u) for e, u in known])
    metrics.rate(found, "command_accuracy", len(whole), lambda i: float(whole[i].mean()))
    return found


def obeyed(classifier: Understands, heard: Sequence[ScoredClip]) -> list[bool]:
    """Whether the right thing would be done, of each recording whose intent is known."""
    known = [h for h in heard if h.example.intent or h.example.out_of_scope]
    return [command_right(e, u) for e, u in understand(classifier, known)]


def command_right(example: Example, understanding: Understanding) -> bool:
    """Whether the right thing would be done; slots that are unknown are not asked for."""
    if example.intent is None:
        return understanding.decision == "reject"
    if understanding.intent != example.intent:
        return False
    return example.slots is None or said(example) == got(understanding)


def said(example: Example) -> Values:
    """Names and values that the example holds, values normalised."""
    return Counter((s.name, normalise(s.value)) for s in example.slots or ())


def got(understanding: Understanding) -> Values:
    """The same of what was understood."""
    return Counter((s.name, normalise(s.value)) for s in understanding.slots or ())
