"""Distillation from another checkpoint: a teacher labels sentences that have no labels, or beside theirs.

The student matches the teacher's whole distributions, not its choice alone (Hinton et al. 2015), so that it
keeps what the teacher knows while it learns new labels (Li and Hoiem 2016).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from models.errors import ConfigError
from models.nlu.joint_bert import JointBert, Logits
from models.nlu.labels import Labels
from models.nlu.tokens import WordTokenizer
from training.classifier.collating import INPUTS
from training.classifier.encoding import IGNORED

_WORDS = ("slots", "boundaries", "modifiers")
_COMMANDS = ("intent", "out_of_scope", "act", "relation")


class Teacher:
    """A frozen network whose predictions another one is held to.

    Arguments:
        model: the teacher; never changed.
        known: the teacher's labels.
        labels: the student's labels, which include all of `known`.
        token_ids: (student's vocabulary,) the teacher's id of each of the student's tokens; None where both
            have one tokenizer.
    """

    def __init__(
        self, model: JointBert, known: Labels, labels: Labels, token_ids: Tensor | None = None
    ) -> None:
        self._model = model.eval().requires_grad_(requires_grad=False)
        self._token_ids = token_ids
        self._reads_context = bool(known.acts)
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
        """By head, each distilled sentence's or command's divergence (Kullback-Leibler) from the teacher.

        In nats. The mean over the words for tags, without the words whose label the teacher does not know; 0
        for a command of an intent that it does not know.
        """
        distilled = batch["distilled"]
        if not distilled.any():
            return {}
        of_command = distilled[batch["commands"][:, 0]]
        own = {
            name: batch[name][of_command if name in ("commands", "intent") else distilled]
            for name in (*INPUTS, "intent", "tags")
        }
        own["commands"][:, 0] = (distilled.long().cumsum(0) - 1)[own["commands"][:, 0]]
        if self._token_ids is not None:
            own["input_ids"] = self._token_ids.to(distilled.device)[own["input_ids"]]
        if not self._reads_context:
            own["attention_mask"] = own["attention_mask"] * (own["token_types"] == 0)
        with torch.no_grad():
            teacher = self._model.to(distilled.device)
            target: Logits = teacher(*(own[name] for name in INPUTS))
        is_word = own["word_starts"] >= 0  # (sentences, words)
        divergences: dict[str, Tensor] = {}
        for name, ours, theirs in _heads(logits, target):
            if ours is None or theirs is None:
                continue
            places = self._places[name]
            found = _divergence(ours[of_command if name in _COMMANDS else distilled], theirs, places)
            if name in _WORDS:
                counted = is_word & _taught(own["tags"], places) if name == "slots" else is_word
                found = (found * counted).sum(1) / counted.sum(1).clamp(min=1)
            elif name == "intent":
                found = found * _taught(own["intent"], places)
            divergences[name] = found
        return divergences


def token_ids(student: WordTokenizer, teacher: WordTokenizer) -> Tensor:
    """(student's vocabulary,) the teacher's id of each of the student's tokens.

    Raises:
        ConfigError: the teacher's tokenizer cuts words into other pieces.
    """
    theirs, ours = teacher.vocabulary, student.vocabulary
    if missing := [token for token in ours if token not in theirs]:
        raise ConfigError(
            f"teacher: its base lacks {len(missing)} of the tokens, such as {missing[0]!r}",
            do="name a teacher whose base has the same word pieces",
        )
    ids = torch.zeros(max(ours.values()) + 1, dtype=torch.long)
    ids[list(ours.values())] = torch.tensor([theirs[token] for token in ours])
    # the tokens around a sentence may have other names
    ids[student.encode(()).ids] = torch.tensor(teacher.encode(()).ids)
    return ids


def _taught(labels: Tensor, places: Sequence[int]) -> Tensor:
    """Where the label is unknown, or one that the teacher knows."""
    return (labels == IGNORED) | torch.isin(labels, torch.tensor(places, device=labels.device))


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


def _divergence(logits: Tensor, target: Tensor, places: list[int]) -> Tensor:
    """(…,) divergence from the teacher's distribution, in which labels unknown to it have no share."""
    ours, theirs = functional.log_softmax(logits, -1)[..., places], functional.log_softmax(target, -1)
    return functional.kl_div(ours, theirs, reduction="none", log_target=True).sum(-1)
