"""What falls due while lines are typed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.clock import StandingClock
from assistant.commands.rings import Rings
from assistant.conversation.agenda import Agenda
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.ringing import RingingLock
from assistant.memory.undo import UndoLog
from assistant.skills.api import Call
from assistant.skills.time.schedule import Ring, Schedule

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Terminal:
    """A schedule, and what is printed."""

    def __init__(self, folder: Path) -> None:
        database = Database(folder / "memory.sqlite3")
        self.schedule, self.clock = Schedule(database), StandingClock(NOON)
        plans, profile = Plans(database), Profile(database)
        gate = Gate([], UndoLog(database), plans)

        def call(dialogue: Dialogue) -> Call:
            return Call(self.clock(), profile, dialogue)

        self.printed: list[str] = []
        self.told = threading.Event()
        self.rings = Rings(
            Agenda(self.schedule, plans, gate, call, RingingLock(database)), self.clock, self._tell
        )

        self.failures = 0

    def _tell(self, ring: Ring) -> None:
        if self.failures:
            self.failures -= 1
            self.schedule.add("timer", NOON, NOON, "other")
            raise OSError("the terminal is gone")
        self.printed.append(ring.sentence)
        self.told.set()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_what_fell_due_is_told_before_the_line_that_comes_next(terminal: Terminal) -> None:
    terminal.schedule.add("timer", NOON + timedelta(minutes=5), NOON, "bun")

    def lines() -> Iterator[str]:
        yield "first"
        terminal.clock.advance_to(NOON + timedelta(minutes=5))
        yield "second"

    for line in terminal.rings.between(lines()):
        terminal.printed.append(line)

    assert terminal.printed == ["first", "Your bun timer is up.", "second"]


def test_it_is_told_while_a_line_is_awaited(terminal: Terminal) -> None:
    terminal.schedule.add("timer", NOON + timedelta(minutes=5), NOON, "bun")

    def lines() -> Iterator[str]:
        terminal.clock.advance_to(NOON + timedelta(minutes=5))
        assert terminal.told.wait(10)
        yield "first"

    assert list(terminal.rings.between(lines(), watch=True)) == ["first"]
    assert terminal.printed == ["Your bun timer is up."]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_in_the_background_does_not_end_the_rings(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: failed.append(args.exc_value))
    terminal.failures = 1
    terminal.schedule.add("timer", NOON, NOON, "bun")

    def lines() -> Iterator[str]:
        assert terminal.told.wait(10)
        yield "first"

    assert list(terminal.rings.between(lines(), watch=True)) == ["first"]
    assert [str(one) for one in failed] == ["the terminal is gone"]
