"""What makes a bundle: for each model its recipe's configuration and its data (`configs/released.toml`)."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.bundles.bundle import Part


class RecipeConfig(BaseModel):
    """One model."""

    model_config = ConfigDict(extra="forbid")
    config: Path
    """Of its recipe; beside this file unless it is absolute."""
    data: list[str] = Field(min_length=1)
    """Manifests by name: corpora, what `speech` or `heard` makes, or `NAME.jsonl` among the data or beside
    this file."""
    base: str | None = None
    """In place of the base that its configuration names."""


class ClassifierRecipeConfig(RecipeConfig):
    """The classifier, which learns from domains too."""

    domains: list[Path] = []
    """Beside this file unless absolute."""


class SpeechConfig(BaseModel):
    """Texts spoken by synthetic voices, for the recognizer to learn from."""

    model_config = ConfigDict(extra="forbid")
    data: list[str] = []
    domains: list[Path] = []
    most: int | None = Field(default=None, ge=1)
    """Sentences at most."""
    voices: list[str] = []
    """Engines or voices; all that are installed where none is named."""
    seed: int = 0


class HeardConfig(BaseModel):
    """Texts spoken and recognized by the recognizer of this bundle, for the classifier to learn from."""

    model_config = ConfigDict(extra="forbid")
    data: list[str] = Field(min_length=1)
    noise: str | None = None
    """Sounds to put under the speech."""
    train: int | None = Field(default=None, ge=0)
    """Sentences of this split at most."""
    valid: int | None = Field(default=None, ge=0)
    test: int | None = Field(default=None, ge=0)
    test_voices: list[str] = []
    """For what is not learned from, and for nothing else."""
    seed: int = 0


class ScoredConfig(BaseModel):
    """A manifest that no model of the bundle learned from (its test split), and who is scored on it."""

    model_config = ConfigDict(extra="forbid")
    data: str
    models: list[Part] = Field(min_length=1)


class BundleConfig(BaseModel):
    """A whole bundle."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(pattern=r"^[\w.-]+$")
    version: str = Field(pattern=r"^[\w.-]+$")
    recognizer: RecipeConfig
    classifier: ClassifierRecipeConfig
    generator: RecipeConfig
    speech: dict[str, SpeechConfig] = {}
    """Name → how a manifest of that name is made."""
    heard: dict[str, HeardConfig] = {}
    scored: list[ScoredConfig] = []

    @model_validator(mode="after")
    def _made_in_order(self) -> BundleConfig:
        """Sentences are spoken, then a recognizer is trained, then sentences are heard."""
        spoken = {name for made in self.speech.values() for name in made.data}
        heard = {name for made in self.heard.values() for name in [*made.data, made.noise or ""]}
        if late := sorted((spoken | heard | set(self.recognizer.data)) & self.heard.keys()):
            raise ValueError(f"{', '.join(late)}: what the recognizer hears comes too late for this")
        if again := sorted(spoken & self.speech.keys()):
            raise ValueError(f"{', '.join(again)}: what is spoken cannot be spoken again")
        return self
