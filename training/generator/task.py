"""The generator's training task: cross entropy of the replies' tokens, without the prompts'."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader

from models import device
from training.generator.dataset import IGNORED, ReplyDataset, collate
from training.trainer.length_batches import length_batches
from training.trainer.sharding import Batches, CollatedBatches
from training.trainer.task import TrainerConfig

EVAL_BATCH = 32


class GeneratorTask:
    """Trains a PEFT model on a dataset and validates it on another.

    Arguments:
        model: a causal language model whose adapter alone is trainable.
        precision: the precision of validation.
    """

    def __init__(
        self, model: nn.Module, train: ReplyDataset, valid: ReplyDataset, batch_size: int, *,
        precision: device.Precision, seed: int,
    ) -> None:  # fmt: skip
        self.model: nn.Module = model
        self._train, self._valid, self._precision = train, valid, precision
        self._batch_size, self._seed, self._epoch = batch_size, seed, 0

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        """The adapter's parameters."""
        trainable = [p for p in self.model.parameters() if p.requires_grad]
        return [{"params": trainable, "lr": config.learning_rate}]

    def batches(self, epoch: int) -> Batches:
        """The epoch's examples, selected and ordered by seed and epoch."""
        if epoch != self._epoch:
            self._train.set_epoch(epoch)
            self._epoch = epoch
        items, draw = self._train.items, random.Random(f"{self._seed} {epoch}")
        numbers = length_batches(range(len(items)), lambda i: len(items[i]), self._batch_size, draw)
        return CollatedBatches(items, numbers, collate)

    def weight(self, batch: Mapping[str, Tensor]) -> float:
        """The number of reply tokens, over which the loss is a mean."""
        return float((batch["labels"] != IGNORED).sum())

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        """Mean cross entropy of the replies' tokens."""
        logits, labels = reply_logits(model, batch)
        return functional.cross_entropy(logits, labels)

    def validate(self) -> dict[str, float]:
        """Perplexity of the validation replies; the score is the negative mean loss."""
        loader = DataLoader(self._valid, EVAL_BATCH, collate_fn=collate)
        where = next(self.model.parameters()).device
        total, n = 0.0, 0
        for batch in loader:
            with device.autocast(where, self._precision):
                logits, labels = reply_logits(self.model, {k: v.to(where) for k, v in batch.items()})
            total += functional.cross_entropy(logits, labels, reduction="sum").item()
            n += len(labels)
        mean = total / max(1, n)
        return {"score": -mean, "perplexity": math.exp(mean)}


def reply_logits(model: nn.Module, batch: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """Logits (reply tokens, vocabulary) float32 and labels (reply tokens,) of all replies in a batch.

    The output layer, the widest of a small model, is computed at the positions with labels only.
    """
    wrapped: Any = model
    causal: Any = wrapped.get_base_model() if hasattr(model, "get_base_model") else model
    hidden = causal.get_decoder()(
        input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], use_cache=False
    ).last_hidden_state  # (batch, tokens, width)
    following = batch["labels"][:, 1:]
    labelled = following != IGNORED
    output_layer: Any = causal.get_output_embeddings()
    logits: Tensor = output_layer(hidden[:, :-1][labelled])
    return logits.float(), following[labelled]
