"""Which batches a process takes, and how the gradients of several become one.

The batches of an epoch, in order, are dealt out one by one: of every step's `accumulate × processes` batches
process `p` takes those whose number leaves the rest `p`. No batch is left out and none is taken twice; in the
last step of an epoch some processes may have fewer than others, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol, runtime_checkable

import torch
from accelerate import Accelerator
from accelerate.utils import broadcast
from torch import Tensor
from torch.utils.data import DataLoader

Batch = Mapping[str, Tensor]


class Batches(Protocol):
    """An epoch's batches. With several processes, or after a resume, only some of them are taken."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Batch]: ...


@runtime_checkable
class NumberedBatches(Protocol):
    """Batches of which one can be made without those before it."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> Batch: ...


@dataclass(frozen=True, slots=True)
class Share:
    """What one of several processes takes."""

    accumulate: int = 1
    """Batches a step and process."""
    process: int = 0
    processes: int = 1

    def steps(self, n_batches: int) -> int:
        """Steps in an epoch of so many batches; the last may be a smaller one."""
        return -(-n_batches // (self.accumulate * self.processes))

    def numbers(self, n_batches: int, step: int) -> range:
        """The batches of a step that are this process's."""
        width = self.accumulate * self.processes
        return range(step * width + self.process, min(n_batches, (step + 1) * width), self.processes)

    def take(self, batches: Batches, start: int = 0) -> Iterator[list[Batch]]:
        """This process's batches of each step from `start` on; makes no others if they have numbers."""
        n = len(batches)
        counts = [len(self.numbers(n, step)) for step in range(start, self.steps(n))]
        first = start * self.accumulate * self.processes + self.process
        own = iter(_chosen(batches, range(first, n, self.processes)))
        return (list(islice(own, count)) for count in counts)


def _chosen(batches: Batches, numbers: range) -> Iterable[Batch]:
    if type(batches) is DataLoader and not isinstance(batches.dataset, torch.utils.data.IterableDataset):
        return _loader_of(batches, numbers)
    if isinstance(batches, NumberedBatches):
        return (batches[number] for number in numbers)
    return islice(batches, numbers.start, numbers.stop, numbers.step)


def _loader_of(loader: DataLoader[Any], numbers: range) -> DataLoader[Any]:
    """The same loader for some of its batches."""
    kept: dict[str, Any]
    if loader.batch_sampler is None:
        kept = {"batch_size": None, "sampler": list(_some(loader.sampler, numbers))}
    else:
        kept = {"batch_sampler": list(_some(loader.batch_sampler, numbers))}
    same = (
        "num_workers", "collate_fn", "pin_memory", "timeout", "worker_init_fn", "multiprocessing_context",
        "generator", "prefetch_factor",
    )  # fmt: skip
    return DataLoader(loader.dataset, **kept, **{name: getattr(loader, name) for name in same})


def _some(items: Iterable[Any], numbers: range) -> Iterator[Any]:
    return islice(items, numbers.start, numbers.stop, numbers.step)


def add_up(accelerator: Accelerator, value: Tensor) -> Tensor:
    """The sum over all processes."""
    summed: Tensor = accelerator.reduce(value, reduction="sum")
    return summed


def add_up_gradients(accelerator: Accelerator, parameters: Iterable[torch.nn.Parameter]) -> None:
    """Give every process the sum of all gradients; one that has none counts as zero."""
    if accelerator.num_processes == 1:
        return
    parameters = list(parameters)
    flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters])
    pieces = torch.split(add_up(accelerator, flat), [p.numel() for p in parameters])
    for parameter, piece in zip(parameters, pieces, strict=True):
        parameter.grad = piece.view_as(parameter).to(parameter.dtype)


def make_equal(accelerator: Accelerator, tensors: Iterable[Tensor]) -> None:
    """Give every process the main one's values."""
    if accelerator.num_processes > 1:
        for tensor in tensors:
            broadcast(tensor.detach())
