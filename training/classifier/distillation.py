"""Distillation from the checkpoint of a warm start: a teacher labels the sentences that have no labels.

The student matches the teacher's whole distributions, not its choice alone (Hinton et al. 2015), so that it
keeps what it knows while it learns new labels (Li and Hoiem 2016).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from models.nlu.joint_bert import JointBert, Logits
from models.nlu.labels import Labels


class Teacher:
    """A frozen network whose predictions another one is held to.

    Arguments:
        model: the teacher; never changed.
        known: the teacher's labels.
        labels: the student's labels, which include all of `known`.
    """

    def __init__(self, model: JointBert, known: Labels, labels: Labels) -> None:
        self._model = model.eval().requires_grad_(requires_grad=False)
        self._intents = _places(known.intents, labels.intents)
        self._tags = _places(known.tags, labels.tags)
        self._sentiments = _places(known.sentiments, labels.sentiments)

    def divergence(self, logits: Logits, batch: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """By head, (sentences,) Kullback-Leibler divergence from the teacher, in nats.

        The mean over the words for slots; 0 for the sentences that are not distilled.
        """
        distilled, starts = batch["distilled"], batch["word_starts"]
        if not distilled.any():
            return {}
        with torch.no_grad():
            teacher = self._model.to(distilled.device)
            target: Logits = teacher(batch["input_ids"], batch["attention_mask"], starts)
        by_word = _divergence(logits.tags, target.tags, self._tags)
        is_word = starts >= 0  # (sentences, words)
        by_head = {
            "intent": _divergence(logits.intents, target.intents, self._intents),
            "sentiment": _divergence(logits.sentiments, target.sentiments, self._sentiments),
            "out_of_scope": _divergence(_in_or_out(logits), _in_or_out(target), [0, 1]),
            "slots": None if by_word is None else (by_word * is_word).sum(1) / is_word.sum(1).clamp(min=1),
        }
        return {name: value * distilled for name, value in by_head.items() if value is not None}


def _places(theirs: Sequence[str], ours: Sequence[str]) -> list[int]:
    return [ours.index(name) for name in theirs]


def _in_or_out(logits: Logits) -> Tensor | None:
    """(sentences, 2) logits of in scope and out of scope."""
    outside = logits.out_of_scope
    return None if outside is None else torch.stack([torch.zeros_like(outside), outside], dim=-1)


def _divergence(logits: Tensor | None, target: Tensor | None, places: list[int]) -> Tensor | None:
    """(…,) divergence from the teacher's distribution, in which labels unknown to it have no share."""
    if logits is None or target is None:
        return None
    ours, theirs = functional.log_softmax(logits, -1)[..., places], functional.log_softmax(target, -1)
    return functional.kl_div(ours, theirs, reduction="none", log_target=True).sum(-1)
