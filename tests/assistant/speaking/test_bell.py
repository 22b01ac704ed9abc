"""The bell over a reply, with a schedule and a loudspeaker made by hand."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from assistant.audio.bell import BELL
from assistant.speaking import bell as module
from assistant.speaking.bell import Bell
from models.errors import DeviceError
from models.types import Speech

NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)


class Agenda:
    def __init__(self, due: datetime | None) -> None:
        self.due = due

    def next_ring(self) -> datetime | None:
        return self.due


class Loudspeaker:
    def __init__(self, error: bool = False) -> None:
        self.rung: list[Speech] = []
        self.error, self.twice = error, threading.Event()

    def ring(self, sound: Speech) -> None:
        self.rung.append(sound)
        if len(self.rung) == 2:
            self.twice.set()
        if self.error:
            raise DeviceError("the loudspeaker has stopped")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_S", 0.01)
    monkeypatch.setattr(module, "AGAIN_S", 0.02)


@pytest.mark.parametrize("error", [False, True])
def test_what_is_due_rings_again_and_again_whatever_fails(error: bool) -> None:
    speaker = Loudspeaker(error)
    with Bell(Agenda(NOW - timedelta(seconds=1)), speaker.ring, lambda: NOW):
        assert speaker.twice.wait(5)
    assert speaker.rung[0] is BELL


@pytest.mark.parametrize("due", [None, NOW + timedelta(seconds=5), NOW - timedelta(seconds=0.2)])
def test_what_waits_or_is_about_to_be_told_does_not_ring(due: datetime | None) -> None:
    speaker = Loudspeaker()
    with Bell(Agenda(due), speaker.ring, lambda: NOW):
        time.sleep(0.2)
    assert not speaker.rung
