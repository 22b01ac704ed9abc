"""Everything a run needs to go on where it stood, in safetensors files that are replaced whole.

Knows weights, their averages, the optimizer's moments and the position; not how a step is made.
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
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models.errors import CheckpointError
from models.files import replacing

STATE, BEST = "last.safetensors", "best.safetensors"
_MOMENTS = ("step", "exp_avg", "exp_avg_sq")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run stands. The random numbers follow from it: they are seeded anew at every step."""

    epoch: int = 0
    step: int = 0
    """Optimizer steps done in this epoch."""
    total: int = 0
    """Optimizer steps done."""
    best: float = -math.inf
    best_epoch: int = -1
    steps: int = 0
    """Planned for the whole run when it began."""
    seconds: float = 0.0
    """Spent so far."""
    log_size: int | None = None
    """Bytes of the log that belong to what was done."""
    scores: tuple[dict[str, float], ...] = ()
    """Of each validation."""


class Weights:
    """A model's trained weights, their running average, and the optimizer's moments.

    Arguments:
        model: on its device. Of its parameters those are kept that the optimizer changes; the others come
            with the model. Buffers that belong to its state are kept as they are, not averaged.
        optimizer: AdamW over parameters of the model.

    Raises:
        ValueError: the optimizer changes something that is not the model's.
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

    def average(self, slowness: float, total: int) -> None:
        """Let the averages follow the trained weights after step `total`."""
        # follows fast at first, when the weights are still far from where they will be
        keep = min(slowness, total / (total + 10))
        for name, parameter in self.trained.items():
            self.averaged[name].lerp_(parameter.detach(), 1 - keep)

    @contextmanager
    def averages_in_place(self) -> Iterator[None]:
        """The model has the averaged weights inside, the trained ones again after."""
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
        """Put what `save_best` wrote into the model.

        Raises:
            CheckpointError: it is missing, damaged or another model's.
        """
        tensors, _ = _read(folder / BEST)
        targets: dict[str, Tensor] = {**self.trained, **self._buffers}
        if not tensors.keys() <= targets.keys():
            raise CheckpointError("holds another model's weights", where=str(folder / BEST))
        _copy(tensors, {n: targets[n] for n in tensors})

    def save(self, folder: Path, position: Position) -> None:
        """Write all that `restore` needs, in one file, so that state and position are replaced together."""
        names = {id(p): n for n, p in self.trained.items()}
        moments = {
            f"optimizer.{key}.{names[id(p)]}": value
            for p, state in self._optimizer.state.items()
            for key, value in state.items()
        }
        weights = {f"trained.{n}": p for n, p in self.trained.items()}
        means = {f"averaged.{n}": t for n, t in self.averaged.items()}
        buffers = {f"buffer.{n}": t for n, t in self._buffers.items()}
        _write(folder / STATE, {**weights, **means, **buffers, **moments}, {"position": asdict(position)})

    def restore(self, folder: Path) -> Position:
        """Put the saved state back.

        Raises:
            CheckpointError: there is none, or it is damaged or another model's.
        """
        path = folder / STATE
        if not path.is_file():
            raise CheckpointError("there is no run to resume", where=str(folder), do="leave --resume out")
        tensors, metadata = _read(path)
        if {n for n in tensors if n.startswith("trained.")} != {f"trained.{n}" for n in self.trained}:
            raise CheckpointError("the run to resume trained another model", where=str(folder))
        _copy({n: tensors[f"trained.{n}"] for n in self.trained}, self.trained)
        _copy({n: tensors[f"averaged.{n}"] for n in self.averaged}, self.averaged)
        _copy({n: tensors[f"buffer.{n}"] for n in self._buffers if f"buffer.{n}" in tensors}, self._buffers)
        for name, parameter in self.trained.items():
            if f"optimizer.step.{name}" in tensors:
                step, *moments = (tensors[f"optimizer.{key}.{name}"] for key in _MOMENTS)
                # AdamW counts on the CPU
                state = (step, *(m.to(parameter.device) for m in moments))
                self._optimizer.state[parameter] = dict(zip(_MOMENTS, state, strict=True))
        position: dict[str, Any] = json.loads(metadata["position"])
        return Position(**{**position, "scores": tuple(position.get("scores", ()))})


def _copy(source: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> None:
    with torch.no_grad():
        for name, tensor in source.items():
            target[name].copy_(tensor)


def _write(path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, object] | None = None) -> None:
    noted = {key: json.dumps(value) for key, value in (metadata or {}).items()}
    with replacing(path) as draft:
        save_file({n: t.detach().cpu().contiguous() for n, t in tensors.items()}, draft, noted)


def _read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    try:
        with safe_open(path, "pt") as file:
            metadata = file.metadata() or {}
        return load_file(path), metadata
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"cannot be read ({error})", where=str(path)) from error
