"""Which bundle is in use: one small file that remembers those before it. Knows places, no bundle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from models import files, paths
from models.errors import CheckpointError

FILE = "active.json"
RELEASED = "released"
"""In place of a folder: whichever bundle ships with the program."""
_MOST = 50
"""Steps that can be gone back."""

Place = str
"""`name/version` among the user's bundles, an absolute folder, or `RELEASED`."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    history: tuple[Place, ...]
    """The one in use last."""


def history() -> tuple[Place, ...]:
    """What was in use, the last one now; empty where nothing was ever chosen.

    Raises:
        CheckpointError: the file says something else.
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
    """Where a place is; it may be gone."""
    return paths.released() if place == RELEASED else paths.bundles() / place


def place(folder: Path) -> Place:
    """What stands for a bundle's folder."""
    if folder.resolve() == paths.released().resolve():
        return RELEASED
    own = paths.bundles().resolve()
    return folder.relative_to(own).as_posix() if folder.is_relative_to(own) else str(folder)


def change(how: Callable[[tuple[Place, ...]], tuple[Place, ...]]) -> None:
    """Replace the history by what `how` makes of it, whole or not at all, one process at a time."""
    paths.bundles().mkdir(parents=True, exist_ok=True)
    with FileLock(paths.bundles() / f".{FILE}.lock"):
        changed = _File(history=how(history())[-_MOST:])
        files.write_text(paths.bundles() / FILE, changed.model_dump_json(indent=1) + "\n")
