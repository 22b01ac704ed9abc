"""One training loop for every model: gradient steps, averaged weights, validation, checkpoints, exact resume.

Knows tensors and a task; no text, no label, no corpus. Runs on one device or several through accelerate.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from accelerate import Accelerator
from accelerate.utils import set_seed
from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models.errors import CheckpointError

STATE, PROGRESS, BEST, LOG = "last.safetensors", "last.json", "best.safetensors", "log.jsonl"


class TrainerConfig(BaseModel):
    """How long, how fast and how carefully to train."""

    model_config = ConfigDict(extra="forbid")
    epochs: int = Field(default=5, ge=1)
    batch_size: int = Field(default=32, ge=1)
    accumulate: int = Field(default=1, ge=1)
    """Batches a step."""
    learning_rate: float = Field(default=2e-4, gt=0)
    """Of the pretrained weights, at the peak."""
    head_learning_rate: float = Field(default=1e-3, gt=0)
    """Of new weights."""
    warmup: float = Field(default=0.1, ge=0, le=1)
    """Share of the steps over which the rate rises; then it falls along a cosine."""
    weight_decay: float = Field(default=0.01, ge=0)
    clip_norm: float = Field(default=1.0, gt=0)
    average: float = Field(default=0.99, ge=0, lt=1)
    """How slowly the averaged weights, which are kept, follow the trained ones; 0 keeps the trained ones."""
    patience: int = Field(default=0, ge=0)
    """Epochs without a better validation score before it stops; 0 never stops early."""
    checkpoint_steps: int = Field(default=200, ge=1)
    seed: int = 0


class Batches(Protocol):
    """An epoch's batches."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Mapping[str, Tensor]]: ...


