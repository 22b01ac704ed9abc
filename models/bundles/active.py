"""The history of active bundles, in one small file. Knows places, no bundle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from models import files, paths
from models.errors import CheckpointError

FILE = "active.json"
RELEASED = "released"
"""The place of the bundle that ships with the program."""
_MOST = 50
"""Length of the history."""

Place = str
"""`name/version` among the owner's bundles, an absolute folder, or `RELEASED`."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    history: tuple[Place, ...]
    """The active bundle last."""


def history() -> tuple[Place, ...]:
    """Places of the active bundles, oldest first; empty before the first choice.

    Raises:
        CheckpointError: the file is damaged.
    """
    file = paths.bundles() / FILE
    try:
        return _File.model_validate_json(file.read_bytes()).history
    except FileNotFoundError:
        return ()
    except ValidationError as error:
        raise CheckpointError(
            "does not say which bundle is in use",
            where=str(file),
            do="delete it: the released one is used then",
        ) from error


def folder(place: Place) -> Path:
    """The folder of a place; it may be missing."""
    return paths.released() if place == RELEASED else paths.bundles() / place


def place(folder: Path) -> Place:
    """The place of a bundle's folder."""
    if folder.resolve() == paths.released().resolve():
        return RELEASED
    own = paths.bundles().resolve()
    return folder.relative_to(own).as_posix() if folder.is_relative_to(own) else str(folder)


def change(how: Callable[[tuple[Place, ...]], tuple[Place, ...]]) -> None:
    """Replace the history by `how(history)`, atomically and one process at a time."""
    paths.bundles().mkdir(parents=True, exist_ok=True)
    with FileLock(paths.bundles() / f".{FILE}.lock"):
        changed = _File(history=how(history())[-_MOST:])
        files.write_text(paths.bundles() / FILE, changed.model_dump_json(indent=1) + "\n")
