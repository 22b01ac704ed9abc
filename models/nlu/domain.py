"""A classifier's domain, in `domain.json` beside its weights. Knows no tensors and no templates.

The recognizer takes the domain's words from it, and the skills its replies.
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
"""Placeholder in a reply for the sentences kept today."""


class DomainSlot(BaseModel):
    """The possible values of a domain's slot."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    values: tuple[str, ...] = ()
    """All values of a closed slot; empty for an open one."""
    synonyms: dict[str, tuple[str, ...]] = {}
    """Synonyms, by value."""
    examples: tuple[str, ...] = ()
    """Training values of an open slot; others are possible."""


class DomainSentence(BaseModel):
    """A training sentence; slots hold resolved values and character offsets, end excluded."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    intent: str
    slots: tuple[SlotLabel, ...] = ()


class DomainDescription(BaseModel):
    """`domain.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    """The names of several domains are joined with " + "."""
    slots: dict[str, DomainSlot] = {}
    replies: dict[str, str] = {}
    """Replies to intents without a skill, by intent; `{slot}` stands for the slot's value."""
    kept: tuple[str, ...] = ()
    """Intents whose utterances are kept."""
    asked: tuple[str, ...] = ()
    """Intents that are mostly asked as questions; their replies tell, and nothing is done for them."""
    sentences: tuple[DomainSentence, ...] = ()
    """Distinct training sentences of the domain, at most `MOST_SENTENCES`."""


def words_of(domain: DomainDescription) -> frozenset[str]:
    """The spoken words of the domain's sentences and slots."""
    texts = [sentence.text for sentence in domain.sentences]
    for slot in domain.slots.values():
        texts += [*slot.values, *chain.from_iterable(slot.synonyms.values()), *slot.examples]
    return frozenset(word.text for text in texts for word in words(text))


def read(folder: Path) -> DomainDescription | None:
    """The domain in a checkpoint's folder; None without one.

    Raises:
        CheckpointError: the file is damaged.
    """
    path = folder / DOMAIN
    return _read(path.resolve(), path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=4)
def _read(path: Path, _changed_ns: int) -> DomainDescription:
    # recognizer, confirmation policy and skills each read it at the start
    return read_settings(DomainDescription, path, "is not a domain's description")


def write(folder: Path, description: DomainDescription) -> None:
    """Write the description into a checkpoint's folder."""
    write_text(folder / DOMAIN, description.model_dump_json(indent=1) + "\n")
