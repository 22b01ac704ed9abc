"""Conversations → examples with context and reply. Knows no corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from models.manifest import Example, Split
from models.types import Message

MAX_CONTEXT = 6
"""The most earlier messages of an example."""


def pairs(turns: Sequence[Message], split: Split | None = None) -> Iterator[Example]:
    """An example for each turn of the assistant after a turn of the user, with the messages before."""
    for number, (said, reply) in enumerate(pairwise(turns)):
        if (said.role, reply.role) == ("user", "assistant") and said.text and reply.text:
            yield Example(
                text=said.text,
                context=tuple(turns[max(0, number - MAX_CONTEXT) : number]),
                reply=reply.text,
                split=split,
            )
