"""Examples → a manifest's lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from models.files import replacing
from models.manifest.examples import CommandLabel, Example, SlotLabel
from models.types import Modifiers


def to_json(example: Example, folder: Path) -> dict[str, Any]:
    """The fields of the example's line, without unknown ones; audio paths become relative to `folder`."""
    fields: dict[str, Any] = {}
    if example.audio is not None:
        fields["audio"] = os.path.relpath(example.audio, folder)
    for name in ("text", "speaker", "age", "gender", "language", "native_language", "split", "intent"):
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
