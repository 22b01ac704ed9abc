"""A home as the version before typed skills left it: everything in it is there after an update.

Timers, alarms and lists have such tests of their own beside their tables.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import config
from assistant.memory import conversation_log, erasing
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.talk.owner import Owner
from models import paths, recordings
from tests.fixtures.talk import Table

# the schema and the rows that the version of November 2026 wrote
SCHEMA = """
CREATE TABLE profile (field TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (field, value));
CREATE TABLE schedule (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, due_s REAL NOT NULL, set_s REAL NOT NULL,
    days TEXT NOT NULL);
CREATE TABLE lists (name TEXT PRIMARY KEY, used INTEGER NOT NULL);
CREATE TABLE items (list TEXT NOT NULL REFERENCES lists (name) ON DELETE CASCADE, item TEXT NOT NULL,
    UNIQUE (list, item));
CREATE TABLE entries (domain TEXT NOT NULL, intent TEXT NOT NULL, day TEXT NOT NULL, time TEXT NOT NULL,
    text TEXT NOT NULL);
"""
CONFIGURATION = """
keep_conversations = true
[voice]
rate_wpm = 150
[interruption]
mode = "headphones"
[owner]
country = "GB"
[skills]
assistant_name = "Ada"
off = ["coffee"]
[skills.home_assistant]
url = "http://homeassistant.local:8123"
token_file = "/secret/token"
"""
PROFILE = [
    ("name", "Anna"), ("home_town", "Tokyo"), ("zone", "Asia/Tokyo"), ("unit_system", "metric"),
    ("habit", "get up at 7"), ("habit", "take your tea with milk"),
]  # fmt: skip
NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)


@pytest.fixture
def database() -> Database:
    file = paths.state() / "assistant.sqlite3"
    file.parent.mkdir(parents=True)
    due_s = (NOW + timedelta(hours=1)).timestamp()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO profile VALUES (?, ?)", PROFILE)
        connection.execute(
            "INSERT INTO schedule VALUES (1, 'timer', 'pasta', ?, ?, '')", (due_s, NOW.timestamp())
        )
        connection.execute(
            "INSERT INTO schedule VALUES (2, 'alarm', '', ?, ?, '0,1')", (due_s, NOW.timestamp())
        )
        connection.execute("INSERT INTO lists VALUES ('shopping', 1)")
        connection.execute("INSERT INTO items VALUES ('shopping', 'macaroni and cheese')")
        connection.execute(
            "INSERT INTO entries VALUES ('diary', 'note', '2026-11-21', '20:00', 'slept well')"
        )
    return Database(file)


def test_the_profile_is_there_with_its_habits(database: Database) -> None:
    profile = Profile(database)
    assert (profile.name, profile.home_town, profile.units) == ("Anna", "Tokyo", "metric")
    assert (str(profile.zone), profile.country, profile.currency) == ("Asia/Tokyo", "JP", "JPY")
    assert profile.habits == ("get up at 7", "take your tea with milk")
    assert not profile.hours24


def test_what_is_known_is_told_in_the_same_words(tmp_path: Path, database: Database) -> None:
    table = Table(tmp_path, Owner)
    for field, value in PROFILE:
        if field != "zone":
            table.profile.set(field, value)  # type: ignore[arg-type]
    assert table.ask("what do you know about me", "profile_query") == (
        "You are Anna, you live in Tokyo, you use metric units, you get up at 7 and you take your tea with"
        " milk."
    )


def test_nothing_else_in_the_database_is_lost(database: Database) -> None:
    Profile(database)
    assert erasing.counts(database) == {"timers": 1, "alarms": 1, "lists": 1, "entries": 1, "profile": 6}


def test_the_configuration_is_read_whole() -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(CONFIGURATION)
    read = config.load()
    assert (read.keep_conversations, read.voice.rate_wpm, read.owner.country) == (True, 150, "GB")
    assert (read.interruption.mode, read.skills.assistant_name) == ("headphones", "Ada")
    assert read.skills.off == {"coffee"}
    assert read.skills.home_assistant is not None
    assert read.skills.home_assistant.token_file == Path("/secret/token")


def test_recordings_and_conversations_are_read() -> None:
    paths.recordings().mkdir(parents=True)
    line = {
        "text": "play some jazz",
        "intent": "play_music",
        "slots": [{"name": "genre", "value": "jazz", "start": 10, "end": 14}],
    }
    (paths.recordings() / "manifest.jsonl").write_text(json.dumps(line) + "\n")
    logged = {"when": "2026-11-21T20:00:00", "text": "who am i", "intent": "profile_query", "reply": "Anna."}
    (paths.recordings() / "conversations.jsonl").write_text(json.dumps(logged) + "\n")
    (example,) = recordings.read()
    assert (example.text, example.intent) == ("play some jazz", "play_music")
    assert example.slots is not None
    (kept,) = conversation_log.read()
    assert (kept.text, kept.reply) == ("who am i", "Anna.")
