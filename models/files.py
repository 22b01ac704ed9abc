"""Writing into a cache that processes share: one writer at a time, nothing half written, a full disk said."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from safetensors import SafetensorError

from models.errors import StoreError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
AGAIN = "make room and run the same command again: it goes on where it stopped"


class DiskFull(StoreError):
    """No room; what was fetched so far is kept."""


@contextmanager
def errors_said(folder: Path) -> Iterator[None]:
    """Inside, what the disk refuses becomes one sentence.

    Raises:
        DiskFull: no room.
        StoreError: any other refusal.
    """
    try:
        yield
    except SafetensorError as error:
        # the library writes by itself and tells the system's error in words alone
        if any(f"os error {number}" in str(error) for number in FULL):
            raise DiskFull("no room left on the disk", where=str(folder), do=AGAIN) from error
        raise
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull("no room left on the disk", where=str(folder), do=AGAIN) from error
        raise StoreError(
            f"cannot be written ({error.strerror or error})",
            where=error.filename or str(folder),
            do="check the folder, or set ASSISTANT_HOME to another one",
        ) from error


def require_room(folder: Path, needed: int, what: str) -> None:
    """Say at the beginning, not at the end, that the disk is too small.

    Raises:
        DiskFull: fewer than `needed` bytes are free.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(
            f"{what} needs {needed / 1e6:.0f} MB and {free / 1e6:.0f} MB are free",
            where=str(folder),
            do=AGAIN,
        )


@contextmanager
def one_writer(parent: Path, name: str, waiting: Callable[[], None]) -> Iterator[Path]:
    """A scratch folder beside `parent/name` that this process alone has; it is gone afterwards.

    Arguments:
        waiting: called once where another process has to finish first.
    """
    parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(parent / f".{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        for left_behind in parent.glob(f".{name}-*"):
            shutil.rmtree(left_behind)
        with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=parent) as scratch:
            yield Path(scratch)
    finally:
        lock.release()


def put(made: Path, target: Path) -> None:
    """Move a finished folder into place; what was there goes with the scratch folder `made` lies in."""
    if target.exists():
        target.rename(made.with_name("replaced"))
    made.replace(target)
