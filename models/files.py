"""Atomic writes: a file or folder is whole under its name, or not there. Knows no format.

The draft lies beside the target, as `.NAME.partial`: a fixed name, so that the next write replaces the draft
of a killed process.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from models.errors import StoreError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
RESUMABLE = "make room and run the same command again: it goes on where it stopped"


class DiskFull(StoreError):
    """No room on the disk; finished downloads are kept."""


def write_text(path: Path, text: str, *, private: bool = False) -> None:
    """Write a text as UTF-8.

    Arguments:
        private: mode 0600.

    Raises:
        StoreError: the disk refuses.
    """
    write_bytes(path, text.encode(), private=private)


def write_bytes(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file's whole content.

    Arguments:
        private: mode 0600.

    Raises:
        StoreError: the disk refuses.
    """
    with disk_errors(path), replacing(path, private=private) as draft:
        draft.write_bytes(content)


@contextmanager
def replacing(path: Path, *, private: bool = False, shared: bool = False) -> Iterator[Path]:
    """An empty draft file beside `path`, put in its place at the end and deleted after an error.

    Arguments:
        private: mode 0600.
        shared: several processes may write the file at a time; the last one wins.

    Raises:
        OSError: the disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = partial(path, shared=shared)
    # an older draft has its own mode
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600 if private else 0o666)
    try:
        yield draft
        put(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def draft_folder(path: Path, *, private: bool = False) -> Path:
    """An empty draft folder beside the folder `path`, for `put` to put in its place.

    Arguments:
        private: mode 0700.
    """
    draft = partial(path)
    shutil.rmtree(draft, ignore_errors=True)
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.mkdir(mode=0o700 if private else 0o777)
    return draft


def partial(path: Path, *, shared: bool = False) -> Path:
    """Where the draft of `path` lies.

    Arguments:
        shared: a name of this process alone.
    """
    process = f".{os.getpid()}" if shared else ""
    return path.with_name(f".{path.name}{process}.partial")


def put(made: Path, target: Path) -> Path:
    """Move a finished file or folder into place on the same disk, durably; returns `target`.

    A file is replaced in one step. A folder cannot be: the old one is moved aside first.
    """
    for file in made.rglob("*") if made.is_dir() else [made]:
        if file.is_file():
            _sync(file)
    if target.is_dir():
        old = target.with_name(f".{target.name}.replaced")
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        made.replace(target)
        shutil.rmtree(old, ignore_errors=True)
    else:
        made.replace(target)
    # elsewhere a folder's entries are durable without, and cannot be synced
    if os.name == "posix":
        _sync(target.parent)
    return target


def _sync(path: Path) -> None:
    # Windows syncs what is open for writing alone
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk_errors(where: Path) -> Iterator[None]:
    """Turn the disk's refusals into errors of one sentence.

    Raises:
        DiskFull: no room.
        StoreError: any other refusal.
    """
    try:
        yield
    except SafetensorError as error:
        # the library writes by itself and gives the system's error number in words alone
        if any(f"os error {number}" in str(error) for number in FULL):
            raise DiskFull("no room left on the disk", where=str(where), do=RESUMABLE) from error
        raise
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull("no room left on the disk", where=str(where), do=RESUMABLE) from error
        raise StoreError(
            f"cannot be written ({error.strerror or error})",
            where=error.filename or str(where),
            do="check the folder, or set ASSISTANT_HOME to another one",
        ) from error
