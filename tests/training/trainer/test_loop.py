"""The loop on a tiny task: steps, accumulation, precision, the weights that are kept, and errors."""

import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from rich.console import Console
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.optim.optimizer import register_optimizer_step_pre_hook

from models.errors import CheckpointError, DataError, TrainingError
from tests.fixtures.tiny_task import TinyTask
from training.trainer.checkpoints import BEST, STATE
from training.trainer.log import read_log
from training.trainer.loop import Trainer
from training.trainer.sharding import Batches
from training.trainer.task import TrainerConfig


def config(**changed: Any) -> TrainerConfig:
    return TrainerConfig.model_validate({"epochs": 3, "learning_rate": 1e-2, "average": 0.5, **changed})


def fit(folder: Path, task: TinyTask, *, resume: bool = False, **changed: Any) -> list[dict[str, float]]:
    return Trainer(config(**changed), folder, cpu=True).fit(task, resume=resume)


def test_it_learns_and_leaves_the_best_averaged_weights(tmp_path: Path) -> None:
    task = TinyTask(4)
    scores = fit(tmp_path, task, epochs=30)
    log = read_log(tmp_path)
    assert [s.step for s in log.steps] == list(range(1, 30 * 6 + 1))
    losses = [s.loss for s in log.steps]
    assert sum(losses[-6:]) < 0.1 * sum(losses[:6])
    assert [e.scores for e in log.epochs] == scores and [e.step for e in log.epochs] == list(range(6, 181, 6))
    assert all(s.gradient_norm > 0 for s in log.steps)
    assert all(a.seconds <= b.seconds for a, b in zip(log.steps, log.steps[1:], strict=False))
    best = load_file(tmp_path / BEST)
    assert all(torch.equal(p, best[n]) for n, p in task.model.named_parameters())
    assert not task.model.training
    assert task.validate()["score"] == max(s["score"] for s in scores)


def test_a_step_of_small_batches_is_a_step_of_one_big_batch(tmp_path: Path) -> None:
    """22 rows: steps of 12 and 10, as [12], [10] or as [4, 4, 4], [4, 4, 2]."""
    big, small = TinyTask(12), TinyTask(4)
    fit(tmp_path / "big", big, batch_size=12)
    fit(tmp_path / "small", small, batch_size=4, accumulate=3)
    losses = [[s.loss for s in read_log(tmp_path / name).steps] for name in ("big", "small")]
    assert len(losses[0]) == 3 * 2
    assert losses[1] == pytest.approx(losses[0], rel=1e-5)
    for a, b in zip(big.model.parameters(), small.model.parameters(), strict=True):
        assert torch.allclose(a, b, atol=1e-5)


def test_a_task_may_weigh_its_batches(tmp_path: Path) -> None:
    class FirstOnly(TinyTask):
        def weight(self, batch: Mapping[str, Tensor]) -> float:
            return float(len(batch["rows"]) == 12)

    fit(tmp_path / "both", FirstOnly(12), epochs=1, accumulate=2)
    fit(tmp_path / "first", TinyTask(12), epochs=1)
    assert read_log(tmp_path / "both").steps[0].loss == read_log(tmp_path / "first").steps[0].loss


def test_the_rate_rises_and_falls_and_the_gradient_is_clipped(tmp_path: Path) -> None:
    class Steep(TinyTask):
        def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
            return super().loss(model, batch) * 1e6

    applied: list[float] = []

    def measure(optimizer: torch.optim.Optimizer, *_: object) -> None:
        gradients = [p.grad for group in optimizer.param_groups for p in group["params"]]
        applied.append(float(nn.utils.get_total_norm([g for g in gradients if g is not None])))

    hook = register_optimizer_step_pre_hook(measure)
    fit(tmp_path / "a", Steep(4), warmup=0.5)
    hook.remove()
    assert applied == pytest.approx([1.0] * 18, rel=1e-3)
    assert all(s.gradient_norm > 1e3 for s in read_log(tmp_path / "a").steps)
    rates = [s.learning_rate for s in read_log(tmp_path / "a").steps]
    assert rates[0] == pytest.approx(1e-2 / 9) and max(rates) == rates[8] == pytest.approx(1e-2)
    assert rates[:9] == sorted(rates[:9]) and rates[9:] == sorted(rates[9:], reverse=True)


