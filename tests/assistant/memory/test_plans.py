"""Plans survive a restart with the whole command."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

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
