"""What was carried out in a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from models.types import Command


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was carried out, with what the conversation added to it."""

    command: Command
    skill: str
    operation: str
    changes: bool
    undo: int | None = None
    """Its entry in the undo log; None for what cannot be undone."""
    touched: tuple[str, ...] = ()
    """Keys of what the skill created, changed or told."""
