"""The domain that a classifier was trained for, kept beside its weights. Knows no tensors and no templates.

What listens for the domain's words, and what answers its intents, reads it from here; a classifier without
one has no `domain.json`.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from models.checkpoint import read_settings
from models.files import write_text
from models.manifest import SlotLabel
from models.nlu.files import DOMAIN
from models.nlu.words import words

MOST_SENTENCES = 5000
ENTRIES = "entries"
"""In a reply, what was taken down today."""


class DomainSlot(BaseModel):
    """What a slot of the domain may hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    values: tuple[str, ...] = ()
    """Closed: one of these; empty where anything may be said."""
    synonyms: dict[str, tuple[str, ...]] = {}
    """Other ways of saying a value."""
    examples: tuple[str, ...] = ()
    """Open: such values were trained on, written out, and any other may be said."""


class DomainSentence(BaseModel):
    """A sentence that was trained on; slots hold resolved values and character offsets, end excluded."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    intent: str
    slots: tuple[SlotLabel, ...] = ()


class DomainDescription(BaseModel):
    """`domain.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    """Several domains' names are joined with " + "."""
    slots: dict[str, DomainSlot] = {}
    replies: dict[str, str] = {}
    """By intent, what is said where no skill answers it; `{slot}` stands for the slot's value."""
    kept: tuple[str, ...] = ()
    """Intents whose sentences are taken down when they are said."""
    sentences: tuple[DomainSentence, ...] = ()
    """The domain's own training sentences, each once; at most `MOST_SENTENCES`."""


def words_of(domain: DomainDescription) -> frozenset[str]:
    """Every word of its sentences and slots, as it is spoken."""
    texts = [sentence.text for sentence in domain.sentences]
    for slot in domain.slots.values():
        texts += [*slot.values, *chain.from_iterable(slot.synonyms.values()), *slot.examples]
    return frozenset(word.text for text in texts for word in words(text))


def read(folder: Path) -> DomainDescription | None:
    """The domain in a checkpoint's folder; None where the classifier was trained without one.

    Raises:
        CheckpointError: the file is damaged.
    """
    path = folder / DOMAIN
    return _read(path.resolve(), path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=4)
def _read(path: Path, _changed_ns: int) -> DomainDescription:
    # recognizer, confirmation policy and skills each ask for it at the start
    return read_settings(DomainDescription, path, "is not a domain's description")


def write(folder: Path, description: DomainDescription) -> None:
    """Write the description into a checkpoint's folder."""
    write_text(folder / DOMAIN, description.model_dump_json(indent=1) + "\n")
