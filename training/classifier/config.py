"""What a classifier run can be told."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from training.trainer.loop import TrainerConfig

Head = Literal["intent", "slots", "out_of_scope", "sentiment", "aside"]


class CrossFitting(BaseModel):
    """Soft labels from networks that have not seen the sentences: see `training.classifier.crossfit`."""

    model_config = ConfigDict(extra="forbid")
    manifests: tuple[str, ...] = Field(min_length=1)
    """Whose training sentences get soft labels."""
    folds: int = Field(default=3, ge=2)
    epochs: int = Field(default=4, ge=1)
    """Of each fold's network."""
    share: float = Field(default=0.5, ge=0, le=1)
    """Of a sentence's loss; the label has the rest."""


class ClassifierConfig(BaseModel):
    """`training/configs/classifier.toml` and `domain.toml`."""

    model_config = ConfigDict(extra="forbid")
    base: str = "minilm-l6-v2"
    """Store name, Hugging Face id or folder of a BERT-like encoder."""
    start: str = ""
    """A classifier checkpoint whose encoder it begins as: a folder, or `released`; the base's where empty."""
    adapter_rank: int = Field(default=64, ge=1)
    """Of the low-rank adapter that holds what the encoder learned."""
    recurrent: int = Field(default=0, ge=0)
    """Width of the slot head's LSTM in each direction; 0 tags each word by its own state alone."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    exchanged: float = Field(default=0.5, ge=0, le=1)
    """Share of the sentences with slots that get other values in them, drawn anew each epoch."""
    loss_weights: dict[Head, float] = {
        "intent": 1.0, "slots": 1.0, "out_of_scope": 0.5, "sentiment": 0.5, "aside": 0.5,
    }  # fmt: skip
    misheard: float = Field(default=0.0, ge=0, le=1)
    """Share of the sentences with an intent, and of replayed ones, in which some words sound like others,
    drawn anew each epoch."""
    general: bool = False
    """Data that do not say what is out of scope get general sentences as such."""
    gentle: float = Field(default=1.0, gt=0, le=1)
    """What the encoder's learning rate is multiplied by where a domain extends the built-in intents."""
    per_epoch: dict[str, int] = {}
    """Manifest's file name without suffix, the domain's name, or `general` → the most that an epoch draws of
    it."""
    aside: tuple[str, ...] = ()
    """Manifests whose intents are learned from by a head that no checkpoint keeps."""
    crossfit: CrossFitting | None = None
    least_steps: int = Field(default=0, ge=0)
    """Little data are gone through for more epochs than the trainer's, until there are so many steps."""
    valid_most: int = Field(default=1000, ge=1)
    """Of a manifest's validation sentences, how many the score after each epoch looks at."""
    max_rejected: float = Field(default=0.01, ge=0, lt=1)
    """Share of the rightly understood validation sentences that the reject threshold may cost."""
    act_precision: float = Field(default=0.97, gt=0, le=1)
    """Share of the sentences acted on without asking that must be understood rightly, on validation data."""
    trainer: TrainerConfig = TrainerConfig()
