"""The configuration of a classifier run."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from training.trainer.task import TrainerConfig

Head = Literal[
    "intent", "slots", "out_of_scope", "sentiment", "act", "relation", "boundaries", "modifiers", "danger",
    "auxiliary",
]  # fmt: skip


class CrossFitting(BaseModel):
    """Soft labels from networks trained without the sentence: see `training.classifier.crossfit`."""

    model_config = ConfigDict(extra="forbid")
    manifests: tuple[str, ...] = Field(min_length=1)
    """Manifests whose training sentences get soft labels."""
    folds: int = Field(default=3, ge=2)
    epochs: int = Field(default=4, ge=1)
    """Epochs of each fold's network."""
    share: float = Field(default=0.5, ge=0, le=1)
    """The soft label's share of a sentence's loss; the hard label has the rest."""


class ClassifierConfig(BaseModel):
    """The form of `training/configs/classifier.toml` and `domain.toml`."""

    model_config = ConfigDict(extra="forbid")
    base: str = "minilm-l6-v2"
    """Store name, Hugging Face id or folder of a BERT-like encoder."""
    start: str = ""
    """Warm start: a classifier checkpoint's folder, or `released`; empty for the untouched base."""
    adapter_rank: int = Field(default=64, ge=1)
    """Rank of the adapter that stores the encoder's change."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    """Label smoothing of intents and sentiments."""
    exchanged: float = Field(default=0.5, ge=0, le=1)
    """Share of the sentences with slots whose slot values are replaced, drawn anew each epoch."""
    with_context: float = Field(default=0.0, ge=0, le=1)
    """Share of the sentences without a conversation that get an unrelated one, drawn anew each epoch."""
    teacher: str = ""
    """A checkpoint's folder, or `released`: the sentences of `plain` are held to its distributions too."""
    unlabelled: tuple[str, ...] = ()
    """Manifests whose sentences have the teacher's distributions alone as labels."""
    loss_weights: dict[Head, float] = {
        "intent": 1.0, "slots": 1.0, "out_of_scope": 0.5, "sentiment": 0.5, "auxiliary": 0.5,
    }  # fmt: skip
    """1 for a head that is not named."""
    misheard: float = Field(default=0.0, ge=0, le=1)
    """Share of sentences (with an intent, or rehearsed) that get phonetic noise, drawn anew each epoch."""
    general: bool = False
    """Add general sentences as out-of-scope examples to data that have too few of their own."""
    dialogues: Literal["none", "learned", "replayed"] = "none"
    """Add the project's own dialogues, and the data's sentences turned into other acts, corrections and
    pairs: `learned` with all their labels, `replayed` with those that the data or the start have."""
    plain: tuple[str, ...] = ()
    """Manifests and domains whose sentences each are one command that begins a conversation; acts follow from
    the intents by `weak_labels.toml`."""
    addressed: int = Field(default=0, ge=0)
    """The most sentences of either kind for the head that tells addressed utterances; 0 for no head."""
    overheard: tuple[str, ...] = ()
    """Manifests whose sentences are not addressed to the assistant; they are scored by other labels alone."""
    gentle: float = Field(default=1.0, gt=0, le=1)
    """Factor on the encoder's learning rate where a domain extends the built-in intents."""
    shown: tuple[str, ...] | None = None
    """Manifests and domains whose sentences are kept for `assistant explain`; all where None."""
    per_epoch: dict[str, int] = {}
    """The most examples per epoch, by manifest's file name without suffix, domain's name, or `general`."""
    auxiliary: tuple[str, ...] = ()
    """Manifests whose intents train an auxiliary head, which the checkpoint leaves out."""
    crossfit: CrossFitting | None = None
    least_steps: int = Field(default=0, ge=0)
    """Minimum of optimizer steps: small data get more epochs than the trainer's."""
    valid_most: int = Field(default=1000, ge=1)
    """The most validation sentences of a manifest that an epoch's score uses."""
    max_rejected: float = Field(default=0.01, ge=0, lt=1)
    """Share of the correctly classified validation sentences that the reject threshold may cost."""
    trainer: TrainerConfig = TrainerConfig()
