"""Reading and writing a domain's TOML file. Knows of templates only the slots that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import ConfigError
from models.files import write_text
from models.nlu.domain import ENTRIES
from models.text.structured import read_toml

HOME = "home"
"""Name of the assistant's own domain, `training/configs/home.toml`, which other domains may extend."""
_SLOT = re.compile(r"\{([^{}]*)\}")


class SlotVocabulary(BaseModel):
    """The values of a slot."""

    model_config = ConfigDict(extra="forbid")
    values: list[str] = []
    """All values of a closed slot."""
    synonyms: dict[str, list[str]] = {}
    """Value → other words for it."""
    examples: list[str] = []
    """Values of an open slot, which may be templates; the slot takes any other value too."""


class IntentTemplates(BaseModel):
    """The sentences of an intent, and the reply to it."""

    model_config = ConfigDict(extra="forbid")
    sentences: list[str] = []
    reply: str = ""
    """Reply where no skill handles the intent. `{slot}` becomes the slot's value, `{entries}` today's kept
    sentences; a part in brackets is left out if one of its slots has no value."""
    keep: bool = False
    """Keep the sentence with its time; needs a reply, which confirms it."""


class Domain(BaseModel):
    """The form of a domain file."""

    model_config = ConfigDict(extra="forbid")
    name: str
    extends: Literal["", "home"] = ""
    """`home` adds to the built-in intents; otherwise the domain replaces them."""
    per_sentence: int = Field(default=30, ge=1)
    """Sentences drawn from each template."""
    slots: dict[str, SlotVocabulary] = {}
    intents: dict[str, IntentTemplates] = {}


def read(path: Path) -> Domain:
    """A domain from its TOML file.

    Raises:
        ConfigError: not TOML, an unknown key, or inconsistent slots and values; names every problem.
    """
    try:
        domain = Domain.model_validate(read_toml(path))
    except ValidationError as error:
        fields = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError("; ".join(fields), where=str(path)) from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot be read as a domain ({error})", where=str(path)) from error
    if wrong := sorted(set(problems(domain))):
        raise ConfigError("; ".join(wrong), where=str(path))
    return domain


def problems(domain: Domain) -> Iterator[str]:
    """The inconsistencies of a domain, a clause each."""
    for intent, templates in domain.intents.items():
        for template in [*templates.sentences, templates.reply]:
            for slot in _SLOT.findall(template):
                if slot not in domain.slots and not (template is templates.reply and slot == ENTRIES):
                    yield f"{intent} has the slot {{{slot}}}, which [slots.{slot}] does not describe"
        if templates.keep and not templates.reply:
            yield f"{intent} is kept without a reply that says so"
    for name, slot in domain.slots.items():
        if name == ENTRIES:
            yield f"[slots.{name}] has the name that stands for the kept sentences"
        if not (slot.values or slot.examples):
            yield f"[slots.{name}] has neither values nor examples"
        for value in slot.synonyms.keys() - set(slot.values):
            yield f"[slots.{name}] has synonyms of {value!r}, which is none of its values"


def write(path: Path, domain: Domain) -> None:
    """Write a domain as TOML, defaults left out."""
    content = domain.model_dump(exclude_defaults=True)
    write_text(path, tomli_w.dumps(content, multiline_strings=False))
