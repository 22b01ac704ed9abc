"""State files and lists that are damaged, and what is saved of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from assistant.commands.checks import memory
from assistant.commands.checks.check import mended
from assistant.config import Config
from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.lists.note_store import NoteStore
from models import recordings
from models.manifest import Example


@pytest.fixture
def file() -> Path:
    """A state file with a profile and many notes."""
    Profile(Database()).set("name", "Zebulon")
    database = Database()
    NoteStore(database).entries()
    with database.open() as connection:
        connection.execute("CREATE TABLE many (number INTEGER PRIMARY KEY, words TEXT)")
        rows = [(number, f"row {number} " * 20) for number in range(2_000)]
        connection.executemany("INSERT INTO many VALUES (?, ?)", rows)
    with closing(sqlite3.connect(database.file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database.file


def test_a_whole_file_and_none(tmp_path: Path) -> None:
    assert list(memory.state(Database(tmp_path / "none.sqlite3"))) == []
    Profile(Database()).set("name", "Anna")
    (check,) = memory.state()
    assert check.status == "ok"


def test_rows_of_a_damaged_file_are_taken_over(file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 8192] = b"\xff" * 8192
    file.write_bytes(content)
    (check,) = memory.state()
    assert check.status == "missing" and "damaged" in check.found
    done = mended(check)
    assert done.status == "ok" and "rows taken over" in done.found
    (check,) = memory.state()
    assert check.status == "ok"
    assert Profile(Database()).name == "Zebulon"
    with Database().open() as connection:
        saved = connection.execute("SELECT COUNT(*) FROM many").fetchone()[0]
    assert 500 < saved < 2_000
    (aside,) = file.parent.glob("assistant.sqlite3.damaged-*")
    assert aside.read_bytes() == bytes(content)


@pytest.mark.parametrize("content", [b"no database at all " * 300, b"SQLite format 3\x00" + b"\x00" * 5_000])
def test_a_file_that_is_no_database_is_put_aside(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    (check,) = memory.state()
    assert check.status == "missing"
    assert mended(check).found.startswith("mended: 0 rows taken over")
    Profile(Database()).set("name", "Anna")
    assert Profile(Database()).name == "Anna"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_another_program_holds_is_left_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(file)) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("PRAGMA journal_mode = DELETE")
        holder.execute("BEGIN EXCLUSIVE")
        (check,) = memory.state()
        holder.rollback()
    assert check.status == "warning" and check.fix is None and "close that program" in check.do


def test_damaged_lines_of_the_lists_are_taken_out() -> None:
    (check,) = memory.recorded(Config())
    assert check.found == "0 to learn from, 0 utterances to correct; conversations are not kept"
    recordings.append([Example(text="first"), Example(text="second")])
    conversation_log.append(LoggedUtterance(datetime(2026, 11, 22), "third"))
    manifest = recordings.manifest_file()
    first, *rest = manifest.read_text().splitlines(keepends=True)
    manifest.write_text(f"{first}{{broken\n{''.join(rest)}[]\n")
    (check,) = memory.recorded(Config())
    assert check.status == "missing" and "manifest.jsonl:2" in check.found
    assert mended(check).found == "mended: 2 lines taken out, into manifest.jsonl.damaged"
    assert [example.text for example in recordings.read()] == ["first", "second"]
    assert (manifest.parent / "manifest.jsonl.damaged").read_text() == "{broken\n[]\n"
    log = manifest.parent / conversation_log.FILE
    log.write_text("nonsense\n" + log.read_text())
    (check,) = memory.recorded(Config())
    assert check.status == "missing" and mended(check).status == "ok"
    (check,) = memory.recorded(Config(keep_conversations=True))
    assert check.found == "2 to learn from, 1 utterances to correct; conversations are kept"
