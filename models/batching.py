"""Calls of several threads as batches of one network. Knows no network."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

Q = TypeVar("Q")
A = TypeVar("A")


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting(Generic[Q, A]):
    question: Q
    answer: Future[A] = field(default_factory=Future)


class MicroBatcher(Generic[Q, A]):
    """A function of one value, computed in a thread of its own for all values that wait.

    Nothing waits for a batch to fill: the next one is what came while the last one was computed.

    Arguments:
        work: the answers to a batch, in order.
        kind: values of one kind fit into one batch.
        most: values in a batch.
    """

    def __init__(
        self, work: Callable[[Sequence[Q]], list[A]], kind: Callable[[Q], Hashable], most: int = 8
    ) -> None:
        self._work, self._kind, self._most = work, kind, most
        self._waiting: deque[_Waiting[Q, A]] = deque()
        self._change = threading.Lock()
        # its thread ends with the last reference to it
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="batches")

    def __call__(self, question: Q) -> A:
        """The answer to one value; raises what the work raises for it."""
        waiting: _Waiting[Q, A] = _Waiting(question)
        with self._change:
            self._waiting.append(waiting)
        self._thread.submit(self._next)
        return waiting.answer.result()

    def _next(self) -> None:
        batch = self._taken()
        if not batch:
            # an earlier call took what this one was for
            return
        try:
            answers = self._work([one.question for one in batch])
        except Exception as error:
            log.exception("a batch failed")
            if len(batch) == 1:
                batch[0].answer.set_exception(error)
            else:
                # one of them that fails is not the others' fault
                for one in batch:
                    self._alone(one)
            return
        for one, answer in zip(batch, answers, strict=True):
            one.answer.set_result(answer)

    def _alone(self, one: _Waiting[Q, A]) -> None:
        try:
            one.answer.set_result(self._work([one.question])[0])
        except Exception as error:
            log.exception("a call of the batch failed")
            one.answer.set_exception(error)

    def _taken(self) -> list[_Waiting[Q, A]]:
        """The first value that waits, and others of its kind."""
        with self._change:
            if not self._waiting:
                return []
            kind = self._kind(self._waiting[0].question)
            batch = [one for one in self._waiting if self._kind(one.question) == kind][: self._most]
            for one in batch:
                self._waiting.remove(one)
            return batch
