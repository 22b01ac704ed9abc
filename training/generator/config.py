"""The configuration of a generator run."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from training.trainer.task import TrainerConfig


class GeneratorConfig(BaseModel):
    """The form of `training/configs/generator.toml`."""

    model_config = ConfigDict(extra="forbid")
    base: str = "smollm2-135m-instruct"
    """Store name, Hugging Face id or folder of a causal language model, or of an adapter to train further."""
    rank: int = Field(default=16, ge=1)
    """Rank of the LoRA adapter, the only trained weights."""
    first_layer: int = Field(default=0, ge=0)
    """First layer with an adapter; no gradient is computed below it."""
    max_tokens: int = Field(default=128, ge=16)
    """The most tokens of prompt and reply; a longer conversation loses its oldest turns."""
    max_words: int = Field(default=30, ge=1)
    """The most words of a training reply; longer ones are left out."""
    valueless: float = Field(default=1.0, ge=0, le=1)
    """Share of the training replies to keep whose facts have no value to say, such as `goodbye` alone."""
    per_epoch: dict[str, int] = {}
    """Manifest's file name without suffix → the most examples of it per epoch."""
    valid_most: int = Field(default=200, ge=1)
    """The most validation examples of a manifest that an epoch's score uses."""
    test_most: int = Field(default=300, ge=1)
    """The most test examples of a manifest."""
    trainer: TrainerConfig = TrainerConfig()
