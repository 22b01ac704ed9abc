"""Batches of items of like length, so that little is padded. Knows lengths, no data."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from torch.utils.data import Sampler


class LengthBatches(Sampler[list[int]]):
    """Indices in batches of like length, in an order drawn anew each epoch; the same for the same epoch.

    Arguments:
        lengths: of the items, asked for at the beginning of each epoch.
        pool: batches within which items are sorted by length; all of them where None.
    """

    def __init__(
        self, lengths: Callable[[], Sequence[int]], batch_size: int, seed: int, *, pool: int | None = None
    ) -> None:
        self._lengths, self._batch_size, self._seed, self._pool = lengths, batch_size, seed, pool
        self.epoch = 0

    def __len__(self) -> int:
        return -(-len(self._lengths()) // self._batch_size)

    def __iter__(self) -> Iterator[list[int]]:
        draw = random.Random(f"{self._seed} {self.epoch}")
        lengths, size = self._lengths(), self._batch_size
        order = list(range(len(lengths)))
        draw.shuffle(order)
        width = size * self._pool if self._pool else max(1, len(order))
        by_length = [
            i
            for p in range(0, len(order), width)
            for i in sorted(order[p : p + width], key=lengths.__getitem__)
        ]
        batches = [by_length[b : b + size] for b in range(0, len(by_length), size)]
        draw.shuffle(batches)
        return iter(batches)
