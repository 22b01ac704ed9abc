"""One training loop for every model: gradient steps, averaged weights, validation, checkpoints, exact resume.

Knows tensors and a task; no text, no label, no corpus. Runs on the CPU, on one accelerator, or in several
processes (`accelerate launch -m training.cli …`): a step's batches are dealt out to them (see `sharding`),
their gradients are added up, and the main process alone validates, logs and writes.
"""

from __future__ import annotations

import math
import shutil
import time
import zlib
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import torch
from accelerate import Accelerator
from accelerate.utils import InitProcessGroupKwargs, broadcast_object_list, set_seed
from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from torch import Tensor, nn

from models import device
from models.errors import CheckpointError, DataError, TrainingError
from training.trainer.checkpoints import BEST, STATE, Position, Weights
from training.trainer.log import BOARD, LOG, Epoch, LogWriter, Step
from training.trainer.progress import Display
from training.trainer.schedule import share_of_peak, split_decay
from training.trainer.sharding import Batch, Batches, Share, add_up, add_up_gradients, make_equal

_LONGEST_WAIT = timedelta(days=1)
"""For the main process, while it validates or scores."""


class TrainerConfig(BaseModel):
    """How long, how fast and how carefully to train."""

    model_config = ConfigDict(extra="forbid")
    epochs: int = Field(default=5, ge=1)
    batch_size: int = Field(default=32, ge=1)
    accumulate: int = Field(default=1, ge=1)
    """Batches a step, of each process."""
    learning_rate: float = Field(default=2e-4, gt=0)
    """Of the pretrained weights, at the peak."""
    head_learning_rate: float = Field(default=1e-3, gt=0)
    """Of new weights."""
    warmup: float = Field(default=0.1, ge=0, le=1)
    """Share of the steps over which the rate rises; then it falls along a cosine."""
    weight_decay: float = Field(default=0.01, ge=0)
    """Of matrices; of biases, norms and other vectors only where a parameter group says so."""
    clip_norm: float = Field(default=1.0, gt=0)
    average: float = Field(default=0.99, ge=0, lt=1)
    """How slowly the averaged weights, which are kept, follow the trained ones; 0 keeps the trained ones."""
    patience: int = Field(default=0, ge=0)
    """Epochs without a better validation score before it stops; 0 never stops early."""
    checkpoint_steps: int = Field(default=200, ge=1)
    precision: device.Precision = "auto"
    """Of the matrix products: `auto` is bfloat16 on a GPU that has it and float32 elsewhere."""
    seed: int = 0

    def quickly(self, on: device.DeviceName) -> TrainerConfig:
        """The same with the precision that suits the device, where none was chosen."""
        if self.precision != "auto":
            return self
        return self.model_copy(update={"precision": device.quickest(device.resolve(on))})


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


@runtime_checkable
class WeighingTask(Protocol):
    """A task that knows what its loss is a mean over, so that small batches of a step count for less."""

    def weight(self, batch: Mapping[str, Tensor]) -> float:
        """Say, the labelled tokens. A task without this counts rows of the first tensor."""
        ...


class Finished(SystemExit):
    """Ends a process that is not the main one after `fit`: what follows is done by the main one alone."""


