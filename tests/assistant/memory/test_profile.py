"""The owner's profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.memory.database import Database
from assistant.memory.owner import OwnerConfig
from assistant.memory.profile import Profile
from models.text.settings import ALL


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(Database(tmp_path / "a.sqlite3"))


def test_an_empty_profile(profile: Profile) -> None:
    assert (profile.name, profile.home_town, profile.units, profile.zone) == (None, None, None, None)
    assert (profile.hours24, profile.country, profile.currency) == (False, None, "USD")
    assert (profile.habits, profile.facts()) == ((), {})


def test_fields_are_replaced_and_habits_added(profile: Profile) -> None:
    for name in ("Ann", "Anna"):
        profile.set("name", name)
    profile.set("unit_system", "metric")
    profile.set("habit", "you get up at 7")
    profile.set("habit", "you run")
    profile.set("habit", "you run")
    assert profile.facts() == {"name": "Anna", "units": "metric", "habits": "you get up at 7; you run"}


def test_zone_and_country_follow_the_home_town(profile: Profile) -> None:
    profile.set("home_town", "Tokyo")
    assert (str(profile.zone), profile.country, profile.currency) == ("Asia/Tokyo", "JP", "JPY")
    profile.set("home_town", "Nowhereville")
    assert (profile.home_town, profile.zone, profile.country) == ("Nowhereville", None, None)


def test_a_zone_and_a_country_that_were_told_go_before_the_home_towns(profile: Profile) -> None:
    profile.set("zone", "America/Denver")
    profile.set("country", "GB")
    profile.set("home_town", "Tokyo")
    assert (str(profile.zone), profile.country, profile.currency) == ("America/Denver", "GB", "GBP")
    profile.forget("zone")
    profile.forget("country")
    assert (str(profile.zone), profile.country) == ("Asia/Tokyo", "JP")


def test_the_configuration_holds_where_nothing_was_told(tmp_path: Path) -> None:
    configured = OwnerConfig(name="Anna", home="Leeds", units="imperial", hours=24)
    profile = Profile(Database(tmp_path / "a.sqlite3"), configured)
    assert (profile.name, profile.home_town, profile.units, profile.hours24) == (
        "Anna", "Leeds", "imperial", True
    )  # fmt: skip
    assert (str(profile.zone), profile.country, profile.currency) == ("Europe/London", "GB", "GBP")
    for field, value in (("name", "Ann"), ("home_town", "Oslo"), ("unit_system", "metric"), ("hours", "12")):
        profile.set(field, value)  # type: ignore[arg-type]
    assert (profile.name, profile.home_town, profile.units, profile.hours24) == (
        "Ann", "Oslo", "metric", False
    )  # fmt: skip
    assert (str(profile.zone), profile.country) == ("Europe/Oslo", "NO")
    profile.set("home_town", "Nowhereville")
    assert (profile.zone, profile.country) == (None, None)
    profile.forget()
    assert (profile.name, str(profile.zone)) == ("Anna", "Europe/London")


def test_forgetting_one_field_or_all(profile: Profile) -> None:
    profile.set("home_town", "Tokyo")
    profile.set("name", "Anna")
    profile.forget("home_town")
    assert (profile.zone, profile.name, profile.country) == (None, "Anna", None)
    profile.forget()
    assert profile.facts() == {}


def test_what_was_forgotten_can_be_restored(profile: Profile) -> None:
    profile.set("home_town", "Tokyo")
    profile.set("habit", "you run")
    before = [profile.rows(field) for field in ALL]
    profile.forget()
    for rows in before:
        profile.restore(rows)
    assert (profile.home_town, str(profile.zone), profile.country) == ("Tokyo", "Asia/Tokyo", "JP")
    assert profile.habits == ("you run",)
