"""A classifier's description beside its weights: labels, temperatures, thresholds. Knows no tensors."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from models.checkpoint import read_settings
from models.errors import CheckpointError
from models.files import write_text
from models.nlu.bio import OUTSIDE
from models.nlu.files import DESCRIPTION
from models.types import DialogueAct, Relation, Sentiment

ACTS: tuple[DialogueAct, ...] = get_args(DialogueAct)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
MODIFIERS = ("all", "except", "at", "repeat", "for")
"""The fields of `models.types.Modifiers`, by their names in JSON."""
COMMAND = "command"


def _different(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ValueError(f"{twice[0]} is named twice")
    return names


Names = Annotated[tuple[str, ...], AfterValidator(_different)]


class Labels(BaseModel):
    """The labels of each head, in the order of its logits; empty for an absent head."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    intents: Names = ()
    slots: Names = ()
    sentiments: Annotated[tuple[Sentiment, ...], AfterValidator(_different)] = ()
    out_of_scope: bool = False
    acts: Annotated[tuple[DialogueAct, ...], AfterValidator(_different)] = ()
    relations: Annotated[tuple[Relation, ...], AfterValidator(_different)] = ()
    danger: bool = False
    boundaries: bool = False
    """Whether commands are told apart."""
    modifiers: Names = ()
    addressed: bool = False
    """Whether utterances to the assistant are told from overheard ones."""

    @property
    def tags(self) -> tuple[str, ...]:
        """BIO tags, O first, then B and I of each slot; empty without slots."""
        return _bio(self.slots)

    @property
    def boundary_tags(self) -> tuple[str, ...]:
        """BIO tags of commands; empty without boundaries."""
        return _bio((COMMAND,) if self.boundaries else ())

    @property
    def modifier_tags(self) -> tuple[str, ...]:
        """BIO tags of modifiers; empty without modifiers."""
        return _bio(self.modifiers)


def _bio(names: tuple[str, ...]) -> tuple[str, ...]:
    return (OUTSIDE, *(f"{p}-{n}" for n in names for p in "BI")) if names else ()


Temperature = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Temperatures(BaseModel):
    """Divisors of each head's logits before the softmax; fitted on validation data (Guo et al. 2017)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    intent: Temperature = 1.0
    out_of_scope: Temperature = 1.0
    sentiment: Temperature = 1.0
    act: Temperature = 1.0
    relation: Temperature = 1.0
    danger: Temperature = 1.0


class Thresholds(BaseModel):
    """Thresholds of the first candidate's confidence; chosen on validation data."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reject: Probability = 0.0
    """Below it, the utterance is rejected."""
    confirm: Probability = 0.0
    """Below it, the assistant asks before it acts."""
    request: Probability = 0.0
    """Below it, as the probability that a command is a request, the assistant asks before it acts."""

    def at_least(self, other: Thresholds) -> Thresholds:
        """The higher of each threshold."""
        return Thresholds(
            reject=max(self.reject, other.reject),
            confirm=max(self.confirm, other.confirm),
            request=max(self.request, other.request),
        )


class ClosedVocabulary(BaseModel):
    """A closed slot's values and their synonyms."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    values: tuple[str, ...]
    synonyms: dict[str, tuple[str, ...]] = {}


class Description(BaseModel):
    """`classifier.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal[1] = 1
    base: str
    """Store name, Hugging Face id or folder of the encoder below the adapter."""
    labels: Labels
    temperatures: Temperatures = Temperatures()
    thresholds: Thresholds = Thresholds()
    vocabularies: dict[str, ClosedVocabulary] = {}


def read(folder: Path) -> Description:
    """The description in a checkpoint's folder.

    Raises:
        CheckpointError: the description is missing or invalid.
    """
    path = folder / DESCRIPTION
    if not path.exists():
        raise CheckpointError(
            f"has no {DESCRIPTION}",
            where=str(folder),
            do="name a folder that assistant-train classifier wrote",
        )
    return read_settings(Description, path, "is not a classifier's description")


def write(folder: Path, description: Description) -> None:
    """Write the description into a checkpoint's folder."""
    write_text(folder / DESCRIPTION, description.model_dump_json(indent=1) + "\n")
