"""The heads' logits for one sentence, as arrays. Knows no labels and no network."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CommandOutputs:
    """The logits of one command; None for an absent head."""

    intents: Array | None = None
    """(intents,)"""
    out_of_scope: float | None = None
    acts: Array | None = None
    """(acts,)"""
    relations: Array | None = None
    """(relations,)"""
    pool: Array | None = None
    """(width,), the mean state of the command's tokens, which the heads see."""


@dataclass(frozen=True, slots=True)
class HeadOutputs:
    """The logits of one sentence; None for an absent head."""

    commands: tuple[CommandOutputs, ...]
    """At least one, in the order of the text."""
    tags: Array | None = None
    """(words, tags)"""
    sentiments: Array | None = None
    """(sentiments,)"""
    transitions: Array | None = None
    """(tags, tags), common to all sentences: score of each tag pair, the first before the second."""
    danger: float | None = None
    addressed: float | None = None
    boundaries: Array | None = None
    """(words, boundary tags)"""
    boundary_transitions: Array | None = None
    modifiers: Array | None = None
    """(words, modifier tags)"""
    modifier_transitions: Array | None = None
    spans: tuple[tuple[int, int], ...] = ()
    """First word of each command and the word after its last; empty where the sentence is one command."""

    @property
    def intents(self) -> Array | None:
        """(intents,) of the first command."""
        return self.commands[0].intents

    @property
    def out_of_scope(self) -> float | None:
        """Of the first command."""
        return self.commands[0].out_of_scope

    @property
    def finite(self) -> bool:
        """Whether every logit is a number."""
        parts: list[HeadOutputs | CommandOutputs] = [self, *self.commands]
        logits = (getattr(part, f.name) for part in parts for f in fields(part) if f.name not in _NO_LOGITS)
        return all(np.isfinite(values).all() for values in logits if values is not None)


_NO_LOGITS = ("commands", "spans")
