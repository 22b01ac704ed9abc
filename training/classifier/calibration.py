"""Temperatures and thresholds, fitted on validation data. Knows logits and labels, no network and no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from models.nlu.decoding import in_scope, softmax
from models.nlu.labels import ACTS, Temperatures, Thresholds
from models.nlu.outputs import HeadOutputs
from training.classifier.encoding import IGNORED, EncodedSentence
from training.classifier.validation_score import commands

_GRID = np.exp(np.linspace(np.log(0.2), np.log(5.0), 121))
_ACT_PRECISION = 0.97
"""Share of the sentences acted on without asking that must be correctly classified."""
_SUREST = 0.999
_MOST_REJECT = 0.9
"""Upper bound of the reject threshold, however easy the validation data."""
_MOST_ASKED, _MOST_WRONG = 0.005, 0.001
"""Shares of the requests that are asked about, and of the other acts that are taken for requests."""
REQUEST = ACTS.index("request")
_BINS, _POINTS = 15, 20
_SMALL = 100
"""Minimum of in-scope validation sentences for a manifest's own rejection quantile."""


def fit_temperatures(items: Sequence[EncodedSentence], outputs: Sequence[HeadOutputs]) -> Temperatures:
    """Each head's temperature of least negative log-likelihood; 1 for a head without labels."""
    pairs = list(zip(items, outputs, strict=True))
    by_command = list(commands(pairs))
    return Temperatures(
        intent=_temperature((o.intents, c.intent) for c, o in by_command),
        out_of_scope=_temperature((_yes_or_no(o.out_of_scope), c.out_of_scope) for c, o in by_command),
        sentiment=_temperature((o.sentiments, i.sentiment) for i, o in pairs),
        act=_temperature((o.acts, c.act) for c, o in by_command),
        relation=_temperature((o.relations, c.relation) for c, o in by_command),
        danger=_temperature((_yes_or_no(o.danger), i.danger) for i, o in pairs),
    )


def _yes_or_no(logit: float | None) -> NDArray[np.float32] | None:
    return None if logit is None else np.array([0.0, logit], dtype=np.float32)


def _temperature(rows: Iterable[tuple[NDArray[np.float32] | None, int]]) -> float:
    labelled = [(logits, label) for logits, label in rows if logits is not None and label != IGNORED]
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
    """(sentences,) confidence and index of each sentence's first intent candidate."""
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
    act_precision: float = _ACT_PRECISION,
) -> Thresholds:
    """The highest reject threshold within `max_rejected`, the lowest confirm threshold with `act_precision`.

    Both count in-scope sentences alone: the number of out-of-scope ones depends on the data, not on the
    owner. Rejecting a wrongly classified sentence costs nothing.

    Arguments:
        origins: manifest of each item; the bound on rejection holds for each manifest that is not small.
        max_rejected: share of the correctly classified sentences that may be rejected.
        act_precision: share of the sentences acted on that must be correctly classified.
    """
    pairs = enumerate(zip(items, outputs, strict=True))
    known = [k for k, (item, output) in pairs if item.intent != IGNORED and output.intents is not None]
    if not known:
        return Thresholds()
    sure, first = confidences([outputs[k] for k in known], temperatures)
    right = np.array([items[k].intent == f for k, f in zip(known, first, strict=True)])
    manifests = np.array([origins[k] for k in known])
    groups = [
        right & (manifests == name) for name in np.unique(manifests) if (manifests == name).sum() >= _SMALL
    ]
    groups = [group for group in groups or [right] if group.any()]
    reject = min(
        [float(np.quantile(sure[group], max_rejected, method="lower")) for group in groups] + [_MOST_REJECT]
    )
    for confirm in np.linspace(reject, _SUREST, 200):
        acted = sure >= confirm
        if acted.any() and right[acted].mean() >= act_precision:
            return Thresholds(reject=reject, confirm=float(confirm))
    return Thresholds(reject=reject, confirm=_SUREST)


def choose_request(
    items: Sequence[EncodedSentence],
    outputs: Sequence[HeadOutputs],
    temperature: float,
    *,
    most_asked: float = _MOST_ASKED,
    most_wrong: float = _MOST_WRONG,
) -> float:
    """The lowest threshold of a request's probability at which few other acts are taken for requests.

    Zero without labelled acts, or where no command of another act is taken for a request.

    Arguments:
        temperature: of the acts.
        most_asked: share of the requests taken for one that may fall below the threshold; it has precedence.
        most_wrong: share of the other acts that may be taken for a request at or above it.
    """
    pairs = list(zip(items, outputs, strict=True))
    known = [(c.act, o.acts) for c, o in commands(pairs) if c.act != IGNORED and o.acts is not None]
    if not known:
        return 0.0
    likely = softmax(np.stack([acts for _, acts in known]), temperature)
    taken, true = likely.argmax(axis=1) == REQUEST, np.array([act for act, _ in known]) == REQUEST
    others = np.sort(likely[taken & ~true, REQUEST])[::-1]
    allowed = int(most_wrong * (~true).sum())
    if not (taken & true).any() or len(others) <= allowed:
        return 0.0
    enough = float(np.nextafter(others[allowed], np.float32(2.0)))
    return min(enough, float(np.quantile(likely[taken & true, REQUEST], most_asked, method="lower")))


def reliability(confidence: Sequence[float], right: Sequence[bool]) -> dict[str, list[dict[str, float]]]:
    """Reliability diagram and risk-coverage curve of in-scope sentences' confidences.

    `bins`: mean confidence, accuracy and n of each bin of the diagram. `risk_coverage`: for the most
    confident share of the sentences (`coverage`), the error rate among them (`risk`) and their least
    confidence.
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
