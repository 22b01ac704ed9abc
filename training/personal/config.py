"""Configuration of `assistant-train personal` (`configs/personal.toml`)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from training.recognizer.augment import AugmentConfig
from training.recognizer.whisper.config import LoraConfig
from training.trainer.task import TrainerConfig


class LanguageConfig(BaseModel):
    """The first training in a language: of an adapter of encoder and decoder over the untouched base."""

    model_config = ConfigDict(extra="forbid")
    passes: int = Field(default=10, ge=1)
    """Passes over the recordings."""
    learning_rate: float = Field(default=5e-4, gt=0)
    lora: LoraConfig = LoraConfig(rank=32, alpha=64, dropout=0.05)


class PersonalRecognizerConfig(BaseModel):
    """Personal training of the recognizer."""

    model_config = ConfigDict(extra="forbid")
    copies: int = Field(default=4, ge=1)
    """Differently augmented copies of each recording; the encoder runs once over each."""
    passes: int = Field(default=8, ge=1)
    """Passes over the recordings."""
    least_steps: int = Field(default=20, ge=1)
    """Minimum of steps; few recordings get more passes."""
    general: int = Field(default=64, ge=1)
    """Clips of general speech for rehearsal, one beside every two recordings."""
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    augment: AugmentConfig = AugmentConfig()
    language: LanguageConfig = LanguageConfig()
    trainer: TrainerConfig = TrainerConfig()


class PersonalClassifierConfig(BaseModel):
    """Personal training of the classifier."""

    model_config = ConfigDict(extra="forbid")
    general: int = Field(default=400, ge=0)
    """General sentences for rehearsal in each epoch."""
    dialogues: int = Field(default=192, ge=0)
    """Written dialogues for rehearsal in each epoch."""
    acts: int = Field(default=128, ge=0)
    """The owner's sentences turned into other acts, in each epoch."""
    smoothing: float = Field(default=0.05, ge=0, lt=1)
    with_context: float = Field(default=0.35, ge=0, le=1)
    """Share of the sentences without a conversation that get an unrelated one."""
    exchanged: float = Field(default=0.5, ge=0, le=1)
    """Share of the sentences with slots that get other values in them."""
    trainer: TrainerConfig = TrainerConfig()


class PersonalGeneratorConfig(BaseModel):
    """Personal training of the generator, where replies were corrected."""

    model_config = ConfigDict(extra="forbid")
    repeats: int = Field(default=8, ge=1)
    """Passes over the corrected replies in each epoch, so that a few count among many."""
    general: int = Field(default=128, ge=0)
    """The assistant's own replies for rehearsal in each epoch."""
    trainer: TrainerConfig = TrainerConfig()


class PersonalConfig(BaseModel):
    """The whole command."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(default="personal", pattern=r"^[\w-]+$")
    """Name of the bundle; its version is a growing number."""
    least: int = Field(default=10, ge=2)
    """Minimum of recordings."""
    held_back: float = Field(default=0.25, gt=0, lt=1)
    """Share of the recordings that is never learned from and proves the new models."""
    enough: int = Field(default=20, ge=1)
    """Recordings held back that suffice to choose how far the recognizer goes; with fewer, those to learn
    from are left out in turn for that."""
    parts: int = Field(default=3, ge=2)
    """Parts of the recordings that are left out in turn."""
    margin: float = Field(default=0.02, ge=0)
    """Tolerated loss on general speech (word error rate) and general sentences (accuracy)."""
    fair: bool = True
    """Refuse a recognizer that widens a difference between groups of speakers in `--replay` manifests by more
    than the margin and beyond chance, at the cost of the group that is worse off."""
    voices: list[str] = []
    """Engines or voices of the general speech; all that are installed if empty."""
    general_held: int = Field(default=60, ge=1)
    """General sentences to score on, of each manifest and of the spoken ones."""
    curve: list[int] = [10, 20, 30, 40, 60, 80]
    """Numbers of recordings for the learning curve, as far as there are more recordings than that."""
    recognizer: PersonalRecognizerConfig = PersonalRecognizerConfig()
    classifier: PersonalClassifierConfig = PersonalClassifierConfig()
    generator: PersonalGeneratorConfig = PersonalGeneratorConfig()
