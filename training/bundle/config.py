"""Configuration of a bundle: the recipe and the data of each model (`configs/released.toml`)."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.bundles.bundle import Part


class RecipeConfig(BaseModel):
    """The training of one model."""

    model_config = ConfigDict(extra="forbid")
    config: Path
    """File with the recipe's configuration, relative to this file."""
    data: list[str] = Field(min_length=1)
    """Manifests by name: a corpus, an entry of `speech` or `heard`, or `NAME.jsonl` among the data or beside
    this file."""
    base: str | None = None
    """Replaces the base of the recipe's configuration."""


class ClassifierRecipeConfig(RecipeConfig):
    """The training of the classifier, which learns from domains too."""

    domains: list[Path] = []
    """Domain files, relative to this file."""


class SpeechConfig(BaseModel):
    """A manifest of texts spoken by synthetic voices, to train the recognizer on."""

    model_config = ConfigDict(extra="forbid")
    data: list[str] = Field(min_length=1)
    """Manifests with the texts."""
    most: int | None = Field(default=None, ge=1)
    """Maximum of sentences."""
    seed: int = 0


class ReRecognizedConfig(BaseModel):
    """A manifest of re-recognized text, spoken by synthetic voices and recognized by this bundle's
    recognizer."""

    model_config = ConfigDict(extra="forbid")
    data: list[str] = Field(min_length=1)
    """Manifests with the texts."""
    noise: str | None = None
    """Manifest of background noise."""
    train: int | None = Field(default=None, ge=0)
    """Maximum of sentences of this split."""
    valid: int | None = Field(default=None, ge=0)
    test: int | None = Field(default=None, ge=0)
    test_voices: list[str] = []
    """Voices of the validation and test sentences, which speak no training sentence."""


class ScoredConfig(BaseModel):
    """A manifest of which no model learned from the test split, and the models to score on it."""

    model_config = ConfigDict(extra="forbid")
    data: str
    models: list[Part] = Field(min_length=1)


class BundleConfig(BaseModel):
    """The recipes of a bundle's models, the manifests that are made for them, and the scores."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(pattern=r"^[\w.-]+$")
    version: str = Field(pattern=r"^[\w.-]+$")
    recognizer: RecipeConfig
    classifier: ClassifierRecipeConfig
    generator: RecipeConfig
    speech: dict[str, SpeechConfig] = {}
    """Manifests of synthetic speech by name."""
    heard: dict[str, ReRecognizedConfig] = {}
    """Manifests of re-recognized text by name."""
    scored: list[ScoredConfig] = []

    @model_validator(mode="after")
    def _made_in_order(self) -> BundleConfig:
        """Check the order: texts are spoken, then the recognizer is trained, then texts are re-recognized."""
        spoken = {name for made in self.speech.values() for name in made.data}
        recognized = {name for made in self.heard.values() for name in [*made.data, made.noise or ""]}
        if late := sorted((spoken | recognized | set(self.recognizer.data)) & self.heard.keys()):
            raise ValueError(f"{', '.join(late)}: text that the recognizer writes comes too late for this")
        if again := sorted(spoken & self.speech.keys()):
            raise ValueError(f"{', '.join(again)}: speech cannot be spoken again")
        return self
