"""Labeled examples, as a manifest holds them. Knows no file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from models.types import DialogueAct, Fact, Message, Modifiers, Relation, Sentiment

Split = Literal["train", "valid", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)


def named(language: str) -> str | None:
    """A language (ISO 639-1) as examples name it: None for English."""
    return None if language == "en" else language


@dataclass(frozen=True, slots=True)
class SlotLabel:
    """A slot marked in an example's text."""

    name: str
    value: str
    """The resolved value, or the words themselves if unresolved."""
    start: int
    end: int
    """Character offsets into `text`, end excluded."""


@dataclass(frozen=True, slots=True)
class CommandLabel:
    """A command marked in an example's text; a label of None is unknown and trains nothing."""

    start: int
    end: int
    """Character offsets into `text`, end excluded."""
    dialogue_act: DialogueAct | None = None
    relation: Relation | None = None
    intent: str | None = None
    out_of_scope: bool = False
    """`"intent": null` in the file."""
    slots: tuple[SlotLabel, ...] | None = None
    """Offsets into the example's whole text."""
    modifiers: Modifiers | None = None
    """Exceptions and times as words of the text."""


@dataclass(frozen=True, slots=True)
class Example:
    """One line of a manifest; a label of None is unknown and trains nothing."""

    text: str | None = None
    audio: Path | None = None
    """The manifest's path, joined to the manifest's folder."""
    speaker: str | None = None
    age: int | None = None
    """The speaker's, in years."""
    gender: str | None = None
    """The speaker's, as the corpus names it."""
    language: str | None = None
    """Of the text, ISO 639-1; English where None."""
    native_language: str | None = None
    """The speaker's, ISO 639-1."""
    split: Split | None = None
    intent: str | None = None
    out_of_scope: bool = False
    """`"intent": null` in the file: none of the assistant's intents."""
    slots: tuple[SlotLabel, ...] | None = None
    """Empty: labeled, without slots."""
    sentiment: Sentiment | None = None
    context: tuple[Message, ...] = ()
    facts: Mapping[str, Fact] | None = None
    reply: str | None = None
    dialogue_act: DialogueAct | None = None
    relation: Relation | None = None
    danger: bool | None = None
    """Whether a person is in danger."""
    commands: tuple[CommandLabel, ...] | None = None
    """In the order of the text; the fields above are those of the first one."""
    origin: str = ""
    """`file:line` of the manifest; not written."""