@pytest.mark.parametrize(
    ("precision", "expected"),
    [("auto", torch.float32), ("float32", torch.float32), ("bfloat16", torch.bfloat16)],
)
def test_matrices_are_multiplied_in_the_precision_asked_for(
    tmp_path: Path, precision: str, expected: torch.dtype
) -> None:
    seen: set[torch.dtype] = set()

    class Watched(TinyTask):
        def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
            seen.add(model(batch["rows"]).dtype)
            return super().loss(model, batch)

    task = Watched(8)
    fit(tmp_path, task, epochs=2, precision=precision)
    assert seen == {expected}
    assert {p.dtype for p in task.model.parameters()} == {torch.float32}
    losses = [s.loss for s in read_log(tmp_path).steps]
    assert losses[-1] < losses[0]


def test_the_last_weights_are_kept_without_any_validation(tmp_path: Path) -> None:
    best, last = TinyTask(8), TinyTask(8)
    fit(tmp_path / "best", best)
    kept = Trainer(config(), tmp_path / "last", cpu=True).fit(last, keep="last")
    assert kept == [] and last.validations == 0 and best.validations == 3
    log = read_log(tmp_path / "last")
    assert log.epochs == [] and len(log.steps) == 9
    state = load_file(tmp_path / "last" / STATE)
    assert all(torch.equal(p, state[f"averaged.{n}"]) for n, p in last.model.named_parameters())
    # validation changes no weight
    assert [s.loss for s in log.steps] == [s.loss for s in read_log(tmp_path / "best").steps]


def test_a_new_run_begins_a_new_log(tmp_path: Path) -> None:
    fit(tmp_path, TinyTask(8))
    fit(tmp_path, TinyTask(8), epochs=1)
    log = read_log(tmp_path)
    assert len(log.steps) == 3 and len(log.epochs) == 1


def test_what_cannot_be_resumed_is_said(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no run to resume"):
        fit(tmp_path, TinyTask(8), resume=True)
    fit(tmp_path, TinyTask(8))
    with pytest.raises(CheckpointError, match="was to take 9 steps, this one takes 18"):
        fit(tmp_path, TinyTask(4), resume=True)
    other = TinyTask(8)
    other.model = nn.Linear(4, 1)
    with pytest.raises(CheckpointError, match="another model"):
        fit(tmp_path, other, resume=True)
    (tmp_path / "last.safetensors").write_bytes(b"short")
    with pytest.raises(CheckpointError, match="cannot be read"):
        fit(tmp_path, TinyTask(8), resume=True)


def test_what_is_no_number_ends_the_run(tmp_path: Path) -> None:
    class Endless(TinyTask):
        def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
            return super().loss(model, batch) * math.inf

    class Unscored(TinyTask):
        def validate(self) -> dict[str, float]:
            return {"score": math.nan}

    class Empty(TinyTask):
        def batches(self, epoch: int) -> Batches:
            return []

    with pytest.raises(TrainingError, match="step 1 has the loss inf"):
        fit(tmp_path, Endless(8))
    with pytest.raises(TrainingError, match="score is not a number"):
        fit(tmp_path, Unscored(8))
    with pytest.raises(DataError, match="nothing to train on"):
        fit(tmp_path, Empty(8))


def test_a_parameter_from_elsewhere_is_refused(tmp_path: Path) -> None:
    class Stray(TinyTask):
        def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
            return [*super().parameter_groups(config), {"params": [nn.Parameter(torch.zeros(1))]}]

    with pytest.raises(ValueError, match="not the model's"):
        fit(tmp_path, Stray(8))


def test_a_person_sees_scores_and_the_time_left(tmp_path: Path) -> None:
    seen = io.StringIO()
    Trainer(config(), tmp_path, cpu=True, console=Console(file=seen, width=160)).fit(TinyTask(4))
    for shown in ("8 steps to go: 0 min", "epoch 3: score -", "18/18", "loss", "steps/s"):
        assert shown in seen.getvalue()
