"""The loss of each head on a batch, unknown labels masked. Knows tensors and label numbers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.nlu.joint_bert import Logits
from training.classifier.crf import crf_nll
from training.classifier.encoding import IGNORED

_TEMPERATURE = 2.0
"""Softmax temperature of both sides of the soft labels' loss; above 1, less likely labels count more."""


def by_head(
    logits: Logits, batch: Mapping[str, Tensor], class_weights: Tensor, smoothing: float, softness: float
) -> dict[str, Tensor]:
    """Each head's loss: its labelled sentences' or commands' sum over the number of sentences.

    Arguments:
        class_weights: (sentiments,) weights of the sentiments.
        smoothing: label smoothing of intents, sentiments, acts and relations.
        softness: the soft label's share of a loss.
    """
    n = len(batch["input_ids"])
    losses: dict[str, Tensor] = {}
    if logits.intents is not None:
        by_command = _cross_entropy(logits.intents, batch["intent"], smoothing)
        losses["intent"] = _softened(by_command, logits.intents, batch.get("soft_intent"), softness)
    if logits.sentiments is not None:
        of_class = class_weights.to(logits.sentiments)
        by_sentence = _cross_entropy(logits.sentiments, batch["sentiment"], smoothing, of_class)
        weights = of_class[batch["sentiment"].clamp(min=0)]
        soft = batch.get("soft_sentiment")
        losses["sentiment"] = _softened(by_sentence, logits.sentiments, soft, softness, weights)
    for name, head in (
        ("act", logits.acts), ("relation", logits.relations), ("auxiliary", logits.auxiliary),
    ):  # fmt: skip
        if head is not None:
            losses[name] = _cross_entropy(head, batch[name], smoothing)
    for name, head in (("out_of_scope", logits.out_of_scope), ("danger", logits.danger)):
        if head is not None:
            losses[name] = _binary(head, batch[name])
    for name, head, target, transitions in (
        ("slots", logits.tags, "tags", logits.transitions),
        ("boundaries", logits.boundaries, "boundaries", logits.boundary_transitions),
        ("modifiers", logits.modifiers, "modifiers", logits.modifier_transitions),
    ):
        if head is not None and transitions is not None:
            losses[name] = crf_nll(head, batch[target], transitions, IGNORED)
    return {name: by_item.sum() / n for name, by_item in losses.items()}


def class_weights(labels: Sequence[int], n: int) -> Tensor:
    """(n,) weight of each class: the square root of its inverse frequency, 1 on average over the examples.

    Macro F1 counts all classes equally; full inverse frequencies would give rare, noisy classes too much
    weight.
    """
    times = np.bincount([label for label in labels if label != IGNORED], minlength=n)
    if not times.sum():
        return torch.ones(n)
    share = np.sqrt(times.sum() / n / np.maximum(times, 1))
    return torch.tensor(share * times.sum() / float((share * times).sum()), dtype=torch.float32)


def _cross_entropy(
    logits: Tensor, targets: Tensor, smoothing: float, weights: Tensor | None = None
) -> Tensor:
    return functional.cross_entropy(
        logits, targets, weights, ignore_index=IGNORED, label_smoothing=smoothing, reduction="none"
    )


def _binary(logits: Tensor, targets: Tensor) -> Tensor:
    known = targets != IGNORED
    return functional.binary_cross_entropy_with_logits(
        logits[known], targets[known].to(logits.dtype), reduction="none"
    )


def _softened(
    by_item: Tensor, logits: Tensor, soft: Tensor | None, softness: float, weights: Tensor | float = 1.0
) -> Tensor:
    """(items,) losses of hard labels mixed with those of soft labels.

    Arguments:
        soft: (items, labels) soft labels as logits; NaN rows for items without.
        weights: (items,) weights of the soft labels' losses.
    """
    if soft is None:
        return by_item
    known = ~soft[:, 0].isnan()
    share = known * softness
    likely = functional.softmax(soft.nan_to_num() / _TEMPERATURE, dim=-1)
    # a higher temperature shrinks the gradients, which the factor makes up for (Hinton et al. 2015)
    entropy = -(likely * functional.log_softmax(logits / _TEMPERATURE, dim=-1)).sum(-1) * _TEMPERATURE
    return by_item * (1 - share) + weights * entropy * share
