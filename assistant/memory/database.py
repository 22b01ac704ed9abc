"""The SQLite file that keeps timers, lists and the owner's profile across restarts. Knows no table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from models import paths
from models.errors import SkillError


class Database:
    """One SQLite file, opened for every use, so that threads and processes can share it.

    Arguments:
        file: created, with its folder (mode 0700), if missing; None for the owner's.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or paths.state() / "assistant.sqlite3"

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction: committed at the end, rolled back on an error.

        Raises:
            SkillError: the file cannot be opened, read or written.
        """
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(sqlite3.connect(self.file, timeout=2.0)) as connection, connection:
                connection.execute("PRAGMA foreign_keys = ON")
                # commits do not wait for the disk: a power cut may lose the last one but not corrupt the file
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise SkillError(
                f"my memory could not be read or written ({error})",
                where=str(self.file),
                do="check the file, its folder and the free space of the disk",
            ) from error
