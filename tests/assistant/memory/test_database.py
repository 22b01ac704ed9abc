"""The SQLite file of the owner's memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.memory.database import Database
from models import paths
from models.errors import SkillError


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


def test_a_damaged_file_is_an_error_of_a_skill(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite3").write_bytes(b"not a database" * 100)
    with (
        pytest.raises(SkillError, match="could not be read or written"),
        Database(tmp_path / "a.sqlite3").open(),
    ):
        pass
