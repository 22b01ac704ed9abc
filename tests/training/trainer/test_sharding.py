"""The share of each process in the batches of an epoch."""

import torch

from training.trainer.sharding import Batch, Batches, CollatedBatches, Share


class Rows:
    """22 rows in batches; counts the batches that are made."""

    def __init__(self, size: int) -> None:
        self._size, self.made = size, 0

    def __len__(self) -> int:
        return -(-22 // self._size)

    def __getitem__(self, number: int) -> Batch:
        self.made += 1
        return {"row": torch.arange(22)[number * self._size : (number + 1) * self._size]}


def taken(share: Share, batches: Batches) -> list[list[list[int]]]:
    steps = range(share.steps(len(batches)))
    return [[batch["row"].tolist() for batch in share.take(batches, step)] for step in steps]


def test_every_batch_is_taken_once_in_its_step() -> None:
    """Batches 0 to 5 by two processes, two a step: 0 and 2, 1 and 3; then 4, 5."""
    assert taken(Share(2, 0, 2), Rows(4)) == [[[0, 1, 2, 3], [8, 9, 10, 11]], [[16, 17, 18, 19]]]
    assert taken(Share(2, 1, 2), Rows(4)) == [[[4, 5, 6, 7], [12, 13, 14, 15]], [[20, 21]]]
    alone = taken(Share(), Rows(4))
    assert [row for step in alone for batch in step for row in batch] == list(range(22))


def test_a_process_may_sit_the_last_step_out() -> None:
    assert [len(step) for step in taken(Share(1, 1, 2), Rows(8))] == [1, 0]
    assert Share(1, 1, 2).steps(3) == 2


def test_no_other_batches_are_made() -> None:
    batches = Rows(4)
    assert len(Share(1, 1, 3).take(batches, 1)) == 1 and batches.made == 1


def test_batches_are_collated_when_they_are_taken() -> None:
    def collate(rows: object) -> Batch:
        return {"row": torch.tensor(rows)}

    batches = CollatedBatches([10, 11, 12, 13, 14], [[4, 0], [1], [3, 2]], collate)
    assert taken(Share(2), batches) == [[[14, 10], [11]], [[13, 12]]]
