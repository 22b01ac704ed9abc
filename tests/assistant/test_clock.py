"""The clocks: the computer's is aware, the standing one moves only forward and only when told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.clock import StandingClock, local_time, uptime


def test_local_time_is_aware_and_now() -> None:
    assert abs(local_time() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_standing_clock_moves_forward_in_its_own_zone() -> None:
    start = datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    clock = StandingClock(start)
    assert clock() == start
    # the clocks go back at 1:00 UTC: two hours later it is 1:30 for the second time
    clock.advance_to(start.astimezone(UTC) + timedelta(hours=2))
    assert (clock().hour, clock().minute, clock().utcoffset()) == (1, 30, timedelta())
    clock.advance_to(start)
    assert clock().hour == 1


def test_the_uptime_goes_on_and_names_the_start() -> None:
    one, other = uptime(), uptime()
    if one is None or other is None:
        pytest.skip("this system does not tell one start from another")
    assert one.boot == other.boot
    assert 0 < one.seconds <= other.seconds
