"""Which bundle the assistant uses from now on: another one, a new one, or the one before.

What is made is made in a draft's folder. It is moved among the bundles when it is whole, and only then the
file that names the active bundle is replaced: whenever the program is stopped, some whole bundle is active.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from models import files, paths
from models.bundles import active, bundle
from models.bundles.bundle import Bundle
from models.errors import CheckpointError


def use(name_or_dir: str) -> Bundle:
    """Make a bundle the active one; what was active is remembered.

    Arguments:
        name_or_dir: as `bundle.resolve` takes it.

    Raises:
        CheckpointError: there is no such bundle, or one of its models is not there.
    """
    chosen = bundle.resolve(name_or_dir)
    place = active.place(chosen.folder)
    active.change(lambda before: before if before[-1:] == (place,) else (*before, place))
    return chosen


def rollback() -> Bundle:
    """Make the bundle active that was before; the one that was active stays and can be used again.

    Raises:
        CheckpointError: there is none before it.
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
    """An empty folder in which a bundle can be made; nobody takes it for one, and a draft of that name that
    was left behind is gone."""
    folder = paths.bundles() / bundle.DRAFTS / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def next_version(name: str) -> str:
    """The whole number after all versions of a name."""
    taken = [folder.name for folder in (paths.bundles() / name).glob("*") if folder.name.isdigit()]
    return str(max(map(int, taken), default=0) + 1)


def keep(made: Path) -> Bundle:
    """Move a finished draft to where bundles are, under the name and version that its file says.

    Raises:
        CheckpointError: it is no whole bundle, or this version is there already.
        StoreError: the disk refuses.
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
        CheckpointError, StoreError: as `keep`.
    """
    kept = keep(made)
    return use(str(kept.folder))
