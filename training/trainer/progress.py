"""Progress of a run for people: a bar with remaining time, loss, rate and speed; a line after each
validation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from training.trainer.log import Epoch, Step

_STEPS_TO_ESTIMATE = 10
"""Steps before the remaining time is estimated."""


class Display:
    """Shows a run's progress.

    Arguments:
        done: optimizer steps done before.
        steps: optimizer steps of the whole run.
        quiet: show nothing, in processes other than the main one.
    """

    def __init__(self, console: Console, done: int, steps: int, *, quiet: bool = False) -> None:
        self._console = Console(quiet=True) if quiet else console
        self._first, self._steps = done, steps
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TextColumn("{task.fields[state]}"), TimeRemainingColumn(compact=True),
            console=self._console, disable=quiet,
        )  # fmt: skip
        self._bar = self._progress.add_task("training", total=steps, completed=done, state="")

    def __enter__(self) -> Display:
        self._progress.start()
        self._began = self._progress.get_time()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def step(self, step: Step) -> None:
        """Move the bar. Outside a terminal, where no bar is shown, print the remaining time once."""
        done, took = step.step - self._first, self._progress.get_time() - self._began
        speed = done / took if took else 0.0
        state = f"loss {step.loss:.3f}  rate {step.learning_rate:.1e}  {speed:.1f} steps/s"
        self._progress.update(self._bar, completed=step.step, state=state)
        if done == _STEPS_TO_ESTIMATE and speed and not self._console.is_terminal:
            left = self._steps - step.step
            self._console.print(f"{left} steps to go: {left / speed / 60:.0f} min and the validations")

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Hide the bar during a validation, which may show a bar of its own."""
        self._progress.live.transient = True
        self._progress.stop()
        yield
        self._progress.live.transient = False
        self._progress.start()

    def epoch(self, epoch: Epoch) -> None:
        """Print the scores."""
        scores = "  ".join(f"{name} {value:.4f}" for name, value in epoch.scores.items())
        self._console.print(f"epoch {epoch.epoch + 1}: {scores}")
