"""The SQLite file of the owner's memory."""

from __future__ import annotations

import resource
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from assistant.memory.database import Database
from models import paths
from models.errors import StateError


def test_commits_at_the_end_and_rolls_back_after_an_error(tmp_path: Path) -> None:
    database = Database(tmp_path / "state" / "a.sqlite3")
    with database.open() as connection:
        connection.execute("CREATE TABLE words (word TEXT)")
        connection.execute("INSERT INTO words VALUES ('kept')")
    with pytest.raises(KeyError), database.open() as connection:
        connection.execute("INSERT INTO words VALUES ('lost')")
        raise KeyError
    with Database(tmp_path / "state" / "a.sqlite3").open() as connection:
        assert connection.execute("SELECT word FROM words").fetchall() == [("kept",)]


def test_the_folder_is_private() -> None:
    with Database().open():
        assert paths.state().stat().st_mode & 0o077 == 0
    assert Database().file == paths.state() / "assistant.sqlite3"


def _damaged(file: Path) -> None:
    file.write_bytes(b"not a database" * 100)


def _a_folder(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_damaged, "its file is damaged; put a backup in its place, or rename it"),
        (_a_folder, "its file cannot be opened for writing; allow writing to the file"),
    ],
)
def test_a_fault_is_said_once_with_its_remedy(
    tmp_path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    said: list[str] = []
    file = tmp_path / "a.sqlite3"
    database = Database(file, said.append)
    database.declare("CREATE TABLE IF NOT EXISTS words (word TEXT)")
    spoil(file)

    for _ in range(2):
        with pytest.raises(StateError, match=sentence), database.open():
            pass
    assert len(said) == 1
    assert sentence in said[0]
    file.rename(tmp_path / "aside")
    with database.open() as connection:
        assert connection.execute("SELECT * FROM words").fetchall() == []
    assert said[1:] == ["My memory works again."]


def test_another_program_is_waited_for_once(tmp_path: Path) -> None:
    said: list[str] = []
    database = Database(tmp_path / "a.sqlite3", said.append)
    database.declare("CREATE TABLE IF NOT EXISTS words (word TEXT)")
    with database.open():
        pass
    with closing(sqlite3.connect(database.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(StateError, match="another program holds it"), database.open() as connection:
                connection.execute("INSERT INTO words VALUES ('lost')")
    assert len(said) == 1


def test_a_full_disk_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    said: list[str] = []
    database = Database(tmp_path / "a.sqlite3", said.append)
    database.declare("CREATE TABLE IF NOT EXISTS words (word TEXT)")
    with database.open() as connection:
        connection.execute("INSERT INTO words VALUES ('kept')")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(StateError, match="could not be read or written"), database.open() as connection:
            connection.execute("INSERT INTO words VALUES (?)", ("x" * 200_000,))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with database.open() as connection:
        assert connection.execute("SELECT word FROM words").fetchall() == [("kept",)]
    assert len(said) == 2


def test_an_older_table_gets_its_new_columns(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE words (word TEXT)")
    database = Database(file)
    database.declare("CREATE TABLE IF NOT EXISTS words (word TEXT)", columns={"words": {"said": "TEXT"}})

    with database.open() as connection:
        connection.execute("INSERT INTO words (word, said) VALUES ('a', 'b')")


def test_two_that_begin_at_once_add_a_column_once(tmp_path: Path) -> None:
    begin, failed = threading.Barrier(4), list[str]()

    def use(number: int) -> None:
        database = Database(tmp_path / f"{number // 4}.sqlite3", failed.append)
        database.declare("CREATE TABLE IF NOT EXISTS words (word TEXT)", columns={"words": {"said": "TEXT"}})
        begin.wait(10)
        with suppress(StateError), database.open():
            pass

    for first in range(0, 40, 4):
        with ThreadPoolExecutor(4) as pool:
            [*pool.map(use, range(first, first + 4))]
    assert not failed
