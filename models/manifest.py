"""The manifest: JSON Lines of examples, with file:line in every error. Knows no corpus and no network."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import DataError
from models.files import replacing
from models.types import DialogueAct, Fact, Message, Modifiers, Relation, Sentiment

Split = Literal["train", "valid", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class SlotLabel:
    """A slot marked in an example's text."""

    name: str
    value: str
    """The resolved value, or the words themselves if unresolved."""
    start: int
    end: int
    """Character offsets into `text`, end excluded."""


@dataclass(frozen=True, slots=True)
class CommandLabel:
    """A command marked in an example's text; a label of None is unknown and trains nothing."""

    start: int
    end: int
    """Character offsets into `text`, end excluded."""
    dialogue_act: DialogueAct | None = None
    relation: Relation | None = None
    intent: str | None = None
    out_of_scope: bool = False
    """`"intent": null` in the file."""
    slots: tuple[SlotLabel, ...] | None = None
    """Offsets into the example's whole text."""
    modifiers: Modifiers | None = None
    """Exceptions and times as words of the text."""


@dataclass(frozen=True, slots=True)
class Example:
    """One line of a manifest; a label of None is unknown and trains nothing."""

    text: str | None = None
    audio: Path | None = None
    """The manifest's path, joined to the manifest's folder."""
    speaker: str | None = None
    split: Split | None = None
    intent: str | None = None
    out_of_scope: bool = False
    """`"intent": null` in the file: none of the assistant's intents."""
    slots: tuple[SlotLabel, ...] | None = None
    """Empty: labeled, without slots."""
    sentiment: Sentiment | None = None
    context: tuple[Message, ...] = ()
    facts: Mapping[str, Fact] | None = None
    reply: str | None = None
    dialogue_act: DialogueAct | None = None
    relation: Relation | None = None
    danger: bool | None = None
    """Whether a person is in danger."""
    commands: tuple[CommandLabel, ...] | None = None
    """In the order of the text; the fields above are those of the first one."""
    origin: str = ""
    """`file:line` of the manifest; not written."""


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
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield f"{path}:{number}", line
    except FileNotFoundError as error:
        raise DataError("there is no such manifest", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the manifest cannot be read ({error})", where=str(path)) from error


def _parse(line: str, folder: Path, where: str) -> Example:
    try:
        raw: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise DataError(f"not JSON ({error.msg}, column {error.colno})", where=where) from error
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


def to_json(example: Example, folder: Path) -> dict[str, Any]:
    """The fields of the example's line, without unknown ones; audio paths become relative to `folder`."""
    fields: dict[str, Any] = {}
    if example.audio is not None:
        fields["audio"] = os.path.relpath(example.audio, folder)
    for name in ("text", "speaker", "split", "intent"):
        if (value := getattr(example, name)) is not None:
            fields[name] = value
    if example.out_of_scope:
        fields["intent"] = None
    if example.slots is not None:
        fields["slots"] = _slots_to_json(example.slots)
    if example.sentiment is not None:
        fields["sentiment"] = example.sentiment
    if example.context:
        fields["context"] = [{"role": m.role, "text": m.text} for m in example.context]
    if example.facts is not None:
        fields["facts"] = dict(example.facts)
    if example.reply is not None:
        fields["reply"] = example.reply
    for name in ("dialogue_act", "relation", "danger"):
        if (value := getattr(example, name)) is not None:
            fields[name] = value
    if example.commands is not None:
        fields["commands"] = [_command_to_json(command) for command in example.commands]
    return fields


def _slots_to_json(slots: Iterable[SlotLabel]) -> list[dict[str, Any]]:
    return [{"name": s.name, "value": s.value, "start": s.start, "end": s.end} for s in slots]


def _command_to_json(command: CommandLabel) -> dict[str, Any]:
    fields: dict[str, Any] = {"start": command.start, "end": command.end}
    for name in ("dialogue_act", "relation", "intent"):
        if (value := getattr(command, name)) is not None:
            fields[name] = value
    if command.out_of_scope:
        fields["intent"] = None
    if command.slots is not None:
        fields["slots"] = _slots_to_json(command.slots)
    if command.modifiers is not None:
        fields["modifiers"] = modifiers_to_json(command.modifiers)
    return fields


def modifiers_to_json(modifiers: Modifiers) -> dict[str, Any]:
    """The modifiers' fields by their names in JSON, without absent ones."""
    fields = {
        "all": modifiers.all,
        "except": list(modifiers.excluded),
        "at": modifiers.at,
        "repeat": modifiers.repeat,
        "for": modifiers.lasting,
    }
    return {name: value for name, value in fields.items() if value}


def write(path: Path, examples: Iterable[Example]) -> None:
    """Write the manifest atomically."""
    with replacing(path) as draft, draft.open("w", encoding="utf-8") as file:
        for example in examples:
            file.write(json.dumps(to_json(example, path.parent), ensure_ascii=False) + "\n")
