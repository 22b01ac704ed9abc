"""Configuration of a wav2vec2 run."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from training.recognizer.augment import AugmentConfig
from training.trainer.task import TrainerConfig


class NetworkConfig(BaseModel):
    """Sizes of a network from random weights, for a run without a base."""

    model_config = ConfigDict(extra="forbid")
    conv_dim: list[int] = [32, 64, 64, 96, 96]
    conv_kernel: list[int] = [20, 3, 3, 3, 3]
    conv_stride: list[int] = [10, 2, 2, 2, 2]
    """The product of the strides is the frame in samples at 16 kHz: 160 are 10 ms."""
    width: int = Field(default=96, ge=8)
    layers: int = Field(default=3, ge=1)
    heads: int = Field(default=4, ge=1)
    inner_width: int = Field(default=256, ge=8)
    position_kernel: int = Field(default=32, ge=2)
    """Width of the positional convolution in frames."""

    @model_validator(mode="after")
    def _fits(self) -> NetworkConfig:
        if len({len(self.conv_dim), len(self.conv_kernel), len(self.conv_stride)}) > 1:
            raise ValueError("conv_dim, conv_kernel and conv_stride must be equally long")
        if self.width % self.heads or self.width % 4:
            raise ValueError("width must be divisible by heads and by 4")
        return self


class LanguageModelConfig(BaseModel):
    """The letter n-gram model of the beam search."""

    model_config = ConfigDict(extra="forbid")
    order: int = Field(default=6, ge=1)
    beam_size: int = Field(default=8, ge=2)


class CtcConfig(BaseModel):
    """A recipe with `kind = "wav2vec2"`, such as `training/configs/digits.toml`."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["wav2vec2"]
    base: str = ""
    """Store name, Hugging Face id or folder of a wav2vec2; a small network from random weights if empty."""
    language: str = "en"
    dropout: float = Field(default=0.1, ge=0, lt=1)
    margins_s: tuple[float, float] = (0.0, 0.3)
    """Range of the silence before and after a training clip: cut clips have none, endpointed ones do."""
    time_masks: int = Field(default=1, ge=0)
    """Stretches of each clip that are hidden from the network."""
    accept: list[str] = []
    """Checks whose errors become warnings: `speaker-crosses` where upstream's split is kept."""
    valid_most: int = Field(default=400, ge=1)
    """Maximum of each manifest's validation clips."""
    network: NetworkConfig = NetworkConfig()
    language_model: LanguageModelConfig = LanguageModelConfig()
    augment: AugmentConfig = AugmentConfig()
    trainer: TrainerConfig = TrainerConfig()
