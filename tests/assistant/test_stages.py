"""A call in another thread: its result, its error, and the end of patience."""

from __future__ import annotations

import threading

import pytest

from assistant.stages import within
from models.errors import StalledError


def test_a_result_comes_from_a_thread_that_is_kept() -> None:
    first, second = (within(5, threading.get_ident) for _ in range(2))
    assert first == second != threading.get_ident()


def test_calls_at_the_same_time_do_not_wait_for_each_other() -> None:
    inner = within(5, lambda: within(5, threading.get_ident))
    assert inner != within(5, threading.get_ident)


@pytest.mark.parametrize(
    "error", [ValueError("no"), TimeoutError("mine"), SystemExit(3), KeyboardInterrupt()]
)
def test_an_error_is_raised_where_it_is_waited_for(error: BaseException) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        within(5, fail)
    assert raised.value is error


def test_a_call_that_hangs_is_left_behind() -> None:
    ended = threading.Event()
    with pytest.raises(StalledError, match="no longer wait"):
        within(0.01, ended.wait)
    assert within(5, lambda: "the next one") == "the next one"
    ended.set()
