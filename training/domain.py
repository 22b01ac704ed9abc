"""A domain: intents, slots and sentence templates in a user's TOML → examples. Knows hassil, no network."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hassil.errors import HassilError
from hassil.expression import Alternative, Expression, ListReference, Permutation, Sequence, TextChunk
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import ConfigError
from models.manifest import Example, SlotLabel

_MARK = re.compile(r"⟦(\w+)⟧(.*?)⟦/⟧")


class SlotVocabulary(BaseModel):
    """What a slot may hold."""

    model_config = ConfigDict(extra="forbid")
    values: list[str] = []
    """Closed: it holds one of these and nothing else."""
    synonyms: dict[str, list[str]] = {}
    """Other ways of saying a value."""
    examples: list[str] = []
    """Open: such values, templates themselves, fill the sentences, and any other may be said."""


class IntentTemplates(BaseModel):
    """How an intent is said, and what is answered."""

    model_config = ConfigDict(extra="forbid")
    sentences: list[str] = []
    reply: str = ""


class Domain(BaseModel):
    """A domain file."""

    model_config = ConfigDict(extra="forbid")
    name: str
    extends: str = ""
    per_sentence: int = Field(default=30, ge=1)
    """How many sentences are drawn from each template."""
    slots: dict[str, SlotVocabulary] = {}
    intents: dict[str, IntentTemplates] = {}


def read(path: Path) -> Domain:
    """A domain from its TOML file.

    Raises:
        ConfigError: not TOML, an unknown key, or a template with a slot that is not described.
    """
    try:
        domain = Domain.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError("; ".join(problems), where=str(path)) from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot be read as a domain ({error})", where=str(path)) from error
    unknown = {
        f"{intent} has the slot {{{slot}}}, which [slots.{slot}] does not describe"
        for intent, templates in domain.intents.items()
        for sentence in templates.sentences
        for slot in re.findall(r"\{(\w+)\}", sentence)
        if slot not in domain.slots
    }
    if unknown:
        raise ConfigError("; ".join(sorted(unknown)), where=str(path))
    return domain


def expand(domain: Domain, seed: int = 0) -> Iterator[Example]:
    """Sentences drawn from every template, each once, slots marked; the same ones for the same seed.

    Raises:
        ConfigError: a template that hassil cannot read.
    """
    draw = random.Random(seed)
    for intent, templates in domain.intents.items():
        seen: set[str] = set()
        for sentence in templates.sentences:
            expression = _parse(sentence)
            for _ in range(domain.per_sentence):
                text, slots = _unmark(_draw(expression, domain, draw))
                if text and text not in seen:
                    seen.add(text)
                    yield Example(text=text, intent=intent, slots=slots)


def _parse(template: str) -> Expression:
    try:
        expression: Expression = parse_sentence(template).expression
    except (HassilError, ParseError, ValueError) as error:
        raise ConfigError(f"the template {template!r} cannot be read ({error})") from error
    return expression


def _draw(expression: Any, domain: Domain, draw: random.Random) -> str:
    """One sentence at random; the slots' values stand between marks."""
    match expression:
        case TextChunk():
            return str(expression.original_text)
        case ListReference():
            slot = domain.slots[expression.list_name]
            said = [*slot.values, *(s for more in slot.synonyms.values() for s in more), *slot.examples]
            value = " ".join(_draw(_parse(draw.choice(said)), domain, draw).split())
            return f"⟦{expression.list_name}⟧{value}⟦/⟧"
        case Alternative():
            return _draw(draw.choice(expression.items), domain, draw)
        case Permutation():
            return " ".join(
                _draw(item, domain, draw) for item in draw.sample(expression.items, len(expression.items))
            )
        case Sequence():
            return "".join(_draw(item, domain, draw) for item in expression.items)
        case _:
            raise ConfigError(f"a template holds {type(expression).__name__}, which a domain cannot")


def _unmark(marked: str) -> tuple[str, tuple[SlotLabel, ...]]:
    marked = " ".join(marked.split())
    text, slots, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        slots.append(SlotLabel(match[1], match[2], len(text), len(text) + len(match[2])))
        text += match[2]
        last = match.end()
    return text + marked[last:], tuple(slots)
