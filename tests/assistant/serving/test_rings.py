"""What falls due while clients listen, or none does."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.clock import StandingClock
from assistant.conversation.agenda import Agenda
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.ringing import RingingLock
from assistant.memory.undo import UndoLog
from assistant.serving.rings import GRACE, RingNews, ServedRings
from assistant.skills.api import Call
from assistant.skills.time.schedule import Schedule

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class House:
    """A schedule with rings over it, and what a client was told."""

    def __init__(self, folder: Path) -> None:
        database = Database(folder / "memory.sqlite3")
        self.schedule, self.clock = Schedule(database), StandingClock(NOON)
        plans, profile = Plans(database), Profile(database)

        def call(dialogue: Dialogue) -> Call:
            return Call(self.clock(), profile, dialogue)

        self.shown: list[str] = []
        self.rings = ServedRings(threading.RLock(), self.shown.append, self.clock)
        self.rings.follow(
            Agenda(self.schedule, plans, Gate([], UndoLog(database), plans), call, RingingLock(database))
        )
        self.told: list[RingNews] = []
        self.schedule.add("timer", NOON + timedelta(minutes=5), NOON, "pasta")

    def wait_until(self, count: int) -> list[tuple[str, str]]:
        for _ in range(3_000):
            if len(self.told) >= count:
                break
            threading.Event().wait(0.01)
        return [(news.what, news.sentence) for news in self.told]


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path)
    yield made
    made.rings.close()


def test_a_client_that_listens_is_told_until_it_is_stopped(house: House) -> None:
    house.rings.listen(house.told.append)
    house.clock.advance_to(NOON + timedelta(minutes=5))
    assert house.wait_until(1) == [("ring", "Your pasta timer is up.")]
    assert house.schedule.ringing
    house.rings.stop()
    assert house.wait_until(2)[1] == ("quiet", "")
    assert not house.schedule.ringing and not house.schedule.entries("timer", house.clock())
    house.rings.leave(house.told.append)


def test_what_falls_due_while_no_client_listens_is_kept_for_the_next(house: House) -> None:
    house.clock.advance_to(NOON + timedelta(minutes=5))
    house.rings.poll()
    # another program on this home may ring it
    assert not house.shown
    house.clock.advance_to(NOON + timedelta(minutes=5) + GRACE)
    house.rings.poll()
    assert house.shown == ["Your pasta timer is up."]
    house.rings.listen(house.told.append)
    assert house.wait_until(1) == [("missed", "Your pasta timer is up.")]
    house.told.clear()
    house.rings.leave(house.told.append)
    house.rings.listen(house.told.append)
    assert house.told == []
