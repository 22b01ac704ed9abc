"""What `assistant-train personal` can be told (`configs/personal.toml`); a test has a smaller one."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from training.recognizer.whisper.config import AugmentConfig, LoraConfig
from training.trainer.loop import TrainerConfig


class PersonalRecognizerConfig(BaseModel):
    """How the recognizer learns on."""

    model_config = ConfigDict(extra="forbid")
    copies: int = Field(default=4, ge=1)
    """Differently augmented sounds of each recording, of which the encoder's outputs are kept."""
    passes: int = Field(default=8, ge=1)
    """How often each recording is learnt from."""
    least_steps: int = Field(default=20, ge=1)
    """Few recordings are gone through more often, until there are so many steps."""
    general: int = Field(default=64, ge=1)
    """Clips of general speech that are replayed, one beside every two recordings."""
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    lora: LoraConfig = LoraConfig(rank=16, alpha=32, dropout=0.0)
    """Of the adapter where the recognizer in use has none; one that it has learns on as it is."""
    augment: AugmentConfig = AugmentConfig()
    trainer: TrainerConfig = TrainerConfig()


class PersonalClassifierConfig(BaseModel):
    """How the classifier learns on."""

    model_config = ConfigDict(extra="forbid")
    general: int = Field(default=400, ge=0)
    """General sentences that are replayed in each epoch."""
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    exchanged: float = Field(default=0.5, ge=0, le=1)
    trainer: TrainerConfig = TrainerConfig()


class PersonalGeneratorConfig(BaseModel):
    """How the words of the replies are learnt on, where some were corrected."""

    model_config = ConfigDict(extra="forbid")
    repeats: int = Field(default=8, ge=1)
    """How often an epoch goes through the corrected ones: a few among many would teach nothing."""
    general: int = Field(default=128, ge=0)
    """Of the assistant's own replies, replayed in each epoch."""
    held: int = Field(default=100, ge=1)
    """Of the assistant's own replies that nothing is learnt from, by which it is proven."""
    trainer: TrainerConfig = TrainerConfig()


class PersonalConfig(BaseModel):
    """The whole command."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(default="personal", pattern=r"^[\w-]+$")
    """Of the bundle; its version is a number that grows."""
    language: str = "en"
    least: int = Field(default=10, ge=2)
    """Recordings without which nothing is begun."""
    held_back: float = Field(default=0.25, gt=0, lt=1)
    """Share of the recordings that nothing is learnt from, by which the new models are proven."""
    margin: float = Field(default=0.02, ge=0)
    """What general speech (word error rate) and general sentences (accuracy) may lose."""
    voices: list[str] = []
    """Engines or voices that speak the general sentences; all that are installed where none is named."""
    general_held: int = Field(default=60, ge=1)
    """General sentences that are scored on, of each manifest and of the spoken ones."""
    curve: list[int] = [10, 20, 30, 40, 60, 80]
    """Numbers of recordings for which the recognizer is trained and scored once more, as far as there are
    more recordings than that."""
    recognizer: PersonalRecognizerConfig = PersonalRecognizerConfig()
    classifier: PersonalClassifierConfig = PersonalClassifierConfig()
    generator: PersonalGeneratorConfig = PersonalGeneratorConfig()
