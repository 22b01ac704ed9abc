"""Limits that keep one client from the others: work at once, requests a second. Knows no protocol."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import TypeVar

R = TypeVar("R")

LONGEST_S = 300.0
"""Seconds of sound in one request or stream."""
MOST_BYTES = 25 * 2**20
"""Bytes of one request."""
LONGEST_SAID = 4_096
"""Characters to speak in one request."""
UPLOAD_S = 60.0
"""Patience with the next part of a request."""
RETRY_S = 2
"""When to come again."""

PER_S, BURST = 50.0, 200
"""Requests of one address: on average, and at once."""
MOST_ADDRESSES = 1_000


class BusyError(Exception):
    """So many clients are served that one more has to come again."""

    sentence = "I am busy with other requests; please try again in a moment."


class Workers:
    """Threads for blocking work, of which a limited amount is accepted.

    Work whose client has gone counts until it ends.

    Arguments:
        most: pieces of work at once.
    """

    def __init__(self, most: int) -> None:
        self._most, self._busy = most, 0
        self._pool = ThreadPoolExecutor(most, thread_name_prefix="request")
        self._change = threading.Lock()

    @property
    def busy(self) -> int:
        """Pieces of work being done."""
        return self._busy

    async def run(self, act: Callable[[], R]) -> R:
        """What `act` returns or raises.

        Raises:
            BusyError: as much work as is accepted is being done.
        """
        return await asyncio.wrap_future(self.begin(act))

    def begin(self, act: Callable[[], R]) -> Future[R]:
        """`run` without waiting for the result."""
        with self._change:
            if self._busy == self._most:
                raise BusyError
            self._busy += 1
        work = self._pool.submit(act)
        work.add_done_callback(self._ended)
        return work

    def close(self) -> None:
        """Begin nothing more; wait for what has begun."""
        self._pool.shutdown(cancel_futures=True)

    def _ended(self, work: Future[R]) -> None:
        with self._change:
            self._busy -= 1


class Seats:
    """Connections of one kind, of which a limited number may be open."""

    def __init__(self, most: int) -> None:
        self._free = most

    def __enter__(self) -> None:
        if not self._free:
            raise BusyError
        self._free -= 1

    def __exit__(self, *error: object) -> None:
        self._free += 1


class Rates:
    """A token bucket for each address.

    Arguments:
        clock: seconds that only grow.
    """

    def __init__(
        self, per_s: float = PER_S, burst: int = BURST, clock: Callable[[], float] = monotonic
    ) -> None:
        self._per_s, self._burst, self._clock = per_s, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Tokens left and when, the least recently seen address first."""

    def admits(self, address: str) -> bool:
        """Whether one more request of an address is within its rate."""
        now = self._clock()
        left, when = self._left.pop(address, (float(self._burst), now))
        left = min(self._burst, left + (now - when) * self._per_s)
        admitted = left >= 1
        self._left[address] = (left - admitted, now)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return admitted
