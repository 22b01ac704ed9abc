"""A bundle: the recognizer, classifier and generator that go together, with a name and a version."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from models import paths
from models.bundles import active
from models.checkpoint import base_or_itself
from models.errors import CheckpointError
from models.weights import catalogue

FILE = "bundle.toml"
DRAFTS = ".drafts"
"""Among the bundles: where they are made; none of them is a bundle yet."""
Part = Literal["recognizer", "classifier", "generator"]
PARTS: tuple[Part, ...] = get_args(Part)
"""In the order in which they are trained."""


@dataclass(frozen=True, slots=True)
class Parts:
    """One value for each model of a bundle: a folder, a store name or a Hugging Face id; empty for none."""

    recognizer: str = ""
    classifier: str = ""
    generator: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Where each model of a bundle is: a folder, a store name or a Hugging Face id."""

    name: str
    version: str
    recognizer: str
    classifier: str
    generator: str
    folder: Path


class _File(BaseModel):
    """What `bundle.toml` says; each model is a folder beside it, a store name or a Hugging Face id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str
    recognizer: str
    classifier: str
    generator: str


def resolve(name_or_dir: str | None = None) -> Bundle:
    """The bundle of that name or folder; the active one where None is given.

    Arguments:
        name_or_dir: a folder with a bundle.toml, `name` for its highest version, or `name@version`.

    Raises:
        CheckpointError: there is no such bundle, or its file is wrong or names a model that is not there.
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
    """What a bundle's file says.

    Arguments:
        models: part → where it is.
    """
    rows = {"name": name, "version": version} | {part: models[part] for part in PARTS}
    return "".join(f'{key} = "{value}"\n' for key, value in rows.items())


def _active() -> Bundle:
    """The one that was chosen last and is still there; the released one where there is none.

    One that is there and broken is an error, not a reason to use another.
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
    """The released bundle and the user's own, each name's versions in order.

    Raises:
        CheckpointError: one of them has a wrong file.
    """
    return tuple(read(folder) for folder in (paths.released(), *_own()))


def _own(name: str | None = None) -> list[Path]:
    """The user's bundles, of one name or of all; each name's highest version last."""
    named = [paths.bundles() / name] if name else paths.bundles().glob("[!.]*")
    folders = [file.parent for folder in named for file in folder.glob(f"*/{FILE}")]
    return sorted(folders, key=lambda folder: (folder.parent.name, _order(folder.name)))


def read(folder: Path) -> Bundle:
    """The bundle in `folder`.

    Raises:
        CheckpointError: the file is missing or wrong.
    """
    folder = folder.resolve()
    file = folder / FILE
    try:
        content = _File.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
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
    """A folder beside the bundle's file wins over a name."""
    if not (folder / model).is_dir() and (catalogue.find(model) or re.fullmatch(catalogue.HUB_ID, model)):
        return model
    return str(folder / model)


def _complete(bundle: Bundle) -> Bundle:
    """The bundle, if the folders that it names are there."""
    for part, model in parts(bundle):
        if Path(model).is_absolute() and not Path(model).is_dir():
            raise CheckpointError(f"its {part} is not there", where=str(bundle.folder / FILE))
    return bundle


def _order(version: str) -> list[tuple[int, str]]:
    """1.10 after 1.9: numbers in a version compare as numbers."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in version.split(".")]


def parts(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """The kinds of its models and where they are."""
    for part in PARTS:
        yield part, getattr(bundle, part)


def bases(bundle: Bundle) -> Iterator[str]:
    """The bases that it runs on: the models that it names, and what its adapters were trained on."""
    for _, model in parts(bundle):
        yield base_or_itself(model)
