"""What is said beside a command: "i've a boiler to fit at seven" before "wake us at six", from templates.

Written for this project. Train and valid share no template.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from models.manifest import CommandLabel, Example
from models.types import Modifiers
from training.config import read
from training.corpora.own.dialogues import FOLDER, read_folder, split_of_template, value_lists
from training.corpora.own.marked import Drawing
from training.data.commands import commands_of

FILE = Path(__file__).with_suffix(".toml")
SHARE = 0.15
"""Of the examples that can have an aside, those that get one."""
MOST_WORDS = 26
_MEANT = frozenset({"request", "question", "prohibition"})
_DICTATED = ("note_", "email_", "social_", "general_")
"""Intents whose last words may be any, or that are talk themselves."""
_BEFORE = (" ", " ", " ", ", ", " so ", " and ", " anyway ", ". ")
_AFTER = (" ", " ", " ", ", ", ", ", ". ")
_MARK = re.compile(r"[.?!]+$")


class Templates(BaseModel):
    """Templates of asides by their place."""

    model_config = ConfigDict(extra="forbid")
    before: list[str] = Field(min_length=1)
    after: list[str] = Field(min_length=1)


class AsideFile(BaseModel):
    """The form of `asides.toml`."""

    model_config = ConfigDict(extra="forbid")
    lists: dict[str, list[str]] = {}
    asides: Templates


def beside(examples: Sequence[Example], seed: int = 0, share: float = SHARE) -> Iterator[Example]:
    """Some of the examples with an aside, which is a statement out of scope, before or after their commands.

    An aside has its example's split. Labels of the commands stay; their slots and modifiers are theirs alone.

    Raises:
        ConfigError: an invalid template.
    """
    draw = random.Random(f"{seed} asides")
    templates, lists = _templates()
    for example in examples:
        if draw.random() >= share or not _can_have_one(example):
            continue
        place = draw.choice(("before", "after"))
        fitting = templates[place, example.split or "train"]
        aside = Drawing(lists, draw).sentence(draw.choice(fitting)).text
        if len(f"{example.text} {aside}".split()) <= MOST_WORDS:
            yield _joined(example, aside, before=place == "before", draw=draw)


def _can_have_one(example: Example) -> bool:
    return (
        bool(example.text)
        and example.split in (None, "train", "valid")
        and not example.danger
        and all(
            c.dialogue_act in _MEANT and c.intent and not c.intent.startswith(_DICTATED)
            for c in commands_of(example)
        )
    )


def _joined(example: Example, aside: str, *, before: bool, draw: random.Random) -> Example:
    text = example.text or ""
    typed = text[0].isupper()
    if typed:
        aside = re.sub(r"\bi\b", "I", aside)
    between = draw.choice(_BEFORE) if before else " " if (ends := _MARK.search(text)) else draw.choice(_AFTER)
    if typed and (before or ends or "." in between):
        aside = aside[0].upper() + aside[1:]
    if before:
        text = text if "." in between else text[0].lower() + text[1:]
    whole = between.join((aside, text) if before else (text, aside))
    start, by = (0, len(aside + between)) if before else (len(text + between), 0)
    told = CommandLabel(
        start, start + len(aside), "statement", "new", out_of_scope=True, slots=(), modifiers=Modifiers()
    )
    meant = tuple(_shifted(command, by) for command in commands_of(example))
    labels = (told, *meant) if before else (*meant, told)
    first = labels[0]
    return replace(
        example, text=whole, commands=labels, intent=first.intent, out_of_scope=first.out_of_scope,
        slots=first.slots, dialogue_act=first.dialogue_act, relation=first.relation,
    )  # fmt: skip


def _shifted(command: CommandLabel, by: int) -> CommandLabel:
    slots = command.slots and tuple(replace(s, start=s.start + by, end=s.end + by) for s in command.slots)
    return replace(command, start=command.start + by, end=command.end + by, slots=slots)


@cache
def _templates() -> tuple[Mapping[tuple[str, str], Sequence[str]], Mapping[str, tuple[str, ...]]]:
    """Templates by place and split, and the value lists."""
    file = read(FILE, AsideFile)
    lists = {
        **value_lists(read_folder(FOLDER)),
        **{name: tuple(values) for name, values in file.lists.items()},
    }
    found: dict[tuple[str, str], list[str]] = {}
    for place in ("before", "after"):
        for template in getattr(file.asides, place):
            found.setdefault((place, split_of_template(template)), []).append(template)
    return found, lists
