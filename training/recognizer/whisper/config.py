"""What a recognizer run can be told."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from training.trainer.loop import TrainerConfig

Mode = Literal["lora", "full", "frozen_encoder"]


class LoraConfig(BaseModel):
    """The low-rank change that is trained in place of the weights."""

    model_config = ConfigDict(extra="forbid")
    rank: int = Field(default=32, ge=1)
    alpha: int = Field(default=64, ge=1)
    dropout: float = Field(default=0.1, ge=0, lt=1)


class DistillationConfig(BaseModel):
    """How closely the decoder's states on short context are tied to the untouched model's on 30 s."""

    model_config = ConfigDict(extra="forbid")
    weight: float = Field(default=0.0, ge=0)
    """Of the squared distance as a share of the squared length, beside the supervised loss."""
    corpora: list[str] = []
    """Manifests by file name without suffix whose clips are tied; all where none is named."""


class AugmentConfig(BaseModel):
    """Chances and ranges of what is done to a training clip; each is drawn anew every time."""

    model_config = ConfigDict(extra="forbid")
    speed: tuple[float, float] = (0.9, 1.1)
    """Factor of the playing speed, pitch with it."""
    gain_db: tuple[float, float] = (-12.0, 6.0)
    noise: float = Field(default=0.3, ge=0, le=1)
    """Chance of background noise."""
    snr_db: tuple[float, float] = (5.0, 30.0)
    room: float = Field(default=0.2, ge=0, le=1)
    """Chance of a room's echo."""
    reverberation_s: tuple[float, float] = (0.1, 0.5)
    """Time in which the echo falls by 60 dB."""
    band: float = Field(default=0.1, ge=0, le=1)
    """Chance of a telephone's band limit."""
    codec: float = Field(default=0.1, ge=0, le=1)
    """Chance of lossy compression."""
    joined: float = Field(default=0.1, ge=0, le=1)
    """Chance that another clip of the manifest follows after a pause, so that long utterances come too."""
    time_masks: int = Field(default=2, ge=0)
    time_mask_share: float = Field(default=0.08, ge=0, le=1)
    """Longest stretch hidden from the network, as a share of the clip."""
    band_masks: int = Field(default=2, ge=0)
    band_mask_width: int = Field(default=16, ge=1)
    """Most mel bands hidden at once."""


class RecognizerConfig(BaseModel):
    """`training/configs/recognizer.toml`."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["whisper"] = "whisper"
    base: str = "whisper-base"
    """Store name, Hugging Face id or folder of a Whisper."""
    language: str = "en"
    mode: Mode = "lora"
    """Which weights learn: a low-rank change of both halves, all weights, or a low-rank change of the decoder
    over encoder outputs that are computed once."""
    runs: int = Field(default=1, ge=1)
    """How often it is trained, each time from the next seed; the checkpoint has the mean of their weights."""
    copies: int = Field(default=3, ge=1)
    """Differently augmented encoder outputs kept of each clip in the mode `frozen_encoder`."""
    padding_frames: int = Field(default=30, ge=0, le=3000)
    """Frames of silence, 10 ms each, after the utterance's own that the checkpoint asks for."""
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    per_epoch: dict[str, int] = {}
    """Manifest's file name without suffix → the most clips that an epoch draws of it."""
    valid_most: int = Field(default=100, ge=1)
    """Of a manifest's validation clips, how many are transcribed after each epoch."""
    lora: LoraConfig = LoraConfig()
    distillation: DistillationConfig = DistillationConfig()
    augment: AugmentConfig = AugmentConfig()
    trainer: TrainerConfig = TrainerConfig()
