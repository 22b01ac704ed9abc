"""A network's scores on validation sentences, every command's words given. Knows labels and logits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from models.nlu.bio import bio_decode
from models.nlu.decoding import best_tags
from models.nlu.labels import Labels
from models.nlu.outputs import Array, CommandOutputs, HeadOutputs
from training.classifier.encoding import IGNORED, EncodedCommand, EncodedSentence
from training.evaluation import metrics

Pairs = Sequence[tuple[EncodedSentence, HeadOutputs]]


def scores(
    items: Sequence[EncodedSentence], outputs: Sequence[HeadOutputs], labels: Labels
) -> dict[str, float]:
    """The rates that the labels allow, and their mean as `score`.

    Accuracy of intents, acts and relations; F1 of slots, command boundaries and modifiers (exact spans);
    macro F1 of sentiments; ROC area of scope and danger.
    """
    pairs = list(zip(items, outputs, strict=True))
    found = {
        "intent_accuracy": _accuracy(pairs, lambda c: c.intent, lambda o: o.intents),
        "slot_f1": _span_f1([(i.tags, o.tags, o.transitions) for i, o in pairs], labels.tags),
        "sentiment_macro_f1": _macro_f1(pairs, labels.sentiments),
        "scope_area": _area(
            (command.out_of_scope, logits.out_of_scope) for command, logits in commands(pairs)
        ),
        "act_accuracy": _accuracy(pairs, lambda c: c.act, lambda o: o.acts),
        "relation_accuracy": _accuracy(pairs, lambda c: c.relation, lambda o: o.relations),
        "boundary_f1": _span_f1(
            [(i.boundaries, o.boundaries, o.boundary_transitions) for i, o in pairs], labels.boundary_tags
        ),
        "modifier_f1": _span_f1(
            [(i.modifiers, o.modifiers, o.modifier_transitions) for i, o in pairs], labels.modifier_tags
        ),
        "danger_area": _area((i.danger, o.danger) for i, o in pairs),
    }
    known = {name: value for name, value in found.items() if value is not None}
    return known | {"score": float(np.nanmean(list(known.values())))}


def commands(pairs: Pairs) -> Iterator[tuple[EncodedCommand, CommandOutputs]]:
    """Each command's labels and logits."""
    for item, output in pairs:
        yield from zip(item.commands, output.commands, strict=True)


def _accuracy(
    pairs: Pairs, label: Callable[[EncodedCommand], int], head: Callable[[CommandOutputs], Array | None]
) -> float | None:
    known = [
        (label(c), logits)
        for c, o in commands(pairs)
        if label(c) != IGNORED and (logits := head(o)) is not None
    ]
    if not known:
        return None
    return metrics.accuracy([t for t, _ in known], [int(logits.argmax()) for _, logits in known])


def _span_f1(
    rows: Sequence[tuple[tuple[int, ...] | None, Array | None, Array | None]], names: Sequence[str]
) -> float | None:
    known = [(tags, logits, after) for tags, logits, after in rows if tags is not None and logits is not None]
    if not known:
        return None
    truth = [set(bio_decode([names[t] for t in tags])) for tags, _, _ in known]
    found = [set(bio_decode(best_tags(logits, names, after))) for _, logits, after in known]
    return metrics.span_f1(metrics.span_counts(truth, found))


def _macro_f1(pairs: Pairs, names: Sequence[str]) -> float | None:
    known = [
        (i.sentiment, o.sentiments) for i, o in pairs if i.sentiment != IGNORED and o.sentiments is not None
    ]
    if not known:
        return None
    return metrics.macro_f1([names[t] for t, _ in known], [names[int(o.argmax())] for _, o in known])


def _area(rows: Iterable[tuple[int, float | None]]) -> float | None:
    known = [(truth, logit) for truth, logit in rows if truth != IGNORED and logit is not None]
    if not known:
        return None
    return metrics.roc_area(
        np.array([logit for _, logit in known]), np.array([truth for truth, _ in known], dtype=bool)
    )
