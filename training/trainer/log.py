"""The log of a run: a JSON line for each optimizer step and each validation, with TensorBoard's files beside
it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from models.errors import CheckpointError, DataError

LOG, BOARD = "log.jsonl", "tensorboard"


@dataclass(frozen=True, slots=True)
class Step:
    """One optimizer step."""

    epoch: int
    """The first is 0."""
    step: int
    """Number in the whole run; the first is 1."""
    loss: float
    """Mean over the batches of the step."""
    learning_rate: float = math.nan
    """Rate of the first parameter group."""
    gradient_norm: float = math.nan
    """Norm before clipping."""
    seconds: float = math.nan
    """Training time so far, without the time between a kill and a resume."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One validation."""

    epoch: int
    """The first is 0."""
    scores: Mapping[str, float]
    """Scores of the task; `score` chooses the weights to keep."""
    step: int = 0
    """Optimizer steps done before the validation."""
    seconds: float = math.nan


@dataclass(frozen=True, slots=True)
class Log:
    """All steps and validations of a run, in order."""

    steps: list[Step]
    epochs: list[Epoch]


def read_log(folder: Path) -> Log:
    """The log of the run in `folder` without an incomplete last line.

    Raises:
        CheckpointError: there is no log.
        DataError: a line is not a trainer's.
    """
    path = folder / LOG
    if not path.is_file():
        raise CheckpointError("there is no log of a run", where=str(folder))
    text = path.read_text(encoding="utf-8")
    log = Log([], [])
    for number, line in enumerate(text[: text.rfind("\n") + 1].splitlines(), start=1):
        try:
            entry = json.loads(line)
            if "score" in entry:
                known = {n: entry.pop(n) for n in ("epoch", "step", "seconds") if n in entry}
                log.epochs.append(Epoch(scores=entry, **known))
            else:
                log.steps.append(Step(**entry))
        except (json.JSONDecodeError, TypeError) as error:
            raise DataError("is not a line of a training log", where=f"{path}:{number}") from error
    return log


class LogWriter:
    """Writes the log of a run; drops the lines after the checkpoint of a run that is resumed.

    Arguments:
        folder: of the run; it must exist.
        size: bytes of the existing log to keep; None keeps all of it.
        step: the last step of the existing log to keep.
    """

    def __init__(self, folder: Path, *, size: int | None = 0, step: int = 0) -> None:
        from torch.utils.tensorboard import SummaryWriter

        self._file = (folder / LOG).open("ab", buffering=0)
        if size is not None:
            self._file.truncate(size)
        # each start adds a file, which overrides later steps in the files of earlier starts
        self._board = SummaryWriter(folder / BOARD, purge_step=step + 1)

    def __enter__(self) -> LogWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._board.close()

    def flush(self) -> int:
        """Flush both files; the size of the log in bytes."""
        self._board.flush()
        return self._file.seek(0, 2)

    def step(self, entry: Step) -> None:
        """Write an optimizer step."""
        self._line({name: getattr(entry, name) for name in Step.__slots__})
        for name in ("loss", "learning_rate", "gradient_norm"):
            self._scalar(f"train/{name}", getattr(entry, name), entry.step)

    def epoch(self, entry: Epoch) -> None:
        """Write a validation."""
        self._line({"epoch": entry.epoch, "step": entry.step, "seconds": entry.seconds, **entry.scores})
        for name, value in entry.scores.items():
            self._scalar(f"valid/{name}", value, entry.step)

    def _line(self, entry: Mapping[str, float]) -> None:
        self._file.write(json.dumps(entry).encode() + b"\n")

    def _scalar(self, name: str, value: float, step: int) -> None:
        self._board.add_scalar(name, value, step)
