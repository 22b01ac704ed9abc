"""Shared folders of weights: one writer at a time, and room on the disk before the work begins."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from models.files import RESUMABLE, DiskFull


def require_room(folder: Path, needed: int, what: str) -> None:
    """Refuse work that the disk has no room for.

    Arguments:
        needed: bytes.
        what: the subject of the message, such as a base's name.

    Raises:
        DiskFull: fewer than `needed` bytes are free.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(
            f"{what} needs {needed / 1e6:.0f} MB and {free / 1e6:.0f} MB are free",
            where=str(folder),
            do=RESUMABLE,
        )


@contextmanager
def one_writer(parent: Path, name: str, waiting: Callable[[], None]) -> Iterator[Path]:
    """Lock `parent/name` and yield a scratch folder beside it, deleted at the end.

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
