"""A conversation as examples of replying. Knows no corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from models.manifest import Example, Split
from models.types import Message

MAX_CONTEXT = 6
"""Earlier messages that an example keeps."""


def pairs(turns: Sequence[Message], split: Split | None = None) -> Iterator[Example]:
    """Each of the assistant's turns that follows the user's, with what went before."""
    for number, (said, reply) in enumerate(pairwise(turns)):
        if (said.role, reply.role) == ("user", "assistant") and said.text and reply.text:
            yield Example(
                text=said.text,
                context=tuple(turns[max(0, number - MAX_CONTEXT) : number]),
                reply=reply.text,
                split=split,
            )
