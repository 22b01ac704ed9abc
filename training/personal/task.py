"""A task whose last weights are kept: with so few examples, those that could choose an epoch are worth more
as proof. Knows no model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn

from training.trainer.loop import Task, TrainerConfig
from training.trainer.sharding import Batches


class LastIsBest:
    """Arguments:
    task: what is trained; its own validation is not asked.
    """

    def __init__(self, task: Task) -> None:
        self._task, self._epoch = task, 0

    @property
    def model(self) -> nn.Module:
        """What is trained."""
        return self._task.model

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        """As the task's."""
        return self._task.parameter_groups(config)

    def batches(self, epoch: int) -> Batches:
        """As the task's."""
        self._epoch = epoch
        return self._task.batches(epoch)

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        """As the task's."""
        return self._task.loss(model, batch)

    def validate(self) -> dict[str, float]:
        """The later, the better."""
        return {"score": float(self._epoch)}
