"""Scripts: conversations in JSON Lines, with the expectations of their turns.

Errors name file:line and field.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from models.errors import DataError
from models.types import Decision

LONGEST_WAIT_S = 3650 * 86_400
"""Ten years."""
_WAIT, _SAID = "a wait", "a turn"
_PLAINLY = {
    "extra_forbidden": "there is no such field",
    "model_type": "should be a table",
    "string_pattern_mismatch": "is empty",
    "too_short": "is empty",
    "string_too_short": "is empty",
}
"""Plain messages for pydantic's error types that are written for programmers."""


def _compiled(expression: object) -> re.Pattern[str]:
    if not isinstance(expression, str):
        raise ValueError("should be a regular expression")
    try:
        return re.compile(expression, re.IGNORECASE | re.DOTALL)
    except re.error as error:
        raise ValueError(f"is not a regular expression ({error})") from error


Expression = Annotated[re.Pattern[str], BeforeValidator(_compiled)]


class ScriptItem(BaseModel):
    """A table of the format: immutable, strict types, and unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Wait(ScriptItem):
    """A pause between two turns."""

    wait_s: Annotated[float, Field(ge=0, le=LONGEST_WAIT_S)]


class Said(ScriptItem):
    """One turn of the user, and the expectations of its JSON line; a field that is not set is not checked."""

    say: Annotated[str, Field(pattern=r"\S")]
    reply: Expression | None = None
    not_reply: Expression | None = None
    intent: str | None = None
    """None, where set, for an utterance without an intent."""
    decision: Decision | None = None
    actions: list[str] | None = None
    """Skill and status of every action, in order: "timers done"."""

    @model_validator(mode="before")
    @classmethod
    def _of_sentence(cls, turn: object) -> object:
        return {"say": turn} if isinstance(turn, str) else turn

    @property
    def expected(self) -> dict[str, Any]:
        """The expectations, field → value."""
        fields = ((name, getattr(self, name)) for name in type(self).model_fields if name != "say")
        # null is a value of the intent alone
        return {
            name: value
            for name, value in fields
            if name in self.model_fields_set and (value is not None or name == "intent")
        }

    def unmet(self, line: Mapping[str, Any]) -> list[str]:
        """The expectations that do not hold of the turn's JSON line, each as "field: observed value"."""
        observed = {name: _observed(name, line) for name in self.expected}
        return [
            f"{name}: {observed[name]!r}"
            for name, value in self.expected.items()
            if not _holds(name, value, observed[name])
        ]


class Script(ScriptItem):
    """One conversation to replay."""

    id: Annotated[str, Field(min_length=1)]
    kind: str = "other"
    now: AwareDatetime | None = None
    """Time at the first turn; None for the computer's."""
    turns: Annotated[
        list[
            Annotated[
                Annotated[Wait, Tag(_WAIT)] | Annotated[Said, Tag(_SAID)],
                Discriminator(lambda turn: _WAIT if isinstance(turn, dict) and "wait_s" in turn else _SAID),
            ]
        ],
        Field(min_length=1),
    ]


@dataclass(frozen=True, slots=True)
class SourcedScript:
    """A script and its file."""

    file: str
    """As given."""
    script: Script


def read(files: Iterable[str]) -> list[SourcedScript]:
    """Every script of the files, in order.

    Raises:
        DataError: a file is missing, unreadable or empty, or a line is wrong; the first one is named.
    """
    return [SourcedScript(file, script) for file in files for script in _scripts(file)]


def _scripts(file: str) -> list[Script]:
    try:
        lines = Path(file).read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n")
    except OSError as error:
        raise DataError(f"the file cannot be read ({error.strerror})", where=file) from error
    scripts = [_script(line, f"{file}:{n}") for n, line in enumerate(lines, start=1) if line.strip()]
    if not scripts:
        raise DataError("there is no conversation in this file", where=file)
    return scripts


def _script(line: bytes, where: str) -> Script:
    try:
        return Script.model_validate_json(line)
    except ValidationError as error:
        raise DataError("; ".join(map(_described, error.errors())), where=where) from error


def _described(problem: ErrorDetails) -> str:
    field = ".".join(str(part) for part in problem["loc"] if part not in (_WAIT, _SAID))
    message = _PLAINLY.get(problem["type"]) or problem["msg"].removeprefix("Value error, ")
    message = f"{message[:1].lower()}{message[1:]}"
    return f"{field}: {message}" if field else message


def _observed(name: str, line: Mapping[str, Any]) -> Any:
    if name in ("reply", "not_reply"):
        return line["reply"] or ""
    if name == "actions":
        # what answered the utterance as a whole belongs to no command
        of_commands = [command["action"] for command in line.get("commands", ())]
        actions = of_commands if any(of_commands) else [line["action"]]
        return [f"{action['skill']} {action['status']}" for action in actions if action]
    return line[name]


def _holds(name: str, expected: Any, observed: Any) -> bool:
    if name == "reply":
        return expected.search(observed) is not None
    if name == "not_reply":
        return expected.search(observed) is None
    return bool(expected == observed)
