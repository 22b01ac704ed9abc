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
from training.classifier.collating import INPUTS

_WORDS = ("slots", "boundaries", "modifiers")
_COMMANDS = ("intent", "out_of_scope", "act", "relation")


class Teacher:
    """A frozen network whose predictions another one is held to.

    Arguments:
        model: the teacher; never changed.
        known: the teacher's labels.
        labels: the student's labels, which include all of `known`.
    """

    def __init__(self, model: JointBert, known: Labels, labels: Labels) -> None:
        self._model = model.eval().requires_grad_(requires_grad=False)
        self._places = {
            "intent": _places(known.intents, labels.intents),
            "slots": _places(known.tags, labels.tags),
            "sentiment": _places(known.sentiments, labels.sentiments),
            "act": _places(known.acts, labels.acts),
            "relation": _places(known.relations, labels.relations),
            "boundaries": _places(known.boundary_tags, labels.boundary_tags),
            "modifiers": _places(known.modifier_tags, labels.modifier_tags),
            "out_of_scope": [0, 1],
            "danger": [0, 1],
        }

    def divergence(self, logits: Logits, batch: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """By head, (sentences,) or (commands,) Kullback-Leibler divergence from the teacher, in nats.

        The mean over the words for tags; 0 for the sentences that are not distilled.
        """
        distilled, starts = batch["distilled"], batch["word_starts"]
        if not distilled.any():
            return {}
        with torch.no_grad():
            teacher = self._model.to(distilled.device)
            target: Logits = teacher(*(batch[name] for name in INPUTS))
        is_word = starts >= 0  # (sentences, words)
        divergences: dict[str, Tensor] = {}
        for name, ours, theirs in _heads(logits, target):
            found = _divergence(ours, theirs, self._places[name])
            if found is None:
                continue
            if name in _WORDS:
                found = (found * is_word).sum(1) / is_word.sum(1).clamp(min=1)
            rows = batch["commands"][:, 0] if name in _COMMANDS else slice(None)
            divergences[name] = found * distilled[rows]
        return divergences


def _places(theirs: Sequence[str], ours: Sequence[str]) -> list[int]:
    return [ours.index(name) for name in theirs]


def _heads(logits: Logits, target: Logits) -> list[tuple[str, Tensor | None, Tensor | None]]:
    return [
        ("intent", logits.intents, target.intents),
        ("sentiment", logits.sentiments, target.sentiments),
        ("out_of_scope", _in_or_out(logits.out_of_scope), _in_or_out(target.out_of_scope)),
        ("slots", logits.tags, target.tags),
        ("act", logits.acts, target.acts),
        ("relation", logits.relations, target.relations),
        ("danger", _in_or_out(logits.danger), _in_or_out(target.danger)),
        ("boundaries", logits.boundaries, target.boundaries),
        ("modifiers", logits.modifiers, target.modifiers),
    ]


def _in_or_out(outside: Tensor | None) -> Tensor | None:
    """(…, 2) logits of no and yes."""
    return None if outside is None else torch.stack([torch.zeros_like(outside), outside], dim=-1)


def _divergence(logits: Tensor | None, target: Tensor | None, places: list[int]) -> Tensor | None:
    """(…,) divergence from the teacher's distribution, in which labels unknown to it have no share."""
    if logits is None or target is None:
        return None
    ours, theirs = functional.log_softmax(logits, -1)[..., places], functional.log_softmax(target, -1)
    return functional.kl_div(ours, theirs, reduction="none", log_target=True).sum(-1)
