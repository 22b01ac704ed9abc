"""What a network that begins as another keeps of it: the other says what sentences without labels are.

Its whole distributions are learned, not its choice alone (Hinton et al. 2015), which guards what is known
while other things are learned (Li and Hoiem 2016).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from models.nlu.joint_bert import JointBert, Logits
from models.nlu.labels import Labels


class Teacher:
    """The network that it begins as.

    Arguments:
        model: stays as it is.
        known: its labels.
        labels: those of the network that learns, all of `known` among them.
    """

    def __init__(self, model: JointBert, known: Labels, labels: Labels) -> None:
        self._model = model.eval().requires_grad_(requires_grad=False)
        self._intents = _places(known.intents, labels.intents)
        self._tags = _places(known.tags, labels.tags)
        self._sentiments = _places(known.sentiments, labels.sentiments)

    def drift(self, logits: Logits, batch: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """By head, (sentences,) how far each is from what the teacher says of it, in nats, of slots by word.

        0 where the teacher is not asked.
        """
        taught, starts = batch["taught"], batch["word_starts"]
        if not taught.any():
            return {}
        with torch.no_grad():
            said: Logits = self._model.to(taught.device)(batch["input_ids"], batch["attention_mask"], starts)
        by_word = _divergence(logits.tags, said.tags, self._tags)
        spoken = starts >= 0  # (sentences, words)
        drift = {
            "intent": _divergence(logits.intents, said.intents, self._intents),
            "sentiment": _divergence(logits.sentiments, said.sentiments, self._sentiments),
            "out_of_scope": _divergence(_in_or_out(logits), _in_or_out(said), [0, 1]),
            "slots": None if by_word is None else (by_word * spoken).sum(1) / spoken.sum(1).clamp(min=1),
        }
        return {name: value * taught for name, value in drift.items() if value is not None}


def _places(theirs: Sequence[str], ours: Sequence[str]) -> list[int]:
    return [ours.index(name) for name in theirs]


def _in_or_out(logits: Logits) -> Tensor | None:
    """(sentences, 2)"""
    outside = logits.out_of_scope
    return None if outside is None else torch.stack([torch.zeros_like(outside), outside], dim=-1)


def _divergence(logits: Tensor | None, said: Tensor | None, places: list[int]) -> Tensor | None:
    """(…,) from the teacher's distribution, in which labels that it does not know have no share."""
    if logits is None or said is None:
        return None
    ours, theirs = functional.log_softmax(logits, -1)[..., places], functional.log_softmax(said, -1)
    return functional.kl_div(ours, theirs, reduction="none", log_target=True).sum(-1)
