"""Temperatures and thresholds, chosen on validation data. Knows logits and labels, no network and no file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.nlu.classifier import HeadOutputs
from models.nlu.decoding import in_scope, softmax
from models.nlu.labels import Temperatures, Thresholds
from training.classifier.dataset import IGNORED, EncodedSentence

_GRID = np.exp(np.linspace(np.log(0.2), np.log(5.0), 121))
_SUREST = 0.999
_MOST_REJECT = 0.9
"""What is surer than this is not refused, however easy the validation data were."""
_BINS, _POINTS = 15, 20
_SMALL = 100
"""A manifest with fewer in-scope validation sentences says too little about a share of a few percent."""


def fit_temperatures(items: Sequence[EncodedSentence], outputs: Sequence[HeadOutputs]) -> Temperatures:
    """For each head the temperature under which the labels are likeliest; 1 where there are none."""
    pairs = list(zip(items, outputs, strict=True))
    intents = [(o.intents, i.intent) for i, o in pairs if o.intents is not None and i.intent != IGNORED]
    moods = [
        (o.sentiments, i.sentiment) for i, o in pairs if o.sentiments is not None and i.sentiment != IGNORED
    ]
    scopes = [
        (np.array([0.0, o.out_of_scope], dtype=np.float32), i.out_of_scope)
        for i, o in pairs
        if o.out_of_scope is not None and i.out_of_scope != IGNORED
    ]
    return Temperatures(
        intent=_temperature(intents), out_of_scope=_temperature(scopes), sentiment=_temperature(moods)
    )


def _temperature(labelled: Sequence[tuple[NDArray[np.float32], int]]) -> float:
    if not labelled:
        return 1.0
    logits = np.stack([row for row, _ in labelled])
    labels = np.array([label for _, label in labelled])
    rows = np.arange(len(labels))
    losses = [-np.log(np.maximum(softmax(logits, t)[rows, labels], 1e-9)).mean() for t in _GRID]
    return float(_GRID[int(np.argmin(losses))])


def confidences(
    outputs: Sequence[HeadOutputs], temperatures: Temperatures
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The first candidate of each sentence: its confidence, and which intent it is."""
    logits = np.stack([o.intents for o in outputs if o.intents is not None])
    sure = softmax(logits, temperatures.intent).max(axis=1)
    scopes = [o.out_of_scope for o in outputs if o.out_of_scope is not None]
    if scopes:
        sure = sure * in_scope(np.array(scopes, dtype=np.float32), temperatures.out_of_scope)
    return sure, logits.argmax(axis=1)


def choose_thresholds(
    items: Sequence[EncodedSentence],
    outputs: Sequence[HeadOutputs],
    origins: Sequence[str],
    temperatures: Temperatures,
    *,
    max_rejected: float,
    act_precision: float,
) -> Thresholds:
    """Reject as much as may be of what is understood rightly, act where enough of the acts are right.

    Both are of in-scope sentences: how many out-of-scope ones there are is the data's choice, not the user's.
    What is understood wrongly is no loss when it is rejected.

    Arguments:
        origins: the manifest of each item; of none, unless it is small, is more rejected than `max_rejected`.
        max_rejected: as a share of the sentences whose first candidate is right.
        act_precision: the share of the acts that must be right.
    """
    pairs = enumerate(zip(items, outputs, strict=True))
    known = [k for k, (item, output) in pairs if item.intent != IGNORED and output.intents is not None]
    if not known:
        return Thresholds()
    sure, first = confidences([outputs[k] for k in known], temperatures)
    right = np.array([items[k].intent == f for k, f in zip(known, first, strict=True)])
    places = np.array([origins[k] for k in known])
    groups = [right & (places == name) for name in np.unique(places) if (places == name).sum() >= _SMALL]
    groups = [group for group in groups or [right] if group.any()]
    reject = min(
        [float(np.quantile(sure[group], max_rejected, method="lower")) for group in groups] + [_MOST_REJECT]
    )
    for confirm in np.linspace(reject, _SUREST, 200):
        acted = sure >= confirm
        if acted.any() and right[acted].mean() >= act_precision:
            return Thresholds(reject=reject, confirm=float(confirm))
    return Thresholds(reject=reject, confirm=_SUREST)


def reliance(confidence: Sequence[float], right: Sequence[bool]) -> dict[str, list[dict[str, float]]]:
    """How far confidences of in-scope sentences can be relied on: `bins` of a reliability diagram, each with
    its mean confidence, its share of right ones and n; and the `risk_coverage` curve: with the surest such
    share of the sentences acted on, what share of those acts is wrong, and the confidence that takes.
    """
    sure, hits = np.asarray(confidence, dtype=float), np.asarray(right, dtype=bool)
    which = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    bins = [
        {"confidence": float(sure[of].mean()), "accuracy": float(hits[of].mean()), "n": int(of.sum())}
        for of in (which == b for b in range(_BINS))
        if of.any()
    ]
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(~hits[order])
    counts = np.unique(np.linspace(0, len(sure), _POINTS + 1).round().astype(int))[1:]
    curve = [
        {
            "coverage": int(n) / len(sure),
            "risk": float(wrong[n - 1] / n),
            "confidence": float(sure[order[n - 1]]),
        }
        for n in counts
    ]
    return {"bins": bins, "risk_coverage": curve}
