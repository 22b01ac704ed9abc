"""A classifier's description beside its weights: labels, temperatures, thresholds. Knows no tensors."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

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


class Labels(BaseModel):
    """The labels of each head, in the order of its logits; empty for an absent head."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    intents: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    sentiments: tuple[Sentiment, ...] = ()
    out_of_scope: bool = False
    acts: tuple[DialogueAct, ...] = ()
    relations: tuple[Relation, ...] = ()
    danger: bool = False
    boundaries: bool = False
    """Whether commands are told apart."""
    modifiers: tuple[str, ...] = ()

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


class Temperatures(BaseModel):
    """Divisors of each head's logits before the softmax; fitted on validation data (Guo et al. 2017)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    intent: float = 1.0
    out_of_scope: float = 1.0
    sentiment: float = 1.0
    act: float = 1.0
    relation: float = 1.0
    danger: float = 1.0


class Thresholds(BaseModel):
    """Thresholds of the first candidate's confidence; chosen on validation data."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reject: float = 0.0
    """Below it, the utterance is rejected."""
    confirm: float = 0.0
    """Below it, the assistant asks before it acts."""
    request: float = 0.0
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
