"""Which batches a process takes, whatever the batches come as."""

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor
from torch.utils.data import DataLoader

from training.trainer.sharding import Batch, Batches, Share

ROWS = [{"row": torch.tensor([i])} for i in range(22)]


class Streamed:
    """Batches that come one after the other."""

    def __init__(self, size: int) -> None:
        self._size, self.made = size, 0

    def __len__(self) -> int:
        return -(-len(ROWS) // self._size)

    def __iter__(self) -> Iterator[Batch]:
        for number in range(len(self)):
            self.made += 1
            yield {"row": torch.arange(len(ROWS))[number * self._size : (number + 1) * self._size]}


class Numbered(Streamed):
    """Batches that can be made by number."""

    def __getitem__(self, number: int) -> Batch:
        self.made += 1
        return {"row": torch.arange(len(ROWS))[number * self._size : (number + 1) * self._size]}


def loader(size: int, **how: object) -> DataLoader[dict[str, Tensor]]:
    def joined(rows: list[dict[str, Tensor]]) -> dict[str, Tensor]:
        return {"row": torch.cat([r["row"] for r in rows])}

    return DataLoader(ROWS, batch_size=size, collate_fn=joined, **how)  # type: ignore[arg-type]


def rows(steps: Iterator[list[Batch]]) -> list[list[list[int]]]:
    return [[batch["row"].tolist() for batch in step] for step in steps]


@pytest.mark.parametrize("batches", [Streamed(4), Numbered(4), loader(4), [*Streamed(4)]])
def test_every_batch_is_taken_once_in_its_step(batches: Batches) -> None:
    """Batches 0 to 5 by two processes, two a step: 0 and 2, 1 and 3; then 4, 5."""
    first = rows(Share(2, 0, 2).take(batches))
    second = rows(Share(2, 1, 2).take(batches))
    assert first == [[[0, 1, 2, 3], [8, 9, 10, 11]], [[16, 17, 18, 19]]]
    assert second == [[[4, 5, 6, 7], [12, 13, 14, 15]], [[20, 21]]]
    assert rows(Share(2, 1, 2).take(batches, 1)) == second[1:]
    assert rows(Share().take(batches, 3)) == [[[12, 13, 14, 15]], [[16, 17, 18, 19]], [[20, 21]]]
    assert rows(Share().take(batches, 6)) == []


def test_a_process_may_sit_the_last_step_out() -> None:
    assert [len(step) for step in Share(1, 1, 2).take(Streamed(8))] == [1, 0]
    assert Share(1, 1, 2).steps(3) == 2


def test_batches_with_numbers_are_made_only_when_taken() -> None:
    batches = Numbered(4)
    assert len(list(Share(1, 1, 3).take(batches, 1))) == 1
    assert batches.made == 1


def test_a_shuffled_loader_gives_each_process_its_part_of_one_order() -> None:
    def taken(process: int, processes: int) -> list[list[list[int]]]:
        torch.manual_seed(3)
        return rows(Share(1, process, processes).take(loader(4, shuffle=True)))

    whole = [batch for (batch,) in taken(0, 1)]
    assert sorted(i for batch in whole for i in batch) == list(range(22)) and whole[0] != [0, 1, 2, 3]
    assert [batch for (batch,) in taken(0, 2)] == whole[::2]
    assert [batch for (batch,) in taken(1, 2)] == whole[1::2]


def test_a_loader_of_whole_batches_is_taken_by_number() -> None:
    batches = Numbered(4)
    taken = Share(1, 1, 2).take(DataLoader(batches, batch_size=None))  # type: ignore[arg-type]
    assert rows(taken) == [[[4, 5, 6, 7]], [[12, 13, 14, 15]], [[20, 21]]]
    assert batches.made == 3
