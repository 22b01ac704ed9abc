"""Words → the notes that they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.skills.api import Recalled
from assistant.skills.lists.note_store import Note
from models.text.lemmas import content_words

Words = dict[str, frozenset[str]]
NEARLY = 0.5
"""Least part of a question's words that a note holds which is told as the nearest."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command about notes is about."""

    topic: str
    """As the owner named it; empty where only the words around it tell."""
    words: str
    """All words of the command."""

    @property
    def is_open(self) -> bool:
        """Whether no word tells one note from another."""
        return not content_words(self.topic or self.words)


def matching(wanted: Wanted, notes: Sequence[Note]) -> list[Note]:
    """The notes that hold all words of the topic; of these the ones with most of the other words."""
    topic, words = content_words(wanted.topic or wanted.words), content_words(wanted.words)
    whole = [(note, _held(words, note)) for note in notes if topic and _held(topic, note) == len(topic)]
    most = max((held for _, held in whole), default=0)
    return [note for note, held in whole if held == most]


def nearest(wanted: Wanted, notes: Sequence[Note]) -> list[Note]:
    """The notes with most of the words, at least half of them; none where a note matches nothing."""
    words = content_words(f"{wanted.topic} {wanted.words}")
    held = [(note, _held(words, note)) for note in notes]
    most = max((count for _, count in held), default=0)
    if not most or most < NEARLY * len(words):
        return []
    return [note for note, count in held if count == most]


def recalled(text: str, notes: Sequence[Note]) -> Recalled | None:
    """How many of the words of a question the best note holds; None without notes."""
    words = content_words(text)
    held = [_held(words, note) for note in notes]
    return Recalled(max(held), len(words)) if held else None


def _held(words: Words, note: Note) -> int:
    """How many of the words a note holds, in any form."""
    own: frozenset[Any] = frozenset().union(*content_words(f"{note.text} {note.said}").values())
    return sum(bool(forms & own) for forms in words.values())
