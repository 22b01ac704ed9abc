"""Small talk written for the assistant, with questions that it cannot answer and facts that it was told.

SOURCE is `small_talk.toml` beside this file, or another file of its form. Written for this project.
Licence: Apache-2.0, as the project's.

Test sentences have wordings and values that no training sentence has.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from models.manifest import SPLITS, Example, Split
from models.types import Message
from training.config import read
from training.corpora.own.skills import spoken, wordings
from training.corpora.own.values import Values

AMOUNTS: Mapping[Split, int] = {"train": 24, "valid": 2, "test": 4}
"""Examples per topic."""


class Talk(BaseModel):
    """Wordings of one request, and answers to it."""

    model_config = ConfigDict(extra="forbid")
    heard: list[str] = Field(min_length=4)
    """The user's wordings."""
    say: list[str] = Field(min_length=1)
    """The assistant's answers."""
    told: list[str] = []
    """The messages before, the user's first."""
    notes: str = ""
    """Known facts about the user."""


class Talks(BaseModel):
    """The form of `small_talk.toml`."""

    model_config = ConfigDict(extra="forbid")
    values: dict[str, list[str]]
    talk: list[Talk]


def convert(source: Path) -> Iterator[Example]:
    """The templates' file → examples with context and reply, drawn by fixed seeds.

    Raises:
        ConfigError: a missing or an invalid file.
    """
    talks = read(source, Talks)
    for number, talk in enumerate(talks.talk):
        for split in SPLITS:
            draw = random.Random(f"{number} {split}")
            seen: set[Example] = set()
            for _ in range(AMOUNTS[split]):
                example = _example(talk, talks, draw, split)
                if example not in seen:
                    seen.add(example)
                    yield example


def _example(talk: Talk, talks: Talks, draw: random.Random, split: Split) -> Example:
    values = Values(talks.values, draw, split)
    notes = (Message("system", values.fill(talk.notes)),) if talk.notes else ()
    told = [Message("assistant" if n % 2 else "user", values.fill(text)) for n, text in enumerate(talk.told)]
    text = spoken(values.fill(draw.choice(wordings(talk.heard, split))), draw)
    reply = values.fill(draw.choice(talk.say))
    return Example(text=text, context=(*notes, *told), reply=reply, split=split)
