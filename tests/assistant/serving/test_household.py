"""What the skills keep, and what can be said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant import factory
from assistant.config import Config
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.serving.household import household, topics
from assistant.skills.lists.note_store import NoteStore
from assistant.skills.lists.store import ListStore
from assistant.skills.time.schedule import Schedule
from models.text.parse import Recurrence, TimeOfDay
from tests.fixtures.serving import KeywordClassifier

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_everything_that_is_kept_is_shown(tmp_path: Path) -> None:
    database = Database(tmp_path / "memory.sqlite3")
    schedule = Schedule(database)
    schedule.add("timer", NOON + timedelta(minutes=10), NOON)
    every_day = Recurrence((0, 1, 2, 3, 4), times=(TimeOfDay(7, 0, "am"),))
    schedule.add("alarm", NOON + timedelta(hours=19), NOON, rule=every_day, elapsed=False)
    schedule.add("reminder", NOON + timedelta(hours=1), NOON, "to call mum", elapsed=False)
    ListStore(database).add("shopping", ["milk", "eggs"])
    NoteStore(database).add("the key is under the mat", "remember the key is under the mat", NOON)
    found = household(database, Profile(database), lambda: NOON)
    assert (found.timers[0].name, found.timers[0].remaining_s) == ("10 minute", 600)
    assert "weekday" in (found.alarms[0].repeats or "")
    assert found.reminders[0].name == "call mum" and not found.plans
    assert [(one.name, one.items) for one in found.lists] == [("shopping", ["milk", "eggs"])]
    assert found.notes == ["the key is under the mat"]


def test_what_can_be_said_is_grouped_by_topics() -> None:
    skills = factory.assistant(Config(), KeywordClassifier(), None).skills.skills
    found = {topic.title: topic for topic in topics(skills)}
    assert "Timers" in found
    assert all(one.does and one.examples for topic in found.values() for one in topic.operations)
