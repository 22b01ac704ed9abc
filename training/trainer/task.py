"""What is trained, and how long and fast: the interface between a recipe and the training loop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn

from models import device
from training.trainer.sharding import Batches


class TrainerConfig(BaseModel):
    """Length, rates and precision of a training run."""

    model_config = ConfigDict(extra="forbid")
    epochs: int = Field(default=5, ge=1)
    batch_size: int = Field(default=32, ge=1)
    accumulate: int = Field(default=1, ge=1)
    """Batches of each process in a step."""
    learning_rate: float = Field(default=2e-4, gt=0)
    """Peak rate of the pretrained weights."""
    head_learning_rate: float = Field(default=1e-3, gt=0)
    """Peak rate of new weights."""
    warmup: float = Field(default=0.1, ge=0, le=1)
    """Share of the steps over which the rate rises; then it falls along a cosine."""
    weight_decay: float = Field(default=0.01, ge=0)
    """Decay of matrices; biases, norms and other vectors decay only where their parameter group says so."""
    average: float = Field(default=0.99, ge=0, lt=1)
    """Decay of the exponential moving average of the weights, which is what is kept; 0 keeps the trained
    weights themselves."""
    checkpoint_steps: int = Field(default=200, ge=1)
    """Steps between two checkpoints."""
    precision: device.Precision = "auto"
    """Precision of the matrix products: `auto` is bfloat16 where the device has it and float32 elsewhere."""
    seed: int = 0


class Task(Protocol):
    """A model with its training and validation data."""

    @property
    def model(self) -> nn.Module:
        """The model to train."""
        ...

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        """Groups for AdamW, each with its lr."""
        ...

    def batches(self, epoch: int) -> Batches:
        """The batches of an epoch; they depend on the epoch's number alone."""
        ...

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        """A scalar to minimise."""
        ...

    def validate(self) -> dict[str, float]:
        """Scores of `model` on validation data; `score` is to be maximised."""
        ...


@runtime_checkable
class WeighingTask(Protocol):
    """A task whose loss is not a mean over rows, so that a step weighs its batches by something else."""

    def weight(self, batch: Mapping[str, Tensor]) -> float:
        """The denominator of the loss, such as the labelled tokens; by default the rows of the first
        tensor."""
        ...
