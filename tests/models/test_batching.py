"""Calls of several threads as batches."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.batching import MicroBatcher


class Doubling:
    """Doubles numbers, once it may; refuses 13."""

    def __init__(self) -> None:
        self.free, self.began = threading.Event(), threading.Event()
        self.batches: list[list[int]] = []

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.began.set()
        assert self.free.wait(30)
        self.batches.append(list(numbers))
        if 13 in numbers:
            raise ValueError("unlucky")
        return [2 * number for number in numbers]


def ask(batcher: MicroBatcher[int, int], work: Doubling, numbers: Sequence[int]) -> list[int | None]:
    """The answers to numbers that wait while the first one is computed."""

    def answer(number: int) -> int | None:
        try:
            return batcher(number)
        except ValueError:
            return None

    with ThreadPoolExecutor(len(numbers)) as pool:
        first = pool.submit(answer, numbers[0])
        assert work.began.wait(30)
        rest = [pool.submit(answer, number) for number in numbers[1:]]
        while len(batcher._waiting) < len(rest):
            pass
        work.free.set()
        return [one.result(30) for one in (first, *rest)]


def test_what_waits_is_computed_together_and_each_gets_its_answer() -> None:
    work = Doubling()
    batcher = MicroBatcher(work, lambda number: number % 2, most=3)
    numbers = [1, 2, 4, 3, 6, 8]
    assert ask(batcher, work, numbers) == [2 * number for number in numbers]
    assert sorted(map(sorted, work.batches)) == [[1], [2, 4, 6], [3], [8]] or len(work.batches) == 4
    assert all(len({number % 2 for number in batch}) == 1 for batch in work.batches)


def test_one_that_fails_is_not_the_others_fault() -> None:
    work = Doubling()
    batcher = MicroBatcher(work, lambda number: 0)
    assert ask(batcher, work, [1, 2, 13, 3]) == [2, 4, None, 6]
    with pytest.raises(ValueError, match="unlucky"):
        batcher(13)
