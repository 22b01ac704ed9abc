from pathlib import Path

import pytest

from models.errors import CheckpointError, DataError
from training.trainer.log import BOARD, LOG, Epoch, LogWriter, Step, read_log

STEPS = [Step(0, 1, 0.5, 1e-3, 2.0, 0.1), Step(0, 2, 0.25, 1e-3, 1.5, 0.2)]


def test_what_was_written_is_read_and_boarded(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as writer:
        for step in STEPS:
            writer.step(step)
        writer.epoch(Epoch(0, {"loss": 0.3, "score": 0.9}, 2, 0.4))
    log = read_log(tmp_path)
    assert log.steps == STEPS and log.epochs == [Epoch(0, {"loss": 0.3, "score": 0.9}, 2, 0.4)]

    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(str(tmp_path / BOARD)).Reload()
    assert [(e.step, e.value) for e in events.Scalars("train/loss")] == [(1, 0.5), (2, 0.25)]
    assert [e.step for e in events.Scalars("valid/score")] == [2]


def test_going_on_drops_what_came_after(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as writer:
        writer.step(STEPS[0])
        size = writer.flush()
        writer.step(STEPS[1])
    with LogWriter(tmp_path, size=size, step=1) as writer:
        assert writer.flush() == size
        writer.step(Step(0, 2, 0.125))
    assert [s.loss for s in read_log(tmp_path).steps] == [0.5, 0.125]


def test_a_line_still_being_written_is_left_out(tmp_path: Path) -> None:
    (tmp_path / LOG).write_text('{"epoch": 0, "step": 1, "loss": 0.5}\n{"epoch": 0, "st', encoding="utf-8")
    assert [s.loss for s in read_log(tmp_path).steps] == [0.5]


def test_what_is_not_a_log_is_said(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no log of a run"):
        read_log(tmp_path)
    (tmp_path / LOG).write_text('{"epoch": 0, "step": 1}\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"log.jsonl:1: is not a line"):
        read_log(tmp_path)
