"""The training loop of every model: gradient steps, averaged weights, validation, checkpoints, exact resume.

Knows tensors and a task; no text, no label, no corpus. Runs on the CPU, on one accelerator, or in several
processes (`accelerate launch -m training.cli …`): the batches of a step are dealt out to the processes (see
`sharding`), their gradients are added up, and the main process alone validates, logs and writes.
"""

from __future__ import annotations

import math
import shutil
import time
import zlib
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import torch
from accelerate import Accelerator
from accelerate.utils import InitProcessGroupKwargs, broadcast_object_list, set_seed
from rich.console import Console

from models import device
from models.errors import CheckpointError, DataError, TrainingError
from training.trainer.checkpoints import BEST, STATE, Position, Weights
from training.trainer.log import BOARD, LOG, Epoch, LogWriter, Step
from training.trainer.progress import Display
from training.trainer.schedule import share_of_peak, split_decay
from training.trainer.sharding import Batch, Share, add_up, add_up_gradients, make_equal
from training.trainer.task import Task, TrainerConfig, WeighingTask

Keep = Literal["best", "last"]
_CLIP_NORM = 1.0
"""Upper bound of the norm of a step's gradient."""
_LONGEST_WAIT = timedelta(days=1)
"""Timeout of the other processes while the main process validates or scores."""


class Finished(SystemExit):
    """Ends every process but the main one after `fit`: the rest of a recipe runs in the main process
    alone."""


@dataclass(slots=True)
class _Run:
    """State of one `fit`."""

    task: Task
    optimizer: torch.optim.Optimizer
    weights: Weights
    peaks: list[float]
    """Peak learning rate of each parameter group."""
    share: Share
    display: Display
    log: LogWriter | None
    """None in every process but the main one."""
    began: float
    """Monotonic time at which the run would have begun without a break."""
    keep: Keep
    at: Position


