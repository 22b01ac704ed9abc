"""What waits to ring, across restarts, changes of the clocks and of the zone, and of an older version."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.clock import Uptime
from assistant.memory.database import Database
from assistant.skills.time.schedule import Schedule
from models.errors import StateError
from models.text.parse import Recurrence, TimeOfDay

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 22, 14, 45, tzinfo=LONDON)
SIX = TimeOfDay(6, 0, "am")
FIRST_VERSION = """CREATE TABLE schedule (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, due_s REAL NOT NULL, set_s REAL NOT NULL,
    days TEXT NOT NULL)"""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "memory.sqlite3")


@pytest.fixture
def schedule(database: Database) -> Schedule:
    return Schedule(database)


def test_a_home_of_the_first_version_opens_with_all_in_it(tmp_path: Path) -> None:
    file = tmp_path / "memory.sqlite3"
    tomorrow = NOW.replace(day=23, hour=6, minute=0)
    rows = [
        (1, "timer", "bun", NOW + timedelta(minutes=5), NOW - timedelta(minutes=5), ""),
        (2, "timer", "", NOW + timedelta(minutes=9), NOW, ""),
        (3, "alarm", "swim", NOW.replace(hour=20), NOW, ""),
        (4, "alarm", "", tomorrow, NOW, "0,1,2,3,4"),
    ]
    with sqlite3.connect(file) as connection:
        connection.execute(FIRST_VERSION)
        for number, kind, name, due, made, days in rows:
            connection.execute(
                "INSERT INTO schedule VALUES (?, ?, ?, ?, ?, ?)",
                (number, kind, name, due.timestamp(), made.timestamp(), days),
            )
    connection.close()

    for _ in range(2):
        schedule = Schedule(Database(file))
        bun, other = schedule.entries("timer", NOW)
        assert (bun.name, bun.due, bun.length) == ("bun", rows[0][3], timedelta(minutes=10))
        assert (other.name, other.due, other.length) == ("", rows[1][3], timedelta(minutes=9))
        swim, daily = schedule.entries("alarm", NOW)
        assert (swim.name, swim.due, swim.rule) == ("swim", NOW.replace(hour=20, minute=45), None)
        assert (daily.due, daily.rule) == (tomorrow, Recurrence((0, 1, 2, 3, 4), times=(SIX,)))
    _ring(schedule, NOW + timedelta(days=1))
    (daily,) = schedule.entries("alarm", NOW + timedelta(days=1))
    assert daily.due == tomorrow + timedelta(days=1)


def test_an_entry_rings_once_and_outlives_a_restart(schedule: Schedule, database: Database) -> None:
    schedule.add("timer", NOW + timedelta(minutes=5), NOW, "bun")

    again = Schedule(database)
    assert again.due(NOW + timedelta(minutes=4, seconds=59)) == ()
    (ring,) = again.due(NOW + timedelta(minutes=5, seconds=1))
    assert (ring.sentence, ring.late) == ("Your bun timer is up.", False)
    assert again.due(NOW + timedelta(hours=1)) == ()


def test_what_fell_due_while_the_program_was_off_is_told(schedule: Schedule) -> None:
    schedule.add("timer", NOW + timedelta(minutes=5), NOW)
    schedule.add("reminder", NOW + timedelta(minutes=6), NOW, "to phone your aunt")

    timer, reminder = schedule.due(NOW + timedelta(days=1))

    assert timer.late
    assert timer.sentence == "While I was off, your 5 minute timer ended at 2:50 PM yesterday."
    assert (
        reminder.sentence == "While I was off, your reminder “phone your aunt” was due at 2:51 PM yesterday."
    )


def test_what_rings_is_said(schedule: Schedule) -> None:
    schedule.add("alarm", NOW, NOW, elapsed=False)
    schedule.add("reminder", NOW, NOW, "about the choir")

    assert [ring.sentence for ring in schedule.due(NOW, hours24=True)] == [
        "It's 14:45. Your alarm is ringing.",
        "Reminder: the choir.",
    ]


def test_an_alarm_keeps_its_time_of_day_when_the_season_changes(schedule: Schedule) -> None:
    # the clocks go forward on March 28
    now = datetime(2027, 3, 26, 20, 0, tzinfo=LONDON)
    first = datetime(2027, 3, 27, 6, 0, tzinfo=LONDON)
    schedule.add("alarm", first, now, rule=Recurrence(tuple(range(7)), times=(SIX,)), elapsed=False)

    for day in (27, 28, 29):
        (ring,) = schedule.due(datetime(2027, 3, day, 6, 0, 5, tzinfo=LONDON))
        assert ring.sentence == "It's 6 AM. Your alarm is ringing."


def test_an_alarm_keeps_its_time_of_day_in_another_zone(schedule: Schedule) -> None:
    schedule.add("alarm", NOW.replace(hour=20, minute=0), NOW, elapsed=False)
    schedule.add("timer", NOW + timedelta(hours=8), NOW)

    lima = ZoneInfo("America/Lima")

    (alarm,) = schedule.entries("alarm", NOW.astimezone(lima))
    assert alarm.due == datetime(2026, 11, 22, 20, 0, tzinfo=lima)
    (timer,) = schedule.entries("timer", NOW.astimezone(lima))
    assert timer.due == NOW + timedelta(hours=8)
    assert schedule.next_due(LONDON) == NOW.replace(hour=20, minute=0)
    assert schedule.next_due(lima) == NOW + timedelta(hours=8)


def test_a_timer_counts_elapsed_time_over_a_change_of_the_clocks(schedule: Schedule) -> None:
    # the clocks go back at 2 AM on October 25
    before = datetime(2026, 10, 25, 0, 30, tzinfo=LONDON)
    due = (before.astimezone(UTC) + timedelta(hours=3)).astimezone(LONDON)
    schedule.add("timer", due, before)

    (timer,) = schedule.entries("timer", before)

    assert timer.remaining(before.astimezone(UTC)) == timedelta(hours=3)
    assert timer.due.hour == 2


def test_a_paused_timer_does_not_ring(schedule: Schedule, database: Database) -> None:
    timer = schedule.add("timer", NOW + timedelta(minutes=5), NOW)
    from dataclasses import replace

    schedule.put(replace(timer, left=timedelta(minutes=3)))

    again = Schedule(database)
    assert again.next_due() is None
    assert again.due(NOW + timedelta(days=1)) == ()
    (held,) = again.entries("timer", NOW + timedelta(days=1))
    assert held.remaining(NOW + timedelta(days=1)) == timedelta(minutes=3)


def test_a_day_is_left_out_and_the_last_one_ends_it(schedule: Schedule) -> None:
    rule = Recurrence(
        tuple(range(7)), times=(SIX,), except_dates=(date(2026, 11, 24),), until=date(2026, 11, 25)
    )
    schedule.add("alarm", datetime(2026, 11, 23, 6, 0, tzinfo=LONDON), NOW, rule=rule, elapsed=False)

    rings = []
    for hour in range(24 * 5):
        rings += [ring.entry.due.day for ring in schedule.due(NOW + timedelta(hours=hour)) if ring.entry]

    assert rings == [23, 25]
    assert schedule.entries("alarm", NOW + timedelta(days=6)) == []


def test_what_has_just_rung_is_known(schedule: Schedule) -> None:
    schedule.add("alarm", NOW, NOW, "swim", elapsed=False)
    schedule.due(NOW)

    rung = schedule.rung(NOW + timedelta(minutes=3), timedelta(minutes=15))
    assert rung is not None
    assert (rung.kind, rung.name) == ("alarm", "swim")
    assert schedule.rung(NOW + timedelta(minutes=20), timedelta(minutes=15)) is None
    schedule.silence(rung)
    assert schedule.rung(NOW, timedelta(minutes=15)) is None


def test_entries_are_restored_from_their_rows(schedule: Schedule) -> None:
    rule = Recurrence((0,), times=(SIX,))
    entry = schedule.add("alarm", NOW.replace(day=23, hour=6, minute=0), NOW, rule=rule, elapsed=False)
    rows = schedule.rows([entry])
    schedule.remove([entry])

    schedule.restore(rows)

    assert schedule.entries("alarm", NOW) == [entry]
    schedule.remove_rows(rows)
    assert schedule.entries("alarm", NOW) == []


def test_all_is_forgotten(schedule: Schedule) -> None:
    schedule.add("timer", NOW + timedelta(minutes=5), NOW)
    schedule.add("alarm", NOW, NOW)
    _ring(schedule, NOW)

    assert schedule.forget() == 1
    assert schedule.entries("timer", NOW) == []
    assert schedule.rung(NOW, timedelta(hours=1)) is None


def _ring(schedule: Schedule, now: datetime) -> list[str]:
    """What is told of the rings that fall due, each to its end."""
    told = []
    for ring in schedule.due(now):
        assert ring.entry is not None
        schedule.rang(ring.entry)
        told.append(ring.sentence)
    return told


def test_what_rings_is_kept_until_it_rang(schedule: Schedule, database: Database) -> None:
    schedule.add("timer", NOW + timedelta(minutes=5), NOW, "bun")
    soon = NOW + timedelta(minutes=5)

    (ring,) = schedule.due(soon)
    assert schedule.due(soon) == ()
    assert schedule.next_due() is None
    # another start of the program, after a kill
    assert [one.sentence for one in Schedule(database).due(soon)] == ["Your bun timer is up."]
    assert ring.entry is not None
    schedule.rang(ring.entry)
    assert Schedule(database).due(soon) == ()


def test_a_ring_whose_end_is_not_told_ends_by_itself(schedule: Schedule, database: Database) -> None:
    schedule.add("timer", NOW, NOW)
    schedule.due(NOW)

    assert schedule.due(NOW + timedelta(seconds=61)) == ()
    assert not schedule.ringing
    assert Schedule(database).due(NOW + timedelta(hours=1)) == ()


def test_what_was_changed_while_it_rang_is_kept(schedule: Schedule) -> None:
    schedule.add("timer", NOW, NOW, "bun")
    (ring,) = schedule.due(NOW)
    assert ring.entry is not None
    schedule.put(replace(ring.entry, due=NOW + timedelta(minutes=5)))
    schedule.rang(ring.entry)

    assert [entry.name for entry in schedule.entries("timer", NOW)] == ["bun"]


def test_what_was_confirmed_rings_once_from_a_file_that_fails(tmp_path: Path) -> None:
    said: list[str] = []
    file = tmp_path / "memory.sqlite3"
    schedule = Schedule(Database(file, said.append))
    schedule.add("timer", NOW + timedelta(minutes=5), NOW, "bun")
    schedule.due(NOW)
    for each in tmp_path.glob("memory*"):
        each.write_bytes(b"no database" * 500)

    assert _ring(schedule, NOW + timedelta(minutes=5)) == ["Your bun timer is up."]
    assert _ring(schedule, NOW + timedelta(minutes=6)) == []
    assert len(said) == 1
    with pytest.raises(StateError, match="damaged"):
        schedule.add("timer", NOW, NOW)
    for each in tmp_path.glob("memory*"):
        each.unlink()
    assert _ring(schedule, NOW + timedelta(minutes=7)) == []
    assert said[1:] == ["My memory works again."]


class Computer:
    """A computer whose clock on the wall can be set."""

    def __init__(self) -> None:
        self.set_back, self.up_s = timedelta(), 1000.0

    def uptime(self) -> Uptime:
        return Uptime("a start", self.up_s, self.now.timestamp())

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.up_s - 1000) - self.set_back


@pytest.mark.parametrize("set_back", [timedelta(hours=1), -timedelta(hours=1)])
def test_a_clock_that_is_set_does_not_move_a_timer(database: Database, set_back: timedelta) -> None:
    computer = Computer()
    schedule = Schedule(database, computer.uptime)
    schedule.add("timer", NOW + timedelta(minutes=5), NOW, "bun")
    computer.set_back, computer.up_s = set_back, 1000 + 290

    (entry,) = schedule.entries("timer", computer.now)
    assert entry.remaining(computer.now) == timedelta(seconds=10)
    assert schedule.due(computer.now) == ()
    computer.up_s += 10
    # another assistant on the same computer reads it alike
    assert _ring(Schedule(database, computer.uptime), computer.now) == ["Your bun timer is up."]


def test_after_another_start_of_the_computer_the_clock_counts(database: Database) -> None:
    computer = Computer()
    Schedule(database, computer.uptime).add("timer", NOW + timedelta(minutes=5), NOW, "bun")

    def restarted() -> Uptime:
        return Uptime("another start", 3.0, 0.0)

    assert _ring(Schedule(database, restarted), NOW + timedelta(minutes=4)) == []
    assert _ring(Schedule(database, restarted), NOW + timedelta(minutes=5)) == ["Your bun timer is up."]
