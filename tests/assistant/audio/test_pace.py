"""How far a device runs ahead of the clock."""

from __future__ import annotations

import pytest

from assistant.audio import pace as module
from assistant.audio.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_sound_that_is_taken_at_once_is_ahead(clock: Clock) -> None:
    pace = Pace()
    for _ in range(200):
        pace.given(0.01)
    assert pace.ahead_s == pytest.approx(2.0)
    clock.now += 1.5
    assert pace.ahead_s == pytest.approx(0.5)


def test_a_stop_is_not_caught_up_with(clock: Clock) -> None:
    pace = Pace()
    clock.now += 10
    pace.given(0.01)
    assert pace.ahead_s == 0
    pace.given(2.0)
    assert pace.ahead_s == pytest.approx(2.0)


def test_a_fast_clock_is_no_advance(clock: Clock) -> None:
    pace = Pace()
    for _ in range(100_000):
        clock.now += 0.01
        pace.given(0.010001)
        assert pace.ahead_s < 0.02
