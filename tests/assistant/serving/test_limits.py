"""Work at once, open connections, requests a second."""

from __future__ import annotations

import asyncio
import threading
from contextlib import closing

import pytest

from assistant.serving.limits import MOST_ADDRESSES, BusyError, Rates, Seats, Workers


def test_more_work_than_is_accepted_is_refused_until_some_has_ended() -> None:
    free = threading.Event()
    with closing(Workers(2)) as workers:
        first, second = (workers.begin(lambda: free.wait(30)) for _ in range(2))
        with pytest.raises(BusyError):
            workers.begin(lambda: None)
        free.set()
        assert first.result(30) and second.result(30)
        assert asyncio.run(workers.run(lambda: "done")) == "done"


def test_an_error_of_the_work_is_raised_and_frees_its_place() -> None:
    with closing(Workers(1)) as workers:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                asyncio.run(workers.run(lambda: 1 // 0))


def test_seats_are_limited_and_freed() -> None:
    seats = Seats(1)
    with seats, pytest.raises(BusyError), seats:
        pass
    with seats:
        pass


def test_an_address_has_its_own_rate() -> None:
    now = [0.0]
    rates = Rates(per_s=2, burst=3, clock=lambda: now[0])
    assert [rates.admits("a") for _ in range(4)] == [True, True, True, False]
    assert rates.admits("b")
    now[0] = 0.5
    assert [rates.admits("a") for _ in range(2)] == [True, False]
    now[0] = 100.0
    assert [rates.admits("a") for _ in range(4)] == [True, True, True, False]


def test_addresses_are_forgotten_the_oldest_first() -> None:
    rates = Rates(per_s=1, burst=1, clock=lambda: 0.0)
    for number in range(MOST_ADDRESSES + 1):
        assert rates.admits(str(number))
    assert rates.admits("0") and not rates.admits(str(MOST_ADDRESSES))
