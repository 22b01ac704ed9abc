"""Open questions of the assistant, and what answers them. Knows no skill's meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from rapidfuzz import fuzz

from assistant.conversation.resolving import Resolved
from assistant.skills.api import EVERY, Operation, Option, Question
from models.text.normalise import normalise
from models.text.parse import ANY_TIME, Kind, scan
from models.types import Command

NEARLY = 85
"""Least likeness, of 100, of an answer and an option's name."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True, slots=True)
class Pending:
    """A command that waits for an answer."""

    operation: Operation
    resolved: Resolved
    values: Mapping[str, Any] = field(default_factory=dict)
    """Parameters read so far."""
    missing: str | None = None
    """The parameter that was asked for."""
    options: tuple[Option, ...] = ()
    """The candidates that were named."""
    several: bool = False
    """Whether all of the options may be chosen."""
    confirms: bool = False
    """Whether a yes carries out the command."""
    chosen: str | None = None
    """Key of the option that was chosen before the question that a yes answers."""
    question: Question | None = None
    """A question that the skill settles."""
    interrupted: bool = False
    """Whether the owner has asked something else meanwhile."""


def is_value(text: str, pending: Pending) -> bool:
    """Whether a text is nothing but a value, where one was asked for: "seven am" is no question."""
    kinds = get_args(Kind) if pending.missing else ()
    return any(scan.read(kind, text.strip(" .!"), ANY_TIME) is not None for kind in kinds)


def interrupted(pending: Pending, commands: Sequence[Command]) -> Pending | None:
    """A question for a value, still open after one question of the owner; a yes would answer the latter."""
    asks = all(command.dialogue_act == "question" for command in commands)
    return (
        replace(pending, interrupted=True) if asks and pending.missing and not pending.interrupted else None
    )


def chosen(text: str, pending: Pending) -> str | None:
    """Key of the option that an answer names; None where it names none, or several."""
    said = normalise(text)
    words = said.split()
    if pending.several and {"all", "both", "every", "everything"} & set(words):
        return EVERY
    exact = [option for option in pending.options if _is(said, option)]
    if len(exact) == 1:
        return exact[0].key
    for option in pending.options:
        if any(_names(said, name) for name in (option.label, *option.names)):
            others = [o for o in pending.options if o is not option]
            if not any(_names(said, name) for o in others for name in (o.label, *o.names)):
                return option.key
    for number, ordinal in enumerate(_ORDINALS[: len(pending.options)]):
        if ordinal in words:
            return pending.options[number].key
    if "last" in words:
        return pending.options[-1].key
    return None


def _is(said: str, option: Option) -> bool:
    """Whether an answer is one of an option's names and nothing else."""
    return _bare_answer(said) in {_bare(normalise(name)) for name in (option.label, *option.names)}


def _bare(name: str) -> str:
    return re.sub(r"^(the|my) ", "", name)


def _bare_answer(said: str) -> str:
    return re.sub(r"^(the|my) |( one)?( please)?$", "", said)


def _names(said: str, name: str) -> bool:
    """Whether an answer is a name, or holds it, or is its distinguishing part."""
    name = normalise(name)
    bare = _bare(name)
    if not bare:
        return False
    if re.search(rf"\b{re.escape(bare)}\b", said) or fuzz.ratio(said, bare) >= NEARLY:
        return True
    answer = _bare_answer(said)
    return bool(answer) and re.search(rf"\b{re.escape(answer)}\b", bare) is not None
