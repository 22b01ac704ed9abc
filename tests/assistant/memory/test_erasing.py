"""Erasing by kind: nothing stays in the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.memory import erasing
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(tmp_path / "state" / "memory.sqlite3")
    Profile(database).set("name", "Zebulon")
    Plans(database).add(NOW, "water the xerophytes", None)
    UndoLog(database).add("owner", {"rows": {"name": ["Zebulon"]}}, "I'll call you Zebulon.", NOW)
    UndoLog(database).add("lists", {"items": ["quince"]}, "Quince is on the list.", NOW)
    with database.open() as connection:
        connection.execute("CREATE TABLE schedule (id INTEGER PRIMARY KEY, kind TEXT, name TEXT)")
        kinds = [("timer", "pasta"), ("timer", "rice"), ("alarm", "work"), ("reminder", "call mum")]
        connection.executemany("INSERT INTO schedule (kind, name) VALUES (?, ?)", kinds)
        connection.execute('CREATE TABLE "tides ""x""" (name TEXT)')
        connection.execute('INSERT INTO "tides ""x""" VALUES (?)', ("Leith",))
    return database


def traces(database: Database, *words: bytes) -> set[bytes]:
    """The words that any file beside the database still holds."""
    held = b"".join(file.read_bytes() for file in database.file.parent.iterdir())
    return {word for word in words if word in held}


def test_what_there_is(database: Database, tmp_path: Path) -> None:
    assert erasing.counts(database) == {
        "timers": 2, "alarms": 1, "reminders": 1, "plans": 1, "profile": 1, "undo": 2, "other": 1
    }  # fmt: skip
    nowhere = Database(tmp_path / "none.sqlite3")
    assert erasing.counts(nowhere) == {}
    erasing.erase(nowhere)
    assert not nowhere.file.exists()


def test_one_kind_goes_with_its_steps_of_the_undo_log(database: Database) -> None:
    erasing.erase(database, "profile")
    assert traces(database, b"Zebulon", b"uince", b"pasta") == {b"uince", b"pasta"}
    erasing.erase(database, "timers")
    assert erasing.counts(database) == {"alarms": 1, "reminders": 1, "plans": 1, "undo": 1, "other": 1}
    assert traces(database, b"pasta", b"rice", b"call mum") == {b"call mum"}


def test_all_goes_and_the_tables_stay_for_a_running_assistant(database: Database) -> None:
    erasing.erase(database)
    assert erasing.counts(database) == {}
    words = (b"Zebulon", b"xerophytes", b"uince", b"pasta", b"call mum", b"Leith")
    assert traces(database, *words) == set()
    assert Profile(database).name is None