class Task(Protocol):
    """What is trained on what."""

    @property
    def model(self) -> nn.Module:
        """What is trained."""
        ...

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        """Groups for AdamW, each with its lr."""
        ...

    def batches(self, epoch: int) -> Batches:
        """The epoch's batches; the same for the same epoch, whatever came before."""
        ...

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        """A scalar to make small."""
        ...

    def validate(self) -> dict[str, float]:
        """Scores of `model` on validation data; `score` is what should grow."""
        ...


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run stands."""

    epoch: int = 0
    step: int = 0
    """Batches done in this epoch."""
    total: int = 0
    """Optimizer steps done."""
    best: float = -math.inf
    best_epoch: int = -1


class Trainer:
    """Trains a task.

    Arguments:
        config: the schedule.
        output: folder for the log and the checkpoints; `last` to resume from and `best` by validation score.
        cpu: keep to the CPU where there is an accelerator.
    """

    def __init__(
        self, config: TrainerConfig, output: Path, *, cpu: bool = False, console: Console | None = None
    ) -> None:
        self.config, self.output = config, output
        self.accelerator = Accelerator(cpu=cpu, gradient_accumulation_steps=config.accumulate)
        self.console = console or Console(stderr=True)
        self._random: Tensor | None = None

    def fit(self, task: Task, *, resume: bool = False) -> list[dict[str, float]]:
        """Train, leave the best averaged weights in `task.model`, and return the scores of each validation.

        Raises:
            CheckpointError: `resume` and nothing, or another model's state, to resume from.
        """
        config = self.config
        set_seed(config.seed)
        self.output.mkdir(parents=True, exist_ok=True)
        optimizer: Any = torch.optim.AdamW(task.parameter_groups(config), weight_decay=config.weight_decay)
        peaks = [group["lr"] for group in optimizer.param_groups]
        model, optimizer = self.accelerator.prepare(task.model, optimizer)
        trained = {n: p for n, p in task.model.named_parameters() if p.requires_grad}
        averaged = {n: p.detach().clone() for n, p in trained.items()}
        at = self._restore(trained, averaged, optimizer) if resume else Position()
        steps = len(task.batches(0)) // config.accumulate * config.epochs
        scores: list[dict[str, float]] = []
        with self._progress() as progress:
            bar = progress.add_task("training", total=steps, completed=at.total, loss="")
            for epoch in range(at.epoch, config.epochs):
                torch.manual_seed(config.seed * 1000 + epoch)
                model.train()
                for number, batch in enumerate(task.batches(epoch)):
                    if number < at.step:
                        continue
                    if self._random is not None:
                        # only now: making the batches has drawn from it too
                        torch.set_rng_state(self._random)
                        self._random = None
                    for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                        group["lr"] = peak * self._rate(at.total, steps)
                    with self.accelerator.accumulate(model):
                        loss = task.loss(model, {k: v.to(self.accelerator.device) for k, v in batch.items()})
                        self.accelerator.backward(loss)
                        if self.accelerator.sync_gradients:
                            self.accelerator.clip_grad_norm_(trained.values(), config.clip_norm)
                        optimizer.step()
                        optimizer.zero_grad()
                    total = at.total + int(self.accelerator.sync_gradients)
                    if total > at.total:
                        self._average(trained, averaged, total)
                    at = Position(epoch, number + 1, total, at.best, at.best_epoch)
                    self._log({"epoch": epoch, "step": total, "loss": loss.item()})
                    progress.update(bar, completed=total, loss=f"loss {loss.item():.3f}")
                    if total % config.checkpoint_steps == 0:
                        self._save(trained, averaged, optimizer, at)
                measured = self._validate(task, trained, averaged)
                scores.append(measured)
                better = measured["score"] > at.best
                at = Position(
                    epoch + 1,
                    0,
                    at.total,
                    max(at.best, measured["score"]),
                    epoch if better else at.best_epoch,
                )
                if better:
                    self._write(BEST, averaged)
                self._log({"epoch": epoch, **measured})
                self.console.print(
                    f"epoch {epoch + 1}: " + "  ".join(f"{k} {v:.4f}" for k, v in measured.items())
                )
                self._save(trained, averaged, optimizer, at)
                if config.patience and epoch - at.best_epoch >= config.patience:
                    break
        _copy(load_file(self.output / BEST), trained)
        return scores

    def _rate(self, step: int, steps: int) -> float:
        rising = max(1, int(steps * self.config.warmup))
        if step < rising:
            return (step + 1) / rising
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - rising) / max(1, steps - rising))))

    def _average(self, trained: dict[str, nn.Parameter], averaged: dict[str, Tensor], total: int) -> None:
        # follows fast at first, when the weights are still far from where they will be
        keep = min(self.config.average, total / (total + 10))
        for name, parameter in trained.items():
            averaged[name].lerp_(parameter.detach(), 1 - keep)

    def _validate(
        self, task: Task, trained: dict[str, nn.Parameter], averaged: dict[str, Tensor]
    ) -> dict[str, float]:
        current = {n: p.detach().clone() for n, p in trained.items()}
        random_state = torch.get_rng_state()
        _copy(averaged, trained)
        task.model.eval()
        with torch.no_grad():
            measured = task.validate()
        _copy(current, trained)
        torch.set_rng_state(random_state)
        return measured

    def _save(
        self, trained: Mapping[str, Tensor], averaged: Mapping[str, Tensor], optimizer: Any, at: Position
    ) -> None:
        names = {id(p): n for n, p in trained.items()}
        moments = {
            f"optimizer.{key}.{names[id(p)]}": value
            for p, state in optimizer.state.items()
            for key, value in state.items()
        }
        weights = {f"trained.{n}": p.detach() for n, p in trained.items()}
        means = {f"averaged.{n}": p for n, p in averaged.items()}
        self._write(STATE, {**weights, **means, **moments, "random": torch.get_rng_state()}, vars_of(at))

    def _restore(
        self, trained: dict[str, nn.Parameter], averaged: dict[str, Tensor], optimizer: Any
    ) -> Position:
        path = self.output / STATE
        if not path.is_file():
            raise CheckpointError(
                "there is no run to resume", where=str(self.output), do="leave --resume out"
            )
        tensors = load_file(path)
        if {n for n in tensors if n.startswith("trained.")} != {f"trained.{n}" for n in trained}:
            raise CheckpointError("the run to resume trained another model", where=str(self.output))
        _copy({n: tensors[f"trained.{n}"] for n in trained}, trained)
        averaged.update({n: tensors[f"averaged.{n}"].to(p.device) for n, p in trained.items()})
        for name, parameter in trained.items():
            keys = ("step", "exp_avg", "exp_avg_sq")
            if f"optimizer.step.{name}" in tensors:
                optimizer.state[parameter] = {k: tensors[f"optimizer.{k}.{name}"] for k in keys}
        self._random = tensors["random"]
        from safetensors import safe_open

        with safe_open(path, "pt") as file:
            return Position(**json.loads(file.metadata()["position"]))

    def _write(
        self, name: str, tensors: Mapping[str, Tensor], position: dict[str, float] | None = None
    ) -> None:
        """State and position in one file, so that they are replaced together."""
        if not self.accelerator.is_main_process:
            return
        partial = self.output / f"{name}.partial"
        metadata = {"position": json.dumps(position)} if position is not None else None
        save_file({n: t.detach().cpu().contiguous() for n, t in tensors.items()}, partial, metadata)
        partial.replace(self.output / name)

    def _log(self, entry: Mapping[str, float]) -> None:
        if self.accelerator.is_main_process:
            with (self.output / LOG).open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")

    def _progress(self) -> Progress:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[loss]}"),
            TimeRemainingColumn(),
        )
        return Progress(*columns, console=self.console, disable=not self.accelerator.is_main_process)


def vars_of(position: Position) -> dict[str, float]:
    """The position as JSON can hold it."""
    return {name: getattr(position, name) for name in Position.__slots__}


def _copy(source: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> None:
    with torch.no_grad():
        for name, tensor in target.items():
            tensor.copy_(source[name])
