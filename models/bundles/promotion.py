"""Changes of the active bundle: use another, promote a new one, roll back.

A new bundle is written into a draft's folder and moved among the bundles when complete; only then the file
that names the active bundle is replaced. A complete bundle is active whenever the program stops.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from models import files, paths
from models.bundles import active, bundle
from models.bundles.bundle import Bundle
from models.errors import CheckpointError


def use(name_or_dir: str) -> Bundle:
    """Make a bundle the active one; `rollback` returns to the one before.

    Arguments:
        name_or_dir: as for `bundle.resolve`.

    Raises:
        CheckpointError: there is no such bundle, or a model of it is missing.
    """
    chosen = bundle.resolve(name_or_dir)
    place = active.place(chosen.folder)
    active.change(lambda before: before if before[-1:] == (place,) else (*before, place))
    return chosen


def rollback() -> Bundle:
    """Make the previously active bundle active again; the current one stays on disk.

    Raises:
        CheckpointError: there is no previous bundle.
    """

    def back(before: tuple[str, ...]) -> tuple[str, ...]:
        there = [place for place in before if (active.folder(place) / bundle.FILE).is_file()]
        if not there or there == [active.RELEASED]:
            raise CheckpointError(
                "there is nothing to go back to: the bundle that ships with the program is in use",
                do="`assistant models list` shows the bundles",
            )
        del there[-1]
        return tuple(there)

    active.change(back)
    return bundle.resolve()


def draft(name: str) -> Path:
    """Create an empty folder for a new bundle, hidden from `available`; delete an old draft of the name."""
    folder = paths.bundles() / bundle.DRAFTS / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def next_version(name: str) -> str:
    """The next whole number after a name's versions."""
    taken = [folder.name for folder in (paths.bundles() / name).glob("*") if folder.name.isdigit()]
    return str(max(map(int, taken), default=0) + 1)


def keep(made: Path) -> Bundle:
    """Move a finished draft among the bundles, under the name and version of its file.

    Raises:
        CheckpointError: the draft is no complete bundle, or its version exists already.
        StoreError: the draft cannot be moved.
    """
    finished = bundle.resolve(str(made))
    target = paths.bundles() / finished.name / finished.version
    if target.exists():
        raise CheckpointError("this version of the bundle is there already", where=str(target))
    with files.disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        files.put(made, target)
    return bundle.read(target)


def promote(made: Path) -> Bundle:
    """Keep a finished draft and make it the active bundle.

    Raises:
        CheckpointError, StoreError: as for `keep`.
    """
    kept = keep(made)
    return use(str(kept.folder))
