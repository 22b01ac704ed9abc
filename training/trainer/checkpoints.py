"""The state of a run, in safetensors files that are replaced whole, so that a killed run resumes exactly.

Knows weights, their averages, the optimizer's moments and the position; not how a step is made.

accelerate's `save_state` writes all weights, frozen ones too, into several files one after the other: larger,
and a kill between two files leaves a state that never was.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from models.checkpoint import read_metadata, read_tensors
from models.errors import CheckpointError
from models.files import replacing

STATE, BEST = "last.safetensors", "best.safetensors"


@dataclass(frozen=True, slots=True)
class Position:
    """How far a run is. Its random numbers follow from the position: they are seeded anew at every step."""

    epoch: int = 0
    step: int = 0
    """Optimizer steps done in this epoch."""
    total: int = 0
    """Optimizer steps done in the whole run."""
    best: float = -math.inf
    """Highest validation score."""
    steps: int = 0
    """Planned steps of the whole run."""
    seconds: float = 0.0
    """Training time so far."""
    log_size: int | None = None
    """Bytes of the log up to this position."""
    scores: tuple[dict[str, float], ...] = ()
    """Scores of each validation."""


class Weights:
    """A model's trained weights, their running average, and the optimizer's moments.

    Arguments:
        model: on its device. Only the parameters that the optimizer changes are saved and averaged;
            persistent buffers are saved, not averaged.
        optimizer: AdamW over parameters of the model.

    Raises:
        ValueError: the optimizer has a parameter that is not the model's.
    """

    def __init__(self, model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
        changed = {id(p) for g in optimizer.param_groups for p in g["params"] if p.requires_grad}
        self.trained = {n: p for n, p in model.named_parameters() if id(p) in changed}
        if len(self.trained) != len(changed):
            raise ValueError("the optimizer has parameters that are not the model's")
        self.averaged = {n: p.detach().clone() for n, p in self.trained.items()}
        kept = model.state_dict().keys()
        self._buffers = {n: b for n, b in model.named_buffers() if n in kept}
        self._optimizer = optimizer

    def average(self, decay: float, total: int) -> None:
        """Update the exponential moving average after step `total`.

        torch's `AveragedModel` has no warm-up of the decay and copies the frozen weights as well.
        """
        # early weights are far from the final ones and must be forgotten quickly
        decay = min(decay, total / (total + 10))
        for name, parameter in self.trained.items():
            self.averaged[name].lerp_(parameter.detach(), 1 - decay)

    @contextmanager
    def averages_in_place(self) -> Iterator[None]:
        """Put the averaged weights into the model for the duration of the context."""
        current = {n: p.detach().clone() for n, p in self.trained.items()}
        _copy(self.averaged, self.trained)
        try:
            yield
        finally:
            _copy(current, self.trained)

    def save_best(self, folder: Path) -> None:
        """Write the averaged weights and the buffers."""
        _write(folder / BEST, {**self.averaged, **self._buffers})

    def load_best(self, folder: Path) -> None:
        """Put the weights that `save_best` wrote into the model.

        Raises:
            CheckpointError: the file is missing, damaged or of another model.
        """
        tensors = read_tensors(folder / BEST)
        targets: dict[str, Tensor] = {**self.trained, **self._buffers}
        if not tensors.keys() <= targets.keys():
            raise CheckpointError("holds another model's weights", where=str(folder / BEST))
        _copy(tensors, {n: targets[n] for n in tensors})

    def save(self, folder: Path, position: Position) -> None:
        """Write the state for `restore` into one file, so that weights and position are replaced together."""
        moments = {
            f"optimizer.{number}.{key}": value
            for number, state in self._optimizer.state_dict()["state"].items()
            for key, value in state.items()
        }
        weights = {f"trained.{n}": p for n, p in self.trained.items()}
        means = {f"averaged.{n}": t for n, t in self.averaged.items()}
        buffers = {f"buffer.{n}": t for n, t in self._buffers.items()}
        _write(folder / STATE, {**weights, **means, **buffers, **moments}, {"position": asdict(position)})

    def restore(self, folder: Path) -> Position:
        """Restore the saved state and return its position.

        Raises:
            CheckpointError: the file is missing, damaged or of another model.
        """
        path = folder / STATE
        if not path.is_file():
            raise CheckpointError("there is no run to resume", where=str(folder), do="leave --resume out")
        tensors, metadata = read_tensors(path), read_metadata(path)
        if {n for n in tensors if n.startswith("trained.")} != {f"trained.{n}" for n in self.trained}:
            raise CheckpointError("the run to resume trained another model", where=str(folder))
        _copy({n: tensors[f"trained.{n}"] for n in self.trained}, self.trained)
        _copy({n: tensors[f"averaged.{n}"] for n in self.averaged}, self.averaged)
        _copy({n: tensors[f"buffer.{n}"] for n in self._buffers if f"buffer.{n}" in tensors}, self._buffers)
        moments: dict[int, dict[str, Tensor]] = {}
        for name in tensors:
            if name.startswith("optimizer."):
                _, number, key = name.split(".")
                moments.setdefault(int(number), {})[key] = tensors[name]
        self._optimizer.load_state_dict({**self._optimizer.state_dict(), "state": moments})
        position: dict[str, Any] = json.loads(metadata["position"])
        return Position(**{**position, "scores": tuple(position.get("scores", ()))})


def _copy(source: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> None:
    with torch.no_grad():
        for name, tensor in source.items():
            target[name].copy_(tensor)


def _write(path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, object] | None = None) -> None:
    encoded = {key: json.dumps(value) for key, value in (metadata or {}).items()}
    with replacing(path) as draft:
        save_file({n: t.detach().cpu().contiguous() for n, t in tensors.items()}, draft, encoded)
