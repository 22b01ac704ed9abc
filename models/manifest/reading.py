"""A manifest's lines → examples, with file:line in every error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import DataError
from models.manifest.examples import CommandLabel, Example, SlotLabel, Split
from models.text.structured import parse_json
from models.types import DialogueAct, Fact, Message, Modifiers, Relation, Sentiment

_SHOWN = 20


class _Slot(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: Annotated[str, Field(min_length=1, pattern=r"^\S+$")]
    value: str
    start: Annotated[int, Field(ge=0)]
    end: int


class _Modifiers(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    all: bool = False
    excluded: Annotated[list[str], Field(alias="except")] = []
    at: str | None = None
    repeat: str | None = None
    lasting: Annotated[str | None, Field(alias="for")] = None


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    start: Annotated[int, Field(ge=0)]
    end: int
    dialogue_act: DialogueAct | None = None
    relation: Relation | None = None
    intent: str | None = None
    slots: list[_Slot] | None = None
    modifiers: _Modifiers | None = None


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    role: Literal["system", "user", "assistant"]
    text: str


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    text: str | None = None
    audio: str | None = None
    speaker: str | None = None
    age: Annotated[int | None, Field(ge=0, le=130)] = None
    gender: Annotated[str | None, Field(min_length=1)] = None
    language: Annotated[str | None, Field(pattern=r"^[a-z]{2,3}$")] = None
    native_language: Annotated[str | None, Field(min_length=1)] = None
    split: Split | None = None
    intent: str | None = None
    slots: list[_Slot] | None = None
    sentiment: Sentiment | None = None
    context: list[_Message] = []
    facts: dict[str, Fact] | None = None
    reply: str | None = None
    dialogue_act: DialogueAct | None = None
    relation: Relation | None = None
    danger: bool | None = None
    commands: Annotated[list[_Command], Field(min_length=1)] | None = None


def read(*paths: Path) -> list[Example]:
    """The examples of the manifests, in order.

    Raises:
        DataError: a manifest is missing or has invalid lines, of which it names the first twenty.
    """
    examples: list[Example] = []
    problems: list[tuple[str, str]] = []
    for line in scan(*paths):
        if isinstance(line, Example):
            examples.append(line)
        else:
            problems.append((line.where, line.what))
    if problems:
        (where, what), *rest = problems
        also = "".join(f"; {w}: {t}" for w, t in rest[: _SHOWN - 1])
        more = f"; and {len(problems) - _SHOWN} more lines" if len(problems) > _SHOWN else ""
        raise DataError(f"{what}{also}{more}", where=where)
    return examples


def scan(*paths: Path) -> Iterator[Example | DataError]:
    """The example of each line, or the error of an invalid line.

    Raises:
        DataError: a manifest is missing or cannot be read.
    """
    for path in paths:
        for where, line in _lines(path):
            try:
                yield _parse(line, path.parent, where)
            except DataError as error:
                yield error


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield f"{path}:{number}", line
    except FileNotFoundError as error:
        raise DataError("there is no such manifest", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the manifest cannot be read ({error})", where=str(path)) from error


def _parse(line: str, folder: Path, where: str) -> Example:
    try:
        raw: Any = parse_json(line)
    except json.JSONDecodeError as error:
        raise DataError(f"not JSON ({error.msg}, column {error.colno})", where=where) from error
    except ValueError as error:
        raise DataError(f"not JSON ({error})", where=where) from error
    if not isinstance(raw, dict):
        raise DataError("not a JSON object", where=where)
    try:
        fields = _Line.model_validate(raw)
    except ValidationError as error:
        described = (
            f"{'.'.join(map(str, e['loc']))}: {e['msg'][0].lower()}{e['msg'][1:]}" for e in error.errors()
        )
        raise DataError("; ".join(described), where=where) from error
    if fields.text is None and fields.audio is None:
        raise DataError("text: neither text nor audio is given", where=where)
    if fields.text is not None and not fields.text.strip():
        raise DataError("text: is empty", where=where)
    if fields.intent == "":
        raise DataError("intent: is empty (null means out of scope)", where=where)
    return Example(
        text=fields.text,
        audio=folder / fields.audio if fields.audio is not None else None,
        speaker=fields.speaker,
        age=fields.age,
        gender=fields.gender,
        language=fields.language,
        native_language=fields.native_language,
        split=fields.split,
        intent=fields.intent,
        out_of_scope="intent" in raw and fields.intent is None,
        slots=None if fields.slots is None else _slots(fields.slots, fields.text, where),
        sentiment=fields.sentiment,
        context=tuple(Message(m.role, m.text) for m in fields.context),
        facts=fields.facts,
        reply=fields.reply,
        dialogue_act=fields.dialogue_act,
        relation=fields.relation,
        danger=fields.danger,
        commands=None if fields.commands is None else _commands(fields.commands, fields.text, where),
        origin=where,
    )


def _commands(commands: list[_Command], text: str | None, where: str) -> tuple[CommandLabel, ...]:
    if text is None:
        raise DataError("commands: offsets need a text", where=where)
    last = 0
    for command in commands:
        if not last <= command.start < command.end <= len(text):
            raise DataError(
                f"commands: [{command.start}, {command.end}) lies outside the text or before the last one",
                where=where,
            )
        last = command.end
    return tuple(_command(command, text, where) for command in commands)


def _command(command: _Command, text: str, where: str) -> CommandLabel:
    if command.intent == "":
        raise DataError("commands: intent: is empty (null means out of scope)", where=where)
    modifiers = command.modifiers
    return CommandLabel(
        command.start,
        command.end,
        dialogue_act=command.dialogue_act,
        relation=command.relation,
        intent=command.intent,
        out_of_scope="intent" in command.model_fields_set and command.intent is None,
        slots=None if command.slots is None else _slots(command.slots, text, where),
        modifiers=None
        if modifiers is None
        else Modifiers(
            modifiers.all, tuple(modifiers.excluded), modifiers.at, modifiers.repeat, modifiers.lasting
        ),
    )


def _slots(slots: list[_Slot], text: str | None, where: str) -> tuple[SlotLabel, ...]:
    if text is None and slots:
        raise DataError("slots: offsets need a text", where=where)
    ordered = sorted(slots, key=lambda s: s.start)
    for slot in ordered:
        if not slot.start < slot.end <= len(text or ""):
            raise DataError(
                f"slots: {slot.name} [{slot.start}, {slot.end}) lies outside the text", where=where
            )
    for one, two in pairwise(ordered):
        if two.start < one.end:
            raise DataError(f"slots: {one.name} and {two.name} overlap", where=where)
    return tuple(SlotLabel(s.name, s.value, s.start, s.end) for s in ordered)
