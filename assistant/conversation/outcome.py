"""What became of a command."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.conversation.done import Done
from assistant.conversation.pending import Pending
from models.types import Action


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a command."""

    sentence: str
    action: Action | None = None
    pending: Pending | None = None
    """An open question."""
    done: Done | None = None
    """What was carried out."""
    fixed: bool = True
    """Whether the sentence must not be paraphrased."""