@dataclass(slots=True)
class _Run:
    """What one `fit` works with."""

    task: Task
    optimizer: torch.optim.Optimizer
    weights: Weights
    peaks: list[float]
    """Learning rate of each group at its highest."""
    share: Share
    display: Display
    log: LogWriter | None
    """Of the main process."""
    began: float
    """When it would have begun without a break, on the monotonic clock."""
    at: Position


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
        # precision is ours, by `device.autocast`; a launcher's own setting would come on top
        waiting = InitProcessGroupKwargs(timeout=_LONGEST_WAIT)
        self.accelerator = Accelerator(cpu=cpu, mixed_precision="no", kwargs_handlers=[waiting])
        self.console = console or Console(stderr=True)

    def fit(self, task: Task, *, resume: bool = False) -> list[dict[str, float]]:
        """Train, leave the best averaged weights in `task.model`, and return the scores of each validation.

        A run that was killed and resumed ends as one that was not: with the same weights and the same log.

        Raises:
            CheckpointError: `resume` and nothing, or the state of another model or schedule, to resume from.
            DataError: there is no batch to train on.
            TrainingError: loss, gradient or validation score are not numbers.
            Finished: this is one of several processes and not the main one.
        """
        config, ours = self.config, self.accelerator
        share = Share(config.accumulate, ours.process_index, ours.num_processes)
        _seed(config.seed)
        task.model.to(ours.device)
        groups = split_decay(task.parameter_groups(config), config.weight_decay)
        optimizer = torch.optim.AdamW(groups, lr=config.learning_rate)
        peaks = [group["lr"] for group in optimizer.param_groups]
        weights = Weights(task.model, optimizer)
        at = self._begin(weights, share.steps(len(task.batches(0))) * config.epochs, resume)
        with ExitStack() as stack:
            log = None
            if ours.is_main_process:
                log = stack.enter_context(LogWriter(self.output, size=at.log_size, step=at.total))
            display = Display(self.console, at.total, at.steps, quiet=not ours.is_main_process)
            began = time.monotonic() - at.seconds
            run = _Run(task, optimizer, weights, peaks, share, stack.enter_context(display), log, began, at)
            if not resume:
                self._save(run)
            while run.at.epoch < config.epochs and not self._tired(run.at):
                self._train(run)
                self._validate(run)
                self._save(run)
        ours.wait_for_everyone()
        if not ours.is_main_process:
            raise Finished
        weights.load_best(self.output)
        task.model.eval()
        return list(run.at.scores)

    def _begin(self, weights: Weights, steps: int, resume: bool) -> Position:
        """The position to start from, once every process has the same weights."""
        if not steps:
            raise DataError("there is nothing to train on: the first epoch has no batch")
        if resume:
            at = weights.restore(self.output)
            if at.steps not in (0, steps):
                raise CheckpointError(
                    f"the run to resume was to take {at.steps} steps, this one takes {steps}",
                    where=str(self.output), do="use the same data, configuration and number of processes",
                )  # fmt: skip
            return replace(at, steps=steps)
        if self.accelerator.is_main_process:
            self.output.mkdir(parents=True, exist_ok=True)
            for name in (STATE, BEST, LOG):
                (self.output / name).unlink(missing_ok=True)
            shutil.rmtree(self.output / BOARD, ignore_errors=True)
        make_equal(self.accelerator, [*weights.trained.values(), *weights.averaged.values()])
        return Position(steps=steps, log_size=0)

    def _tired(self, at: Position) -> bool:
        return 0 < self.config.patience <= at.epoch - 1 - at.best_epoch

    def _train(self, run: _Run) -> None:
        """The rest of the epoch."""
        config = self.config
        _seed(config.seed, run.at.epoch)
        batches = run.task.batches(run.at.epoch)
        steps = run.share.take(batches, run.at.step)
        run.task.model.train()
        while run.at.step < run.share.steps(len(batches)):
            at = run.at
            # what is drawn depends on the position alone, so that a resumed run draws the same
            _seed(config.seed, at.total, self.accelerator.process_index)
            rate = share_of_peak(at.total, at.steps, config.warmup)
            for group, peak in zip(run.optimizer.param_groups, run.peaks, strict=True):
                group["lr"] = peak * rate
            loss, norm = self._step(run, next(steps))
            done = Step(at.epoch, at.total + 1, loss, run.peaks[0] * rate, norm, time.monotonic() - run.began)
            run.weights.average(config.average, done.step)
            run.at = replace(at, step=at.step + 1, total=done.step, seconds=done.seconds)
            run.display.step(done)
            if run.log:
                run.log.step(done)
            if done.step % config.checkpoint_steps == 0:
                self._save(run)

    def _step(self, run: _Run, batches: list[Batch]) -> tuple[float, float]:
        """One optimizer step: the mean loss over all processes' batches, and the gradient's norm."""
        ours = self.accelerator
        sizes = [_size(run.task, batch) for batch in batches]
        whole = add_up(ours, torch.tensor(float(sum(sizes)), device=ours.device)).item()
        mean = torch.zeros((), device=ours.device)
        for batch, size in zip(batches, sizes, strict=True):
            with device.autocast(ours.device, self.config.precision):
                loss = run.task.loss(run.task.model, {k: v.to(ours.device) for k, v in batch.items()})
            part = loss * (size / whole)
            part.backward()  # type: ignore[no-untyped-call]
            mean += part.detach()
        value = add_up(ours, mean).item()
        trained = run.weights.trained.values()
        add_up_gradients(ours, trained)
        norm = torch.nn.utils.clip_grad_norm_(trained, self.config.clip_norm).item()
        if not (math.isfinite(value) and math.isfinite(norm)):
            raise TrainingError(
                f"step {run.at.total + 1} has the loss {value} and a gradient of norm {norm}",
                where=str(self.output), do="lower the learning rate or look at the data",
            )  # fmt: skip
        run.optimizer.step()
        run.optimizer.zero_grad()
        return value, norm

    def _validate(self, run: _Run) -> None:
        """Score the averaged weights, in the main process, and keep them if none were better."""
        at = run.at
        told: list[dict[str, float]] = [{}]
        if self.accelerator.is_main_process:
            _seed(self.config.seed, at.epoch)
            run.task.model.eval()
            with torch.no_grad(), run.weights.averages_in_place(), run.display.hidden():
                told = [{name: float(value) for name, value in run.task.validate().items()}]
        (scores,) = broadcast_object_list(told)
        if math.isnan(scores["score"]):
            raise TrainingError("the validation score is not a number", where=str(self.output))
        better = scores["score"] > at.best
        if better and run.log:
            run.weights.save_best(self.output)
        done = Epoch(at.epoch, scores, at.total, time.monotonic() - run.began)
        run.display.epoch(done)
        if run.log:
            run.log.epoch(done)
        run.at = replace(
            at, epoch=at.epoch + 1, step=0, seconds=done.seconds, best=max(at.best, scores["score"]),
            best_epoch=at.epoch if better else at.best_epoch, scores=(*at.scores, scores),
        )  # fmt: skip

    def _save(self, run: _Run) -> None:
        if run.log:
            run.at = replace(run.at, log_size=run.log.flush())
            run.weights.save(self.output, run.at)


def _seed(*parts: int) -> None:
    """Seed every generator, those of python and numpy too, by all the numbers together."""
    set_seed(zlib.crc32(repr(parts).encode()))


def _size(task: Task, batch: Batch) -> float:
    if isinstance(task, WeighingTask):
        return task.weight(batch)
    return float(next(iter(batch.values())).shape[:1].numel())
