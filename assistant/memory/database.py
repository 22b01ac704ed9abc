"""The SQLite file that keeps timers, lists and the owner's profile across restarts. Knows no table.

A fault of the file is said once, and never ends the program: each use tries the file again.
"""

from __future__ import annotations

import errno
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from models import paths
from models.command_line import FAILED, say
from models.errors import StateError

WAIT_S, WAIT_AGAIN_S = 2.0, 0.05
"""Wait for another program that writes; less after it was waited for in vain."""
_POLL_S = 0.01
BACK = "My memory works again."

Columns = Mapping[str, Mapping[str, str]]

_REASONS: Mapping[str, tuple[str, str]] = {
    "damaged": ("its file is damaged", "put a backup in its place, or rename it and I begin anew"),
    "full": ("the disk is full", "make room on the disk"),
    "locked": ("another program holds it", "close that program"),
    "closed": (
        "its file cannot be opened for writing",
        "allow writing to the file and its folder, or set ASSISTANT_HOME to another folder",
    ),
}
"""Kind of a fault → reason and remedy."""
_SQLITE = {
    sqlite3.SQLITE_NOTADB: "damaged", sqlite3.SQLITE_CORRUPT: "damaged", sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked", sqlite3.SQLITE_LOCKED: "locked", sqlite3.SQLITE_READONLY: "closed",
    sqlite3.SQLITE_CANTOPEN: "closed", sqlite3.SQLITE_PERM: "closed",
}  # fmt: skip
_SYSTEM = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EFBIG: "full"}


def _say(sentence: str) -> None:
    say(sentence, FAILED)


class Database:
    """One SQLite file, opened for every use, so that threads and processes can share it.

    Arguments:
        file: created, with its folder (mode 0700), if missing; None for the owner's.
        report: called with the sentence of a fault, once until the file works again.
    """

    def __init__(self, file: Path | None = None, report: Callable[[str], None] = _say) -> None:
        self.file = file or paths.state() / "assistant.sqlite3"
        self._report = report
        self._statements: list[str] = []
        self._columns: dict[str, dict[str, str]] = {}
        self._prepared: tuple[int, int, int] | None = None
        """Device and inode of the file that has the tables, and their number."""
        self._fault: str | None = None

    def declare(self, *statements: str, columns: Columns | None = None) -> None:
        """Add tables, which are made at the next use; a file that fails then is reported there.

        Arguments:
            statements: `CREATE TABLE IF NOT EXISTS …`.
            columns: table → columns with their types, which an older version of the table lacks.
        """
        self._statements += [one for one in statements if one not in self._statements]
        for table, added in (columns or {}).items():
            self._columns.setdefault(table, {}).update(added)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction: committed at the end, rolled back on an error.

        Raises:
            StateError: the file cannot be opened, read or written.
        """
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            wait_s = WAIT_AGAIN_S if self._fault else WAIT_S
            with closing(sqlite3.connect(self.file, timeout=wait_s)) as connection, connection:
                connection.execute("PRAGMA foreign_keys = ON")
                # a commit waits for the disk: what was confirmed aloud outlives a power cut
                _write_ahead(connection, wait_s)
                connection.execute("PRAGMA synchronous = FULL")
                self._prepare(connection)
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise self._failed(error) from error
        if self._fault is not None:
            self._fault = None
            self._report(BACK)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        found = self.file.stat()
        prepared = (found.st_dev, found.st_ino, len(self._statements))
        if prepared == self._prepared:
            return
        # another thread or program may be adding the same columns
        connection.execute("BEGIN IMMEDIATE")
        for statement in self._statements:
            connection.execute(statement)
        for table, columns in self._columns.items():
            known = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for column, kind in columns.items():
                if column not in known:
                    connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        connection.commit()
        self._prepared = prepared

    def _failed(self, error: OSError | sqlite3.Error) -> StateError:
        """The error for a person, reported unless it was already."""
        self._prepared = None
        reason, do = _reason(error)
        failed = StateError(
            f"my memory could not be read or written, because {reason}", where=str(self.file), do=do
        )
        if self._fault != str(failed):
            self._fault = str(failed)
            self._report(self._fault)
        return failed


def _write_ahead(connection: sqlite3.Connection, wait_s: float) -> None:
    """Use a write-ahead log. SQLite does not wait by itself where another connection is changing to it."""
    ends = time.monotonic() + wait_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() >= ends:
                raise
        time.sleep(_POLL_S)


def _reason(error: OSError | sqlite3.Error) -> tuple[str, str]:
    if isinstance(error, OSError):
        return _REASONS[_SYSTEM.get(error.errno or 0, "closed")]
    # the lowest byte of an extended code is its kind
    kind = _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return _REASONS[kind] if kind else (f"of {error}", "check the file and the free space of the disk")
