"""Declarations → questions, refusals and the assistant's own sentences around a skill's result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.skills.api import Operation, Option
from models.text.templates import fill


def clause(operation: Operation, values: Mapping[str, Any]) -> str:
    """What an operation does with these parameters, as an infinitive clause: "set a timer for 10 minutes"."""
    said = {
        name: operation.parameters[name].say(value)
        for name, value in values.items()
        if name in operation.parameters
    }
    return fill(operation.declared.does, {name: text for name, text in said.items() if text})


def which_one(options: Sequence[Option]) -> str:
    """The question which of several candidates is meant."""
    *others, last = [option.label for option in options]
    return f"Which one, {', '.join(others)} or {last}?" if others else f"Do you mean {last}?"


def whether(found: Operation, values: Mapping[str, Any], said: str) -> str:
    """The question whether an operation is meant; the words that were heard, where it has no clause."""
    does = clause(found, values)
    return f"Do you want me to {does}?" if does else f"Did you say: {said.strip().rstrip('.?!')}?"
