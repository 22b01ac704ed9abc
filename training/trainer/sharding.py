"""Which batches a process takes, and how the gradients of several processes become one.

The batches of an epoch are dealt out in order: of the `accumulate × processes` batches of a step, process `p`
takes those whose number modulo `processes` is `p`. Every batch is taken once; in the last step of an epoch
some processes may have fewer batches than others, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import torch
from accelerate import Accelerator
from accelerate.utils import broadcast
from torch import Tensor

Batch = Mapping[str, Tensor]
Item = TypeVar("Item")


class Batches(Protocol):
    """The batches of an epoch by number, so that a process and a resumed run make only their own."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> Batch: ...


@dataclass(frozen=True, slots=True)
class CollatedBatches(Generic[Item]):
    """Items of a dataset, collated into batches when they are asked for."""

    items: Sequence[Item]
    numbers: Sequence[Sequence[int]]
    """The items of each batch."""
    collate: Callable[[Sequence[Item]], Batch]

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, number: int) -> Batch:
        return self.collate([self.items[i] for i in self.numbers[number]])


@dataclass(frozen=True, slots=True)
class Share:
    """The share of one process in each step."""

    accumulate: int = 1
    """Batches of each process in a step."""
    process: int = 0
    processes: int = 1

    def steps(self, n_batches: int) -> int:
        """Steps of an epoch; the last may have fewer batches."""
        return -(-n_batches // (self.accumulate * self.processes))

    def take(self, batches: Batches, step: int) -> list[Batch]:
        """The batches of a step that are this process's; makes no others."""
        width = self.accumulate * self.processes
        last = min(len(batches), (step + 1) * width)
        return [batches[number] for number in range(step * width + self.process, last, self.processes)]


def add_up(accelerator: Accelerator, value: Tensor) -> Tensor:
    """The sum over all processes."""
    summed: Tensor = accelerator.reduce(value, reduction="sum")
    return summed


def add_up_gradients(accelerator: Accelerator, parameters: Iterable[torch.nn.Parameter]) -> None:
    """Give every process the sum of all gradients; a missing gradient counts as zero."""
    if accelerator.num_processes == 1:
        return
    parameters = list(parameters)
    flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters])
    pieces = torch.split(add_up(accelerator, flat), [p.numel() for p in parameters])
    for parameter, piece in zip(parameters, pieces, strict=True):
        parameter.grad = piece.view_as(parameter).to(parameter.dtype)


def make_equal(accelerator: Accelerator, tensors: Iterable[Tensor]) -> None:
    """Give every process the main process's values."""
    if accelerator.num_processes > 1:
        for tensor in tensors:
            broadcast(tensor.detach())
