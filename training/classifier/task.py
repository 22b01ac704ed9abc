"""The classifier's training task: the heads' losses with unknown labels masked, and the validation score."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.nlu.bio import bio_decode
from models.nlu.decoding import best_tags
from models.nlu.joint_bert import JointBert, Logits
from models.nlu.labels import Labels
from models.nlu.outputs import HeadOutputs
from models.nlu.torch_engine import row_of
from training.classifier.crf import crf_nll
from training.classifier.dataset import IGNORED, ClassifierDataset, collate
from training.classifier.distillation import Teacher
from training.evaluation import metrics
from training.trainer.length_batches import length_batches
from training.trainer.sharding import Batches, CollatedBatches
from training.trainer.task import TrainerConfig

_TEMPERATURE = 2.0
"""Softmax temperature of both sides of the soft labels' loss; above 1, less likely labels count more."""
_DISTILLATION = 2.0
"""Weight of the divergence from the teacher, relative to a label's loss."""
_POOL = 40
"""Batches per pool within which sentences are sorted by length."""


class ClassifierTask:
    """Trains a JointBert on a dataset and validates it on another.

    Arguments:
        smoothing: label smoothing of intents and sentiments.
        weights: loss weights by head: intent, slots, out_of_scope, sentiment, auxiliary.
        softness: the soft label's share of a sentence's loss.
        teacher: labels the distilled sentences.
    """

    def __init__(
        self, model: JointBert, labels: Labels, train: ClassifierDataset, valid: ClassifierDataset,
        batch_size: int, *, smoothing: float, weights: Mapping[str, float], softness: float = 0.0,
        teacher: Teacher | None = None, seed: int,
    ) -> None:  # fmt: skip
        self.model: JointBert = model
        self._labels, self._train, self._valid = labels, train, valid
        self._smoothing, self._weights, self._softness = smoothing, weights, softness
        self._teacher = teacher
        self._batch_size, self._seed = batch_size, seed
        self._class_weights = _class_weights([item.sentiment for item in train.items], len(labels.sentiments))

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        """The encoder's matrices at the learning rate, the heads at theirs; the rest is frozen.

        Embeddings and vectors are frozen so that a low-rank adapter can hold every change.
        """
        for name, parameter in self.model.encoder.named_parameters():
            parameter.requires_grad_("encoder.layer" in name and parameter.ndim == 2)
        encoder = [p for p in self.model.encoder.parameters() if p.requires_grad]
        heads = [p for n, p in self.model.named_parameters() if not n.startswith("encoder.")]
        return [
            {"params": encoder, "lr": config.learning_rate},
            {"params": heads, "lr": config.head_learning_rate},
        ]

    def batches(self, epoch: int) -> Batches:
        """The epoch's sentences, drawn and ordered by seed and epoch."""
        self._train.set_epoch(epoch)
        items, draw = self._train.items, random.Random(f"{self._seed} {epoch}")
        numbers = length_batches(
            range(len(items)), lambda i: len(items[i].tokens.ids), self._batch_size, draw, pool=_POOL
        )
        return CollatedBatches(items, numbers, collate)

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        """Weighted sum of the heads' losses: each its labelled sentences' sum over the batch size."""
        logits: Logits = model(batch["input_ids"], batch["attention_mask"], batch["word_starts"])
        n = len(batch["input_ids"])
        losses: dict[str, Tensor] = {}
        if logits.intents is not None:
            by_sentence = _cross_entropy(logits.intents, batch["intent"], self._smoothing)
            by_sentence = self._softened(by_sentence, logits.intents, batch.get("soft_intent"))
            losses["intent"] = by_sentence.sum() / n
        if logits.sentiments is not None:
            of_class = self._class_weights.to(logits.sentiments)
            by_sentence = _cross_entropy(logits.sentiments, batch["sentiment"], self._smoothing, of_class)
            weights = of_class[batch["sentiment"].clamp(min=0)]
            by_sentence = self._softened(by_sentence, logits.sentiments, batch.get("soft_sentiment"), weights)
            losses["sentiment"] = by_sentence.sum() / n
        if logits.out_of_scope is not None:
            known = batch["out_of_scope"] != IGNORED
            targets = batch["out_of_scope"][known].to(logits.out_of_scope.dtype)
            losses["out_of_scope"] = (
                functional.binary_cross_entropy_with_logits(
                    logits.out_of_scope[known], targets, reduction="sum"
                )
                / n
            )
        if logits.auxiliary is not None:
            by_sentence = _cross_entropy(logits.auxiliary, batch["auxiliary"], self._smoothing)
            losses["auxiliary"] = by_sentence.sum() / n
        if logits.tags is not None and logits.transitions is not None:
            by_sentence = crf_nll(logits.tags, batch["tags"], logits.transitions, IGNORED)
            losses["slots"] = by_sentence.sum() / n
        for name, divergence in (self._teacher.divergence(logits, batch) if self._teacher else {}).items():
            losses[name] = losses[name] + _DISTILLATION * divergence.sum() / n
        return torch.stack([self._weights[name] * value for name, value in losses.items()]).sum()

    def _softened(
        self, by_sentence: Tensor, logits: Tensor, soft: Tensor | None, weights: Tensor | float = 1.0
    ) -> Tensor:
        """(sentences,) losses of hard labels mixed with those of soft labels.

        Arguments:
            soft: (sentences, labels) soft labels as logits; NaN rows for sentences without.
            weights: (sentences,) weights of the soft labels' losses.
        """
        if soft is None:
            return by_sentence
        known = ~soft[:, 0].isnan()
        share = known * self._softness
        likely = functional.softmax(soft.nan_to_num() / _TEMPERATURE, dim=-1)
        # a higher temperature shrinks the gradients, which the factor makes up for (Hinton et al. 2015)
        entropy = -(likely * functional.log_softmax(logits / _TEMPERATURE, dim=-1)).sum(-1) * _TEMPERATURE
        return by_sentence * (1 - share) + weights * entropy * share

    def validate(self) -> dict[str, float]:
        """Intent accuracy, slot F1, sentiment macro F1, ROC area of scope; `score` is their mean."""
        outputs = predict(self.model, self._valid)
        scores: dict[str, float] = {}
        pairs = list(zip(self._valid.items, outputs, strict=True))
        if intents := [
            (i.intent, o.intents) for i, o in pairs if i.intent != IGNORED and o.intents is not None
        ]:
            scores["intent_accuracy"] = metrics.accuracy(
                [t for t, _ in intents], [int(o.argmax()) for _, o in intents]
            )
        if tagged := [(i.tags, o) for i, o in pairs if i.tags is not None and o.tags is not None]:
            names = self._labels.tags
            truth = [set(bio_decode([names[t] for t in tags])) for tags, _ in tagged]
            found = [
                set(bio_decode(best_tags(o.tags, names, o.transitions)))
                for _, o in tagged
                if o.tags is not None
            ]
            scores["slot_f1"] = metrics.span_f1(metrics.span_counts(truth, found))
        if moods := [
            (i.sentiment, o.sentiments)
            for i, o in pairs
            if i.sentiment != IGNORED and o.sentiments is not None
        ]:
            names = self._labels.sentiments
            scores["sentiment_macro_f1"] = metrics.macro_f1(
                [names[t] for t, _ in moods], [names[int(o.argmax())] for _, o in moods]
            )
        if scopes := [
            (i.out_of_scope, o.out_of_scope)
            for i, o in pairs
            if i.out_of_scope != IGNORED and o.out_of_scope is not None
        ]:
            scores["scope_area"] = metrics.roc_area(
                np.array([s for _, s in scopes]), np.array([t for t, _ in scopes], dtype=bool)
            )
        scores["score"] = float(np.nanmean(list(scores.values())))
        return scores


