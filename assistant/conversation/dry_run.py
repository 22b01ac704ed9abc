"""A dry run: commands are decided on as in earnest, and nothing is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from assistant.conversation.outcome import Outcome
from assistant.skills.api import Call, Operation, Result, Skill
from assistant.skills.operations import operations
from assistant.skills.wording import clause
from models.types import Command


@dataclass(slots=True)
class SilentLoudspeaker:
    """A loudspeaker with controls and without sound."""

    volume: int = 50
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What the gate made of a command."""

    command: Command
    """As the gate got it."""
    outcome: Outcome | None
    """None for talk, and for what was not understood."""


@dataclass(slots=True)
class DryRun:
    """Operations that only say what they would do, and the decisions so far."""

    decisions: list[Decided] = field(default_factory=list)

    def operations(self, skill: Skill) -> tuple[Operation, ...]:
        """The operations of a skill, none of which does anything."""
        return tuple(replace(one, run=partial(_said, one)) for one in operations(skill))

    def decided(self, command: Command, outcome: Outcome | None) -> None:
        """Note a decision."""
        self.decisions.append(Decided(command, outcome))


def _said(operation: Operation, call: Call, **values: Mapping[str, Any]) -> Result:
    does = clause(operation, values)
    return Result({}, f"I would {does}." if does else "I would do that.", fixed=True)
