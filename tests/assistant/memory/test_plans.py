"""Plans survive a restart with the whole command."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.memory.database import Database
from assistant.memory.plans import Plans
from models.text.parse import Recurrence, TimeOfDay
from models.types import Modifiers
from tests.fixtures.commands import command

DAILY = Recurrence(unit="day", times=(TimeOfDay(7, 0, "am"),), except_days=(5, 6))
NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)
LATER = command(
    "all lights off but the hall",
    "iot_hue_lightoff",
    ("house_place", "hall"),
    modifiers=Modifiers(all=True, excluded=("hall",), lasting="for an hour"),
)


def test_a_plan_is_kept_until_it_is_removed(tmp_path: Path) -> None:
    Plans(Database(tmp_path / "memory.sqlite3")).add(
        NOW + timedelta(minutes=10), "turn off the lights", LATER, recurrence=DAILY, touched=("7",)
    )

    plans = Plans(Database(tmp_path / "memory.sqlite3"))
    (plan,) = plans.entries(NOW)
    assert (plan.what, plan.command, plan.recurrence) == ("turn off the lights", LATER, DAILY)
    assert plan.touched == ("7",)
    assert plans.next_due() == NOW + timedelta(minutes=10)
    assert plans.due(NOW) == []
    assert plans.due(NOW + timedelta(minutes=10)) == [plan]
    plans.postpone(plan, NOW + timedelta(days=1))
    assert plans.due(NOW + timedelta(minutes=10)) == []
    plans.remove(plan.id)
    assert plans.next_due() is None


def test_an_undoing_has_no_command(tmp_path: Path) -> None:
    plans = Plans(Database(tmp_path / "memory.sqlite3"))
    plans.add(NOW, "undo", None, undo=4)

    (plan,) = plans.due(NOW)
    assert (plan.command, plan.undo) == (None, 4)
    rows = plans.rows(plan.id)
    assert plans.forget() == 1
    plans.put_back(rows)
    assert plans.entries(NOW) == [plan]


def test_a_plan_that_has_begun_waits_no_longer(tmp_path: Path) -> None:
    plans = Plans(Database(tmp_path / "memory.sqlite3"))
    plan = plans.add(NOW, "turn off the lights", LATER)
    plans.begin(plan)

    assert plans.next_due() is None
    (begun,) = plans.due(NOW)
    assert (begun.begun, begun.outcome) == (True, None)
    plans.finish(plan, "They are off.")
    assert plans.due(NOW)[0].outcome == "They are off."
    plans.postpone(plan, NOW + timedelta(days=1))
    assert plans.entries(NOW)[0] == replace(plan, due=NOW + timedelta(days=1))
    assert plans.next_due() == NOW + timedelta(days=1)


@pytest.mark.parametrize("kept", ["", "{", "[]", "{}", '{"command": {}, "undo": null, "recurrence": null}'])
def test_a_plan_that_cannot_be_read_is_told(tmp_path: Path, kept: str) -> None:
    plans = Plans(Database(tmp_path / "memory.sqlite3"))
    plan = plans.add(NOW, "turn off the lights", LATER)
    ((number, due_s, what, _),) = plans.rows(plan.id)
    plans.put_back([(number, due_s, what, kept)])

    (unread,) = plans.due(NOW)
    assert (unread.what, unread.command) == ("turn off the lights", None)
    assert unread.outcome == "I can no longer read how to turn off the lights; it was not done."