class Trainer:
    """Trains a task.

    Arguments:
        config: schedule, rates and precision.
        output: folder of the log and of the checkpoints: `last` to resume from, `best` to keep.
        cpu: stay on the CPU even if there is an accelerator.
        console: where progress is shown; stderr by default.
    """

    def __init__(
        self, config: TrainerConfig, output: Path, *, cpu: bool = False, console: Console | None = None
    ) -> None:
        self.config, self.output = config, output
        # `device.autocast` sets the precision; a launcher's own setting would come on top
        waiting = InitProcessGroupKwargs(timeout=_LONGEST_WAIT)
        self.accelerator = Accelerator(cpu=cpu, mixed_precision="no", kwargs_handlers=[waiting])
        self.console = console or Console(stderr=True)

    def fit(self, task: Task, *, resume: bool = False, keep: Keep = "best") -> list[dict[str, float]]:
        """Train, leave the kept averaged weights in `task.model`, and return the scores of each validation.

        A run that was killed and resumed ends with the weights and the log of one that was not.

        Arguments:
            resume: continue the run in the output folder.
            keep: the averaged weights to keep: of the best validation, or the last ones without any
                validation, for data too few to choose an epoch by.

        Raises:
            CheckpointError: there is no run to resume, or it has another model or schedule.
            DataError: there is no batch to train on.
            TrainingError: loss, gradient or validation score is not a number.
            Finished: this is not the main process.
        """
        config, ours = self.config, self.accelerator
        share = Share(config.accumulate, ours.process_index, ours.num_processes)
        _seed(config.seed)
        task.model.to(ours.device)
        groups = split_decay(task.parameter_groups(config), config.weight_decay)
        optimizer = torch.optim.AdamW(groups, lr=config.learning_rate, fused=True)
        peaks = [group["lr"] for group in optimizer.param_groups]
        weights = Weights(task.model, optimizer)
        at = self._begin(weights, share.steps(len(task.batches(0))) * config.epochs, resume)
        with ExitStack() as stack:
            log = None
            if ours.is_main_process:
                log = stack.enter_context(LogWriter(self.output, size=at.log_size, step=at.total))
            display = Display(self.console, at.total, at.steps, quiet=not ours.is_main_process)
            began = time.monotonic() - at.seconds
            stack.enter_context(display)
            run = _Run(task, optimizer, weights, peaks, share, display, log, began, keep, at)
            if not resume:
                self._save(run)
            while run.at.epoch < config.epochs:
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
        """The position to start from, with equal weights in every process."""
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

    def _train(self, run: _Run) -> None:
        """Train on the rest of the epoch."""
        config = self.config
        _seed(config.seed, run.at.epoch)
        batches = run.task.batches(run.at.epoch)
        run.task.model.train()
        while run.at.step < run.share.steps(len(batches)):
            at = run.at
            # random numbers depend on the position alone, so that a resumed run draws the same ones
            _seed(config.seed, at.total, self.accelerator.process_index)
            rate = share_of_peak(at.total, at.steps, config.warmup)
            for group, peak in zip(run.optimizer.param_groups, run.peaks, strict=True):
                group["lr"] = peak * rate
            loss, norm = self._step(run, run.share.take(batches, at.step))
            done = Step(at.epoch, at.total + 1, loss, run.peaks[0] * rate, norm, time.monotonic() - run.began)
            run.weights.average(config.average, done.step)
            run.at = replace(at, step=at.step + 1, total=done.step, seconds=done.seconds)
            run.display.step(done)
            if run.log:
                run.log.step(done)
            if done.step % config.checkpoint_steps == 0:
                self._save(run)

    def _step(self, run: _Run, batches: list[Batch]) -> tuple[float, float]:
        """Make one optimizer step; its mean loss over the batches of all processes, and the gradient's
        norm."""
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
        norm = torch.nn.utils.clip_grad_norm_(trained, _CLIP_NORM).item()
        if not (math.isfinite(value) and math.isfinite(norm)):
            raise TrainingError(
                f"step {run.at.total + 1} has the loss {value} and a gradient of norm {norm}",
                where=str(self.output), do="lower the learning rate or look at the data",
            )  # fmt: skip
        run.optimizer.step()
        run.optimizer.zero_grad()
        return value, norm

    def _validate(self, run: _Run) -> None:
        """End the epoch: score the averaged weights in the main process, and keep them if they are the
        best."""
        at = run.at
        if run.keep == "last":
            if run.log:
                run.weights.save_best(self.output)
            run.at = replace(at, epoch=at.epoch + 1, step=0)
            return
        found: list[dict[str, float]] = [{}]
        if self.accelerator.is_main_process:
            _seed(self.config.seed, at.epoch)
            run.task.model.eval()
            with torch.no_grad(), run.weights.averages_in_place(), run.display.hidden():
                found = [{name: float(value) for name, value in run.task.validate().items()}]
        (scores,) = broadcast_object_list(found)
        if math.isnan(scores["score"]):
            raise TrainingError("the validation score is not a number", where=str(self.output))
        if scores["score"] > at.best and run.log:
            run.weights.save_best(self.output)
        done = Epoch(at.epoch, scores, at.total, time.monotonic() - run.began)
        run.display.epoch(done)
        if run.log:
            run.log.epoch(done)
        run.at = replace(
            at, epoch=at.epoch + 1, step=0, seconds=done.seconds, best=max(at.best, scores["score"]),
            scores=(*at.scores, scores),
        )  # fmt: skip

    def _save(self, run: _Run) -> None:
        if run.log:
            run.at = replace(run.at, log_size=run.log.flush())
            run.weights.save(self.output, run.at)


def _seed(*parts: int) -> None:
    """Seed the generators of python, numpy and torch by all the numbers together."""
    set_seed(zlib.crc32(repr(parts).encode()))


def _size(task: Task, batch: Batch) -> float:
    if isinstance(task, WeighingTask):
        return task.weight(batch)
    return float(next(iter(batch.values())).shape[:1].numel())
