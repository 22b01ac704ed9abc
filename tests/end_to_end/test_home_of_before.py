"""A home as the version before typed skills left it: everything in it is there after an update.

The database is opened by the whole assistant; timers, alarms and lists have tests of their own beside their
tables, too.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import config, factory
from assistant.commands import doctor
from assistant.commands.checks import weights
from assistant.conversation.dialogue import Dialogue
from assistant.memory import conversation_log, erasing
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.talk.owner import Owner
from models import paths, recordings
from models.bundles import bundle, promotion
from models.nlu import adapter
from models.nlu.joint_bert import HeadSizes, JointBert, load_encoder
from models.types import Message, Understanding
from tests.fixtures.commands import command, understood
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

# what the versions 0.1.0 to 0.3.0 wrote: no dialogue acts, commands, relations, modifiers or danger
CLASSIFIER = {
    "format": 1,
    "labels": {
        "intents": ["iot_hue_lightoff", "iot_hue_lighton"],
        "slots": ["house_place"],
        "sentiments": ["ambiguous", "negative", "neutral", "positive"],
        "out_of_scope": True,
    },
    "temperatures": {"intent": 0.9, "out_of_scope": 1.3, "sentiment": 1.0},
    "thresholds": {"reject": 0.0, "confirm": 0.0},
    "vocabularies": {"house_place": {"values": ["kitchen"], "synonyms": {"kitchen": ["cookhouse"]}}},
}
BUNDLE = """
name = "personal"
version = "1"
recognizer = "whisper-base"
classifier = "classifier"
generator = "generator"
"""
OLD_PLUGIN = """
class Tides:
    name = "tides"
    intents = frozenset({"tides_query"})
    def __init__(self, context):
        pass
    def handle(self, understanding, context):
        raise AssertionError("an interface of before is never called")
"""


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


class Asking:
    """Understands questions for what is kept."""

    intents = ("timer_query", "alarm_query", "lists_query", "profile_query")

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        marked = (("list_name", "shopping"),) if "shopping" in text else ()
        return understood(command(text, f"{text.split()[-1]}_query", *marked, act="question"))


def test_all_of_it_is_told_by_the_whole_assistant(database: Database) -> None:
    assistant = factory.assistant(config.Config(), Asking(), None, clock=lambda: NOW)
    said = {
        asked: " ".join(assistant.responder.respond(Asking().understand(asked), Dialogue()).sentences)
        for asked in ("my timer", "my alarm", "my lists", "my profile", "my shopping lists")
    }
    assert "pasta" in said["my timer"] and "1 hour" in said["my timer"]
    assert "12:45 AM" in said["my alarm"] and "Monday" in said["my alarm"]
    assert "shopping" in said["my lists"] and "macaroni and cheese" in said["my shopping lists"].lower()
    assert "Anna" in said["my profile"] and "tea with milk" in said["my profile"]


@pytest.fixture
def personal(tiny_bert: Path) -> Path:
    """A bundle that an owner trained and uses, in the form of then, with a tiny network."""
    folder = paths.bundles() / "personal" / "1"
    made = folder / "classifier"
    made.mkdir(parents=True)
    (folder / "generator").mkdir()
    (folder / bundle.FILE).write_text(BUNDLE)
    (folder / "learned_from.json").write_text('{"recordings": ["a1"]}')
    (paths.bundles() / "active.json").write_text('{"history": ["released", "personal/1"]}')
    model = JointBert(load_encoder(tiny_bert), HeadSizes(2, 3, 4, out_of_scope=True)).eval()
    before = {name: weights.clone() for name, weights in model.encoder.named_parameters()}
    factors = adapter.factorise(before, dict(model.encoder.named_parameters()), rank=4)
    heads = {n: p.detach() for n, p in model.named_parameters() if not n.startswith("encoder.")}
    adapter.write(made, str(tiny_bert), factors, heads, rank=4)
    (made / "classifier.json").write_text(json.dumps(CLASSIFIER | {"base": str(tiny_bert)}))
    return folder


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
def test_a_bundle_of_then_is_in_use_and_understands(personal: Path) -> None:
    assert bundle.resolve().folder == personal.resolve()
    assert [made.name for made in bundle.available()] == ["home", "personal"]
    heard = factory.classifier(config.Config(device="cpu")).understand("turn the kitchen light on")
    (only,) = heard.commands
    assert only.intent in CLASSIFIER["labels"]["intents"] and only.decision == "act"  # type: ignore[index]
    assert (only.dialogue_act, only.relation, heard.danger) == ("request", "new", None)
    assert heard.sentiment is not None


def test_doctor_tells_what_a_classifier_of_then_cannot_do(personal: Path) -> None:
    found = weights.classifier(config.Config())
    assert found.status == "warning" and "takes every sentence for a request" in found.found
    promotion.rollback()
    assert weights.classifier(config.Config()).status == "ok"


def test_doctor_names_a_plug_in_of_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    information = tmp_path / "tides-1.0.dist-info"
    information.mkdir()
    (tmp_path / "tides_plugin.py").write_text(OLD_PLUGIN)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: tides\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[assistant.skills]\ntides = tides_plugin:Tides\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    loaded = factory.assistant(config.Config(), Asking(), None).skills
    sys.modules.pop("tides_plugin")
    named = {check.name: check for check in doctor.skill_checks(loaded, config.Config())}
    assert "tides" not in named["skills"].found
    assert named["skill tides"].status == "warning"
    assert "written for version 1 of the skill interface" in named["skill tides"].found