def predict(model: JointBert, dataset: ClassifierDataset, batch_size: int = 64) -> list[HeadOutputs]:
    """The logits of a dataset's items, in their order."""
    order = sorted(range(len(dataset)), key=lambda i: len(dataset.items[i].tokens.ids))
    outputs: dict[int, HeadOutputs] = {}
    device = next(model.parameters()).device
    model.eval()
    for first in range(0, len(order), batch_size):
        chosen = order[first : first + batch_size]
        batch = collate([dataset.items[i] for i in chosen])
        with torch.no_grad():
            logits = model(*(batch[k].to(device) for k in ("input_ids", "attention_mask", "word_starts")))
        for row, i in enumerate(chosen):
            outputs[i] = row_of(logits, row, len(dataset.items[i].tokens.word_starts))
    return [outputs[i] for i in range(len(order))]


def _cross_entropy(
    logits: Tensor, targets: Tensor, smoothing: float, weights: Tensor | None = None
) -> Tensor:
    return functional.cross_entropy(
        logits, targets, weights, ignore_index=IGNORED, label_smoothing=smoothing, reduction="none"
    )


def _class_weights(labels: Sequence[int], n: int) -> Tensor:
    """(n,) weight of each class: the square root of its inverse frequency, 1 on average over the examples.

    Macro F1 counts all classes equally; full inverse frequencies would give rare, noisy classes too much
    weight.
    """
    times = np.bincount([label for label in labels if label != IGNORED], minlength=n)
    if not times.sum():
        return torch.ones(n)
    share = np.sqrt(times.sum() / n / np.maximum(times, 1))
    return torch.tensor(share * times.sum() / float((share * times).sum()), dtype=torch.float32)
