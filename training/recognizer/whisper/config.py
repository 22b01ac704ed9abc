"""Configuration of a Whisper run."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from training.recognizer.augment import AugmentConfig, FarConfig
from training.trainer.task import TrainerConfig

Mode = Literal["lora", "full", "frozen_encoder"]


class LoraConfig(BaseModel):
    """The low-rank adapter (LoRA) that is trained in place of the weights."""

    model_config = ConfigDict(extra="forbid")
    rank: int = Field(default=32, ge=1)
    alpha: int = Field(default=64, ge=1)
    dropout: float = Field(default=0.1, ge=0, lt=1)


class DistillationConfig(BaseModel):
    """Tie of the decoder's states on short context to the untouched model's on 30 s."""

    model_config = ConfigDict(extra="forbid")
    weight: float = Field(default=0.0, ge=0)
    """Weight of the squared distance, as a share of the squared length, beside the supervised loss of 1."""
    corpora: list[str] = []
    """Manifests, by file name without suffix, whose clips are tied; all manifests if empty."""


class RecognizerConfig(BaseModel):
    """`training/configs/recognizer.toml`."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["whisper"] = "whisper"
    base: str = "whisper-base"
    """Store name, Hugging Face id or folder of a Whisper."""
    start: str = ""
    """Warm start: the folder of an adapter of the base, or `released`; empty for the untouched base."""
    share: float = Field(default=1.0, gt=0, le=1)
    """Share of the way from the start's adapter to the learned one that the checkpoint keeps."""
    language: str = "en"
    mode: Mode = "lora"
    """Weights to train: an adapter of encoder and decoder, all weights, or an adapter of the decoder over
    encoder outputs that are computed once."""
    padding_frames: int = Field(default=30, ge=0, le=3000)
    """Frames of silence, 10 ms each, that the checkpoint asks for after an utterance."""
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    per_epoch: dict[str, int] = {}
    """Manifest's file name without suffix → the maximum of its clips in an epoch."""
    valid_most: int = Field(default=100, ge=1)
    """Maximum of each manifest's validation clips that are transcribed after an epoch."""
    lora: LoraConfig = LoraConfig()
    distillation: DistillationConfig = DistillationConfig()
    augment: AugmentConfig = AugmentConfig()
    far: FarConfig = FarConfig()
    trainer: TrainerConfig = TrainerConfig()

    @model_validator(mode="after")
    def _begins_somewhere(self) -> Self:
        if self.share < 1 and not self.start:
            raise ValueError("`share` lies between `start` and what is learned, and there is no start")
        return self
