"""How the owner's settings are read from a command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.skills.api import Reading, Unclear
from assistant.skills.talk import telling
from models.types import Command
from tests.fixtures.commands import command
from tests.fixtures.talk import Table


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


def reading(table: Table, given: Command, *recent: str) -> Reading:
    return Reading(given, replace(table.moment, recent=recent, pointed=bool(recent)))


def test_a_habit_keeps_the_times_that_are_slots_of_their_own(table: Table) -> None:
    given = command(
        "I usually call my mum at seven on Sundays", "profile_set",
        ("habit", "call my mum"), ("time", "seven"), ("date", "Sundays"),
    )  # fmt: skip
    assert telling.HABIT.read(reading(table, given)) == "call your mum at seven on Sundays"


def test_the_clock_is_no_habit_and_no_unit(table: Table) -> None:
    habit = command("i work 12 hours a day", "profile_set", ("habit", "work 12 hours a day"))
    assert telling.HOURS.read(reading(table, habit)) is None
    clock = command("use 24 hour time", "profile_set", ("unit_system", "24 hour"))
    assert telling.UNITS.read(reading(table, clock)) is None
    assert telling.HOURS.read(reading(table, clock)) == 24


def test_an_unknown_town_is_kept_and_nonsense_is_asked_about(table: Table) -> None:
    unknown = command("i live in nowhereville", "profile_set", ("home_town", "nowhereville"))
    where = telling.WHERE.read(reading(table, unknown))
    assert (where.value, where.place) == ("Nowhereville", None)
    nonsense = command("i live in 12 + 4", "profile_set", ("home_town", "12 + 4"))
    with pytest.raises(Unclear, match="Where do you live"):
        telling.WHERE.read(reading(table, nonsense))


def test_it_means_what_was_told_last(table: Table) -> None:
    table.profile.set("name", "Ann")
    found = telling.UNWANTED.read(reading(table, command("forget that", "profile_remove"), "name"))
    assert found == telling.Forgetting(("name",))
    assert telling.said(found) == "your name"
