"""Taskmaster-4: written dialogues of ordering coffee.

Download: https://github.com/google-research-datasets/Taskmaster, `TM-4-2024/data/`. This reads its
`data_*.json`, or `dialogues.jsonl` (id, vertical, turns of role and text).
Licence: CC BY 4.0.

Each answer of the assistant is an example with the user's sentence and the turns before. A dialogue stays in
one split, with all others whose first sentence is near-identical.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, TypeAdapter

from models.manifest import Example
from models.types import Message
from training.corpora import rows
from training.corpora.conversation import pairs
from training.data.splits import key, split_of

Speaker = Literal["user", "assistant"]


class _Row(BaseModel):
    turns: list[tuple[Speaker, str]] = Field(min_length=1)


class _Dialogue(BaseModel):
    """Upstream's own form."""

    class TaskmasterTurn(BaseModel):
        speaker: Speaker
        text: str

    utterances: list[TaskmasterTurn] = Field(min_length=1)


_DIALOGUES = TypeAdapter(list[_Dialogue])


def convert(source: Path) -> Iterator[Example]:
    """The folder → examples with context and reply.

    Raises:
        DataError: no file, or an invalid one.
    """
    for row in _dialogues(source):
        turns = [Message(role, text.strip()) for role, text in row.turns]
        yield from pairs(turns, split_of(key(turns[0].text)))


def _dialogues(source: Path) -> Iterator[_Row]:
    files = sorted(source.glob("data_*.json"))
    if not files:
        yield from (row for _, row in rows.read(source / "dialogues.jsonl", _Row))
    for path in files:
        for dialogue in rows.read_json(path, _DIALOGUES):
            yield _Row(turns=[(turn.speaker, turn.text) for turn in dialogue.utterances])
