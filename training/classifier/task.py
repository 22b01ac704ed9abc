"""The classifier's training task: its batches, its loss and its validation score."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from models.nlu.joint_bert import JointBert, Logits
from models.nlu.labels import Labels
from models.nlu.outputs import HeadOutputs
from models.nlu.torch_engine import row_of
from training.classifier import losses, validation_score
from training.classifier.collating import INPUTS, collate
from training.classifier.dataset import ClassifierDataset
from training.classifier.distillation import Teacher
from training.classifier.inference import BATCH, by_length
from training.trainer.length_batches import length_batches
from training.trainer.sharding import Batches, CollatedBatches
from training.trainer.task import TrainerConfig

_DISTILLATION = 2.0
"""Weight of the divergence from the teacher, relative to a label's loss."""
_POOL = 40
"""Batches per pool within which sentences are sorted by length."""


class ClassifierTask:
    """Trains a JointBert on a dataset and validates it on another.

    Arguments:
        smoothing: label smoothing of intents, sentiments, acts and relations.
        weights: loss weights by head, as in the configuration; 1 for a head without one.
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
        moods = [item.sentiment for item in train.items]
        self._class_weights = losses.class_weights(moods, len(labels.sentiments))

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
        logits: Logits = model(*(batch[name] for name in INPUTS))
        found = losses.by_head(logits, batch, self._class_weights, self._smoothing, self._softness)
        n = len(batch["input_ids"])
        for name, divergence in (self._teacher.divergence(logits, batch) if self._teacher else {}).items():
            found[name] = found[name] + _DISTILLATION * divergence.sum() / n
        return torch.stack([self._weights.get(name, 1.0) * value for name, value in found.items()]).sum()

    def validate(self) -> dict[str, float]:
        """The heads' scores on the validation sentences; `score` is their mean."""
        outputs = predict(self.model, self._valid)
        return validation_score.scores(self._valid.items, outputs, self._labels)


def predict(model: JointBert, dataset: ClassifierDataset, batch_size: int = BATCH) -> list[HeadOutputs]:
    """The logits of a dataset's items, in their order; commands as marked."""
    outputs: dict[int, HeadOutputs] = {}
    device = next(model.parameters()).device
    model.eval()
    for places, batch in by_length(dataset.items, batch_size):
        with torch.no_grad():
            logits = model(*(batch[name].to(device) for name in INPUTS))
        for row, i in enumerate(places):
            n_words = len(dataset.items[i].tokens.word_starts)
            outputs[i] = row_of(logits, row, n_words, batch["commands"])
    return [outputs[i] for i in range(len(dataset))]
