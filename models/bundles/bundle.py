"""A bundle: a recognizer, a classifier and a generator under one name and version."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from models import paths
from models.bundles import active
from models.checkpoint import base_or_itself
from models.errors import CheckpointError
from models.text.structured import read_toml
from models.weights import catalogue

FILE = "bundle.toml"
DRAFTS = ".drafts"
"""Folder among the bundles for unfinished ones."""
Part = Literal["recognizer", "classifier", "generator"]
PARTS: tuple[Part, ...] = get_args(Part)
"""In order of training."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The model of each part: a folder, a store name or a Hugging Face id; empty for none."""

    recognizer: str = ""
    classifier: str = ""
    generator: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle's parts: each a folder, a store name or a Hugging Face id."""

    name: str
    version: str
    recognizer: str
    classifier: str
    generator: str
    folder: Path


class _File(BaseModel):
    """`bundle.toml`; each model is a folder beside it, a store name or a Hugging Face id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str
    recognizer: str
    classifier: str
    generator: str


def resolve(name_or_dir: str | None = None) -> Bundle:
    """The bundle of a name or folder; the active bundle for None.

    Arguments:
        name_or_dir: a folder with a bundle.toml, `name` for its highest version, or `name@version`.

    Raises:
        CheckpointError: there is no such bundle, its file is invalid, or a model of it is missing.
    """
    if name_or_dir is None:
        return _active()
    for folder in (Path(name_or_dir).expanduser(), paths.bundles() / name_or_dir.replace("@", "/")):
        if (folder / FILE).is_file():
            return _complete(read(folder))
    versions = _own(name_or_dir) if name_or_dir else []
    if versions:
        return _complete(read(versions[-1]))
    released = read(paths.released())
    if name_or_dir in (released.name, f"{released.name}@{released.version}", active.RELEASED):
        return _complete(released)
    raise CheckpointError(
        "no bundle has this name, and no folder of this name holds a bundle.toml",
        where=name_or_dir,
        do="`assistant models list` shows the bundles",
    )


def toml(name: str, version: str, models: Mapping[str, str]) -> str:
    """The content of a bundle's file.

    Arguments:
        models: part → its folder, store name or Hugging Face id.
    """
    rows = {"name": name, "version": version} | {part: models[part] for part in PARTS}
    return "".join(f'{key} = "{value}"\n' for key, value in rows.items())


def _active() -> Bundle:
    """The latest bundle of the history that still exists; else the released one.

    Raises:
        CheckpointError: the bundle exists and is broken; no other takes its place.
    """
    for place in reversed(active.history()):
        folder = active.folder(place)
        if (folder / FILE).is_file():
            try:
                return _complete(read(folder))
            except CheckpointError as error:
                raise CheckpointError(
                    f"the bundle in use is broken: {error.what}",
                    where=error.where,
                    do="`assistant models rollback` goes back to the one before",
                ) from error
    return _complete(read(paths.released()))


def available() -> tuple[Bundle, ...]:
    """The released bundle and the owner's, each name's versions in order.

    Raises:
        CheckpointError: a bundle's file is invalid.
    """
    return tuple(read(folder) for folder in (paths.released(), *_own()))


def _own(name: str | None = None) -> list[Path]:
    """The folders of the owner's bundles, of one name or of all; each name's highest version last."""
    named = [paths.bundles() / name] if name else paths.bundles().glob("[!.]*")
    folders = [file.parent for folder in named for file in folder.glob(f"*/{FILE}")]
    return sorted(folders, key=lambda folder: (folder.parent.name, _order(folder.name)))


def read(folder: Path) -> Bundle:
    """The bundle in `folder`.

    Raises:
        CheckpointError: the file is missing or invalid.
    """
    folder = folder.resolve()
    file = folder / FILE
    try:
        content = _File.model_validate(read_toml(file))
    except FileNotFoundError as error:
        raise CheckpointError("there is no such bundle", where=str(file)) from error
    except ValidationError as error:
        wrong = ", ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg'].lower()}" for e in error.errors())
        raise CheckpointError(f"not a bundle ({wrong})", where=str(file)) from error
    except ValueError as error:
        raise CheckpointError(f"not TOML ({error})", where=str(file)) from error
    located = {part: _locate(getattr(content, part), folder) for part in PARTS}
    return Bundle(name=content.name, version=content.version, folder=folder, **located)


def _locate(model: str, folder: Path) -> str:
    """The model's folder beside the bundle's file; else its store name or Hugging Face id."""
    if not (folder / model).is_dir() and (catalogue.find(model) or re.fullmatch(catalogue.HUB_ID, model)):
        return model
    return os.path.normpath(folder / model)


def _complete(bundle: Bundle) -> Bundle:
    """The bundle itself, or a CheckpointError for a missing model folder."""
    for part, model in parts(bundle):
        if Path(model).is_absolute() and not Path(model).is_dir():
            raise CheckpointError(f"its {part} is not there", where=str(bundle.folder / FILE))
    return bundle


def mark(bundle: Bundle, models: Parts) -> str:
    """`name@version`, with a digest of the models that are not the bundle's own; changes when they do."""
    digest = hashlib.sha256()
    for part, own in parts(bundle):
        model = getattr(models, part)
        if model != own:
            newest = max((file.stat().st_mtime_ns for file in Path(model).glob("*")), default=0)
            digest.update(f"{part} {model} {newest}".encode())
    own_alone = digest.digest() == hashlib.sha256().digest()
    return f"{bundle.name}@{bundle.version}{'' if own_alone else f'+{digest.hexdigest()[:8]}'}"


def _order(version: str) -> list[tuple[int, str]]:
    """A sort key that compares numbers in a version as numbers: 1.10 after 1.9."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in version.split(".")]


def parts(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Each part and its model."""
    for part in PARTS:
        yield part, getattr(bundle, part)


def bases(bundle: Bundle) -> Iterator[str]:
    """The base weights of each part: the model itself, or the base of an adapter."""
    for _, model in parts(bundle):
        yield base_or_itself(model)
