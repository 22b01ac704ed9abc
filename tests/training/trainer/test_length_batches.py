import random

from training.trainer.length_batches import length_batches

LENGTHS = [5, 1, 9, 3, 7, 2, 8, 4, 6, 10, 11]


def batches(seed: int = 0, size: int = 3, pool: int | None = None) -> list[list[int]]:
    return length_batches(range(len(LENGTHS)), LENGTHS.__getitem__, size, random.Random(seed), pool=pool)


def test_every_item_comes_once_beside_others_of_its_length() -> None:
    drawn = batches()
    assert sorted(i for batch in drawn for i in batch) == list(range(len(LENGTHS)))
    spans = sorted((min(LENGTHS[i] for i in batch), max(LENGTHS[i] for i in batch)) for batch in drawn)
    assert spans == [(1, 3), (4, 6), (7, 9), (10, 11)]


def test_the_order_depends_on_the_draw_alone() -> None:
    assert batches(seed=1, pool=2) == batches(seed=1, pool=2) != batches(seed=2, pool=2)


def test_items_are_sorted_within_a_pool_alone() -> None:
    assert {len(batch) for batch in batches(size=2, pool=1)} == {1, 2}
    # a pool of one batch sorts nothing across batches
    assert sorted(map(sorted, batches(size=2, pool=1))) != sorted(map(sorted, batches(size=2)))


def test_without_items_there_are_no_batches() -> None:
    assert length_batches([], LENGTHS.__getitem__, 2, random.Random(0)) == []
    assert length_batches([], LENGTHS.__getitem__, 2, random.Random(0), pool=3) == []
