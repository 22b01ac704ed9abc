"""A run that is killed and resumed, and a run in two processes, end as one that was left alone."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.fixtures.tiny_task import TinyTask
from training.trainer.checkpoints import BEST, STATE
from training.trainer.log import BOARD, LOG, read_log
from training.trainer.loop import Trainer
from training.trainer.task import TrainerConfig

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """As in `ENVIRONMENT`: several threads add up in another order, and bits are compared here."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def lines(folder: Path) -> list[tuple[int, int, float, float, float]]:
    """All of the log that is not time."""
    return [(s.epoch, s.step, s.loss, s.learning_rate, s.gradient_norm) for s in read_log(folder).steps]


def test_a_run_that_is_killed_at_any_step_and_resumed_ends_as_one_that_was_not(tmp_path: Path) -> None:
    settings = {
        "epochs": 4, "learning_rate": 1e-2, "checkpoint_steps": 4, "batch_size": 4, "precision": "float32",
    }  # fmt: skip
    task: dict[str, Any] = {"batch_size": 4, "noise": 0.3}
    config = TrainerConfig.model_validate(settings)
    Trainer(config, tmp_path / "whole", cpu=True).fit(TinyTask(**task))
    steps = len(lines(tmp_path / "whole"))

    killed, last = tmp_path / "killed", random.randint(1, steps - 3)
    dying = json.dumps({**task, "steps": last + 2})
    program = ["tests.fixtures.tiny_task", str(killed), json.dumps(settings), dying]
    with subprocess.Popen(
        [sys.executable, "-m", *program], cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.DEVNULL
    ) as process:
        while not (killed / LOG).exists() or (killed / LOG).read_bytes().count(b'"loss"') < last:
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert last <= len(lines(killed)) < steps

    scores = Trainer(config, killed, cpu=True).fit(TinyTask(**task), resume=True)
    assert lines(killed) == lines(tmp_path / "whole"), f"killed after step {last}"
    assert scores == [e.scores for e in read_log(tmp_path / "whole").epochs]
    for name in (BEST, STATE):
        one, two = load_file(tmp_path / "whole" / name), load_file(killed / name)
        assert one.keys() == two.keys() and all(torch.equal(one[n], two[n]) for n in one)
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    # file by file: two that were begun within one second are not read in their order
    boards = [EventAccumulator(str(file)).Reload() for file in (killed / BOARD).iterdir()]
    assert {e.step for board in boards for e in board.Scalars("train/loss")} == set(range(1, steps + 1))


def test_a_run_killed_before_its_first_checkpoint_resumes(tmp_path: Path) -> None:
    class Interrupted(Exception):
        pass

    class Dies(TinyTask):
        def loss(self, *arguments: Any) -> Any:
            raise Interrupted

    config = TrainerConfig(epochs=1)
    with pytest.raises(Interrupted):
        Trainer(config, tmp_path / "a", cpu=True).fit(Dies(8))
    Trainer(config, tmp_path / "a", cpu=True).fit(TinyTask(8), resume=True)
    Trainer(config, tmp_path / "b", cpu=True).fit(TinyTask(8))
    assert lines(tmp_path / "a") == lines(tmp_path / "b")


def test_two_processes_train_as_one_with_twice_the_batches_a_step(tmp_path: Path) -> None:
    """22 rows in batches of 5: steps of 5 + 5, 5 + 5 and 2 rows; the second process sits the last one out."""
    settings = {
        "epochs": 3, "learning_rate": 1e-2, "batch_size": 5, "checkpoint_steps": 2, "precision": "float32",
    }  # fmt: skip
    one = TrainerConfig.model_validate({**settings, "accumulate": 2})
    Trainer(one, tmp_path / "one", cpu=True).fit(TinyTask(5))
    two = tmp_path / "two"
    launch = ["accelerate.commands.launch", "--multi_gpu", "--num_processes", "2", "--main_process_port", "0"]
    program = ["tests.fixtures.tiny_task", str(two), json.dumps(settings), '{"batch_size": 5}']
    done = subprocess.run(
        [sys.executable, "-m", *launch, "-m", *program],
        cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    alone, together = read_log(tmp_path / "one"), read_log(two)
    assert len(alone.steps) == len(together.steps) == 9
    for a, b in zip(alone.steps, together.steps, strict=True):
        assert (a.epoch, a.step) == (b.epoch, b.step)
        assert (b.loss, b.gradient_norm) == pytest.approx((a.loss, a.gradient_norm), rel=1e-4)
    expected, found = load_file(tmp_path / "one" / BEST), load_file(two / BEST)
    assert all(torch.allclose(expected[n], found[n], atol=1e-5) for n in expected)
    assert [p.name for p in two.glob("after-*")] == ["after-0"], "what follows is the main process's alone"
    assert done.stderr.count("epoch 3: score") == 1
