"""Labelled phrases, put together to examples. Knows no template."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.manifest import CommandLabel, Example, Split
from models.types import DialogueAct, Message, Relation
from training.synthesis.acts import phrases
from training.synthesis.acts.phrases import Stretch

MOST_WORDS = 20
_TYPED = 0.12
"""Share of the sentences as people type them, with a capital and a final mark."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A command to be: its words and its labels."""

    phrase: Stretch
    act: DialogueAct
    intent: str | None = None
    """None for unknown."""
    relation: Relation = "new"


def assemble(
    parts: Sequence[Draft | str], split: Split | None, draw: random.Random, context: tuple[Message, ...] = ()
) -> Example | None:
    """One example of commands and the words between them; None if it is too long.

    Words between begin with their own space or comma.
    """
    text = ""
    commands: list[CommandLabel] = []
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        text += " " if text and not text.endswith(" ") else ""
        start, phrase = len(text), part.phrase
        text += phrase.text
        slots = None if phrase.slots is None else tuple(phrases.shifted(s, start) for s in phrase.slots)
        commands.append(
            CommandLabel(start, len(text), part.act, part.relation, intent=part.intent, slots=slots)
        )
    if len(text.split()) > MOST_WORDS:
        return None
    if draw.random() < _TYPED:
        text = re.sub(r"\bi\b(?!\.)", "I", text[0].upper() + text[1:])
        text += "?" if commands[-1].dialogue_act == "question" else draw.choice((".", ".", "!", ""))
        commands[-1] = replace(commands[-1], end=len(text))
    first = commands[0]
    return Example(
        text=text,
        split=split,
        intent=first.intent,
        slots=first.slots,
        context=context,
        dialogue_act=first.dialogue_act,
        relation=first.relation,
        commands=tuple(commands),
    )
