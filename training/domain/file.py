"""A domain's TOML file, read and written. Knows no template's inside but the slots that it names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import ConfigError
from models.files import write_text
from models.nlu.domain import ENTRIES

HOME = "home"
"""The assistant's own domain, `training/configs/home.toml`, which another one may extend."""
_SLOT = re.compile(r"\{([^{}]*)\}")


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
    """Said where no skill takes the intent. `{slot}` is its value, `{entries}` what was taken down today;
    what stands in brackets is said only where every slot in them was named."""
    keep: bool = False
    """The sentence is taken down, with the time; needs a reply, which says so."""


class Domain(BaseModel):
    """A domain file."""

    model_config = ConfigDict(extra="forbid")
    name: str
    extends: Literal["", "home"] = ""
    """`home` keeps the built-in intents; without it the domain replaces them."""
    per_sentence: int = Field(default=30, ge=1)
    """How many sentences are drawn from each template."""
    slots: dict[str, SlotVocabulary] = {}
    intents: dict[str, IntentTemplates] = {}


def read(path: Path) -> Domain:
    """A domain from its TOML file; every problem at once.

    Raises:
        ConfigError: not TOML, an unknown key, or slots and values that do not fit together.
    """
    try:
        domain = Domain.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        fields = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError("; ".join(fields), where=str(path)) from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot be read as a domain ({error})", where=str(path)) from error
    if wrong := sorted(set(problems(domain))):
        raise ConfigError("; ".join(wrong), where=str(path))
    return domain


def problems(domain: Domain) -> Iterator[str]:
    """What does not fit together, a clause each."""
    for intent, templates in domain.intents.items():
        for template in [*templates.sentences, templates.reply]:
            for slot in _SLOT.findall(template):
                if slot not in domain.slots and not (template is templates.reply and slot == ENTRIES):
                    yield f"{intent} has the slot {{{slot}}}, which [slots.{slot}] does not describe"
        if templates.keep and not templates.reply:
            yield f"{intent} is kept without a reply that says so"
    for name, slot in domain.slots.items():
        if name == ENTRIES:
            yield f"[slots.{name}] has a name that stands for what was taken down"
        if not (slot.values or slot.examples):
            yield f"[slots.{name}] has neither values nor examples"
        for value in slot.synonyms.keys() - set(slot.values):
            yield f"[slots.{name}] has synonyms of {value!r}, which is none of its values"


def write(path: Path, domain: Domain) -> None:
    """Write a domain as TOML, defaults left out."""
    content = domain.model_dump(exclude_defaults=True)
    write_text(path, tomli_w.dumps(content, multiline_strings=False))
