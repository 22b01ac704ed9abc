"""Taskmaster-4: written dialogues of ordering coffee.

Download: https://github.com/google-research-datasets/Taskmaster, `TM-4-2024`; this reads `dialogues.jsonl`
(id, vertical, turns of role and text).
Licence: CC BY 4.0.

Every answer of the assistant is an example: what the user said, what went before, the reply. A dialogue
stays in one split, with all those that open with a near-identical sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from models.manifest import Example
from models.types import Message
from training.corpora import rows
from training.corpora.conversation import pairs
from training.splits import key, split_of


class _Row(BaseModel):
    id: str
    turns: list[tuple[Literal["user", "assistant"], str]] = Field(min_length=1)


def convert(source: Path) -> Iterator[Example]:
    """`dialogues.jsonl` or its folder → examples with context and reply.

    Raises:
        DataError: the file is missing, or a line is not of its form.
    """
    path = source / "dialogues.jsonl" if source.is_dir() else source
    for _, row in rows.read(path, _Row):
        turns = [Message(role, text.strip()) for role, text in row.turns]
        yield from pairs(turns, split_of(key(turns[0].text)))
