"""Batches of items of similar length, so that little is padded. Knows lengths, no data."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable


def length_batches(
    items: Iterable[int], length: Callable[[int], int], batch_size: int, draw: random.Random,
    *, pool: int | None = None,
) -> list[list[int]]:  # fmt: skip
    """All items in batches of similar length, the batches in random order.

    Arguments:
        items: numbers of the items.
        length: of the item with a number.
        draw: decides the order; in the same state it gives the same batches.
        pool: batches within which items are sorted by length; all items are sorted together where None.
    """
    order = list(items)
    draw.shuffle(order)
    width = batch_size * pool if pool else max(1, len(order))
    ordered = [i for p in range(0, len(order), width) for i in sorted(order[p : p + width], key=length)]
    batches = [ordered[b : b + batch_size] for b in range(0, len(ordered), batch_size)]
    draw.shuffle(batches)
    return batches
