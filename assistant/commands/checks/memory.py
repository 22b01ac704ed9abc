"""The state file, and the lists of recordings and conversations."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.checks.check import Check
from assistant.memory import conversation_log
from assistant.memory.database import Database
from models import files, recordings
from models.errors import DataError, StateError

if TYPE_CHECKING:
    from assistant.config import Config

SIDE_FILES = ("-wal", "-shm")


def state(database: Database | None = None) -> Iterator[Check]:
    """Whether the state file is whole; a damaged one is put aside, and its readable rows are taken over."""
    file = (database or Database()).file
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(file, timeout=5.0)) as connection:
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            yield Check("memory file", "warning", f"{file} is held by another program", "close that program")
            return
        if isinstance(error, sqlite3.OperationalError) and "open" in str(error):
            do = "allow writing to the file and its folder, or set ASSISTANT_HOME to another folder"
            yield Check("memory file", "missing", f"{file} cannot be opened", do)
            return
        problems = [str(error)]
    if problems == ["ok"]:
        yield Check("memory file", "ok", str(file))
        return
    do = "put a backup in its place; or take over what can be read, and keep the damaged file beside it"
    yield Check("memory file", "missing", f"{file} is damaged ({problems[0]})", do, lambda: rescue(file))


def rescue(file: Path) -> str:
    """Put a damaged state file aside and begin a new one with its readable rows; return a sentence.

    Raises:
        StoreError: the disk refuses.
        StateError: the new file cannot be written.
    """
    aside = file.with_name(f"{file.name}.damaged-{datetime.now():%Y%m%d-%H%M%S}")
    with files.disk_errors(file):
        for suffix in ("", *SIDE_FILES):
            beside = file.with_name(file.name + suffix)
            if beside.exists():
                # with its side files, which hold what was written last
                beside.rename(aside.with_name(aside.name + suffix))
    saved = 0
    try:
        with closing(sqlite3.connect(file)) as new, new:
            with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(aside)) as old:
                saved = _copy(old, new)
    except sqlite3.Error as error:
        raise StateError("the new file cannot be written", where=str(file)) from error
    file.chmod(0o600)
    return f"{saved} rows taken over; the damaged file is {aside.name}"


def recorded(config: Config) -> Iterator[Check]:
    """The number of recordings and logged utterances; a damaged list loses its damaged lines."""
    keeps = "conversations are kept" if config.keep_conversations else "conversations are not kept"
    found = []
    kinds: tuple[tuple[Callable[[], Sequence[object]], str, str], ...] = (
        (recordings.read, recordings.MANIFEST, "to learn from"),
        (conversation_log.read, conversation_log.FILE, "utterances to correct"),
    )
    for lists, name, words in kinds:
        try:
            found.append(f"{len(lists())} {words}")
        except DataError as error:
            file = recordings.folder() / name
            yield Check(
                "recordings",
                "missing",
                f"{error.where}: {error.what}",
                "take its damaged lines out",
                partial(without_damage, file, lists),
            )
            return
    yield Check("recordings", "ok", f"{', '.join(found)}; {keeps}")


def without_damage(file: Path, read: Callable[[], Sequence[object]]) -> str:
    """Take damaged lines out of a list, into a file beside it; return a sentence.

    Raises:
        DataError: the damage is of another kind.
    """
    out: list[bytes] = []
    while True:
        try:
            read()
            break
        except DataError as error:
            number = error.where.rpartition(":")[2]
            lines = file.read_bytes().split(b"\n")
            if not number.isdigit() or not 0 < int(number) <= len(lines):
                raise
            out.append(lines.pop(int(number) - 1))
            files.write_bytes(file, b"\n".join(lines), private=True)
    aside = file.with_name(f"{file.name}.damaged")
    files.write_bytes(aside, b"\n".join(out) + b"\n", private=True)
    return f"{len(out)} lines taken out, into {aside.name}"


def _copy(old: sqlite3.Connection, new: sqlite3.Connection) -> int:
    """Copy tables row by row, as far as they can be read; return the number of rows."""
    saved = 0
    tables = old.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
    for name, sql in tables.fetchall():
        if name.startswith("sqlite_"):
            continue
        new.execute(sql)
        quoted = '"' + name.replace('"', '""') + '"'
        with suppress(sqlite3.DatabaseError):
            for row in old.execute(f"SELECT * FROM {quoted}"):
                with suppress(sqlite3.IntegrityError):
                    new.execute(f"INSERT INTO {quoted} VALUES ({', '.join('?' * len(row))})", row)
                    saved += 1
    return saved
