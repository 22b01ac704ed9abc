"""Labels that follow from the intent, for corpora without dialogue acts: by the table beside this file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from models.manifest import CommandLabel, Example
from models.types import DialogueAct, Modifiers, Relation
from training.config import read


class _Relations(BaseModel):
    model_config = ConfigDict(extra="forbid")
    unknown: list[str]


class _Doubtful(BaseModel):
    model_config = ConfigDict(extra="forbid")
    words: str


class _Modifiers(BaseModel):
    model_config = ConfigDict(extra="forbid")
    words: str
    times: str
    timed: list[str]


class WeakLabels(BaseModel):
    """The form of `weak_labels.toml`."""

    model_config = ConfigDict(extra="forbid")
    acts: dict[DialogueAct, list[str]]
    doubtful: _Doubtful
    relations: _Relations
    modifiers: _Modifiers


def plain(example: Example) -> Example:
    """A sentence known to be one command at the beginning of a conversation, with the labels that follow.

    Nobody is in danger in a sentence to an assistant, that is one with an intent or out of scope. Given
    labels stay; so does an example whose commands are marked.
    """
    if example.commands is not None or example.text is None:
        return example
    table, intent = _table(), example.intent or ""
    relation: Relation | None = None if intent in table.relations.unknown else "new"
    spoken_to = bool(example.intent or example.out_of_scope)
    return replace(
        example,
        danger=False if example.danger is None and spoken_to else example.danger,
        commands=(
            CommandLabel(
                0, len(example.text), dialogue_act=example.dialogue_act or act_of(example.text, intent),
                relation=example.relation or relation, intent=example.intent,
                out_of_scope=example.out_of_scope, slots=example.slots,
                modifiers=Modifiers() if example.intent and _unmodified(example.text, intent) else None,
            ),
        ),
    )  # fmt: skip


def act_of(text: str, intent: str) -> DialogueAct | None:
    """The act that follows from the intent; None where several are possible or the text is doubtful."""
    act = _acts().get(intent)
    return None if act == "request" and _has(_table().doubtful.words, text) else act


def without_modifiers(example: Example) -> Example:
    """The example with no modifiers where they are unknown and no word of a command may be one."""
    commands = [
        replace(c, modifiers=Modifiers())
        if c.modifiers is None and _unmodified((example.text or "")[c.start : c.end], c.intent or "")
        else c
        for c in example.commands or ()
    ]
    return replace(example, commands=tuple(commands) or example.commands)


def _unmodified(text: str, intent: str) -> bool:
    table = _table().modifiers
    words = table.words if intent in table.timed else f"{table.words}|{table.times}"
    return not _has(words, text)


def _has(words: str, text: str) -> bool:
    return re.search(rf"\b(?:{words})\b", text, re.IGNORECASE) is not None


@cache
def _table() -> WeakLabels:
    return read(Path(__file__).with_suffix(".toml"), WeakLabels)


@cache
def _acts() -> Mapping[str, DialogueAct]:
    return {intent: act for act, intents in _table().acts.items() for intent in intents}
