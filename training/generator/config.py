"""What a generator run can be told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from training.trainer.loop import TrainerConfig


class GeneratorConfig(BaseModel):
    """`training/configs/generator.toml`."""

    model_config = ConfigDict(extra="forbid")
    base: str = "smollm2-135m-instruct"
    """Store name, Hugging Face id or folder of a causal language model; an adapter's folder learns on."""
    rank: int = Field(default=16, ge=1)
    """Of the low-rank adapter, which alone is trained."""
    first_layer: int = Field(default=0, ge=0)
    """Layers before this one stay as they are, and no gradient is computed for them."""
    dropout: float = Field(default=0.0, ge=0, lt=1)
    smoothing: float = Field(default=0.0, ge=0, lt=1)
    max_tokens: int = Field(default=128, ge=16)
    """Of prompt and reply; of a longer conversation the oldest turns are cut."""
    max_words: int = Field(default=30, ge=1)
    """Of a reply that is learned; longer ones are left out."""
    valueless: float = Field(default=1.0, ge=0, le=1)
    """Share that is learned of the replies whose facts hold no value to say, as "goodbye" alone."""
    per_epoch: dict[str, int] = {}
    """Manifest's file name without suffix → the most that an epoch draws of it."""
    valid_most: int = Field(default=200, ge=1)
    """Of a manifest's validation examples, how many the score after each epoch looks at."""
    test_most: int = Field(default=300, ge=1)
    """Of a manifest's test examples, how many are scored."""
    trainer: TrainerConfig = TrainerConfig()
