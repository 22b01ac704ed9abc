"""The owner's profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.memory.database import Database
from assistant.memory.profile import Profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(Database(tmp_path / "a.sqlite3"))


def test_an_empty_profile(profile: Profile) -> None:
    assert (profile.name, profile.home_town, profile.units, profile.zone) == (None, None, None, None)
    assert (profile.habits, profile.facts()) == ((), {})


def test_fields_are_replaced_and_habits_added(profile: Profile) -> None:
    for name in ("Ann", "Anna"):
        profile.set("name", name)
    profile.set("unit_system", "metric")
    profile.set("habit", "you get up at 7")
    profile.set("habit", "you run")
    profile.set("habit", "you run")
    assert profile.facts() == {"name": "Anna", "units": "metric", "habits": "you get up at 7; you run"}


def test_the_zone_follows_the_home_town(profile: Profile) -> None:
    profile.set("home_town", "Tokyo")
    assert str(profile.zone) == "Asia/Tokyo"
    profile.set("home_town", "Nowhereville")
    assert (profile.home_town, profile.zone) == ("Nowhereville", None)


def test_forgetting_one_field_or_all(profile: Profile) -> None:
    profile.set("home_town", "Tokyo")
    profile.set("name", "Anna")
    profile.forget("home_town")
    assert (profile.zone, profile.name) == (None, "Anna")
    profile.forget()
    assert profile.facts() == {}
