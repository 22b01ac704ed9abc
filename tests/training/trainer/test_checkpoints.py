"""The state of a run: weights, averages and moments come back to the bit, and damage is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from models.errors import CheckpointError
from training.trainer.checkpoints import BEST, STATE, Position, Weights


def made() -> tuple[nn.Module, torch.optim.Optimizer, Weights]:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2), nn.Linear(2, 1))
    model[2].bias.requires_grad_(False)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=0.1)
    return model, optimizer, Weights(model, optimizer)


def step(model: nn.Module, optimizer: torch.optim.Optimizer, weights: Weights, total: int) -> None:
    rows = torch.randn(4, 3, generator=torch.Generator().manual_seed(total))
    model(rows).square().mean().backward()
    optimizer.step()
    optimizer.zero_grad()
    weights.average(0.5, total)


def test_a_restored_state_goes_on_as_the_saved_one(tmp_path: Path) -> None:
    model, optimizer, weights = made()
    for total in (1, 2):
        step(model, optimizer, weights, total)
    position = Position(epoch=1, step=2, total=2, best=0.25, steps=8, log_size=7, scores=({"score": 0.25},))
    weights.save(tmp_path, position)
    other, other_optimizer, other_weights = made()
    assert other_weights.restore(tmp_path) == position
    step(model, optimizer, weights, 3)
    step(other, other_optimizer, other_weights, 3)
    for name, tensor in model.state_dict().items():
        assert torch.equal(tensor, other.state_dict()[name]), name
    for name, tensor in weights.averaged.items():
        assert torch.equal(tensor, other_weights.averaged[name]), name


def test_the_average_follows_quickly_at_first_and_slowly_then() -> None:
    model, _, weights = made()
    before = weights.averaged["0.weight"].clone()
    with torch.no_grad():
        model[0].weight.add_(1.0)
    weights.average(0.5, 1)  # 1 / 11 is kept
    assert torch.allclose(weights.averaged["0.weight"], before + 10 / 11)
    weights.average(0.5, 1000)
    assert torch.allclose(weights.averaged["0.weight"], before + 21 / 22)


def test_averages_are_in_the_model_for_the_context_alone(tmp_path: Path) -> None:
    model, optimizer, weights = made()
    step(model, optimizer, weights, 1)
    trained = model[0].weight.clone()
    with weights.averages_in_place():
        assert torch.equal(model[0].weight, weights.averaged["0.weight"])
    assert torch.equal(model[0].weight, trained)
    weights.save_best(tmp_path)
    weights.load_best(tmp_path)
    assert torch.equal(model[0].weight, weights.averaged["0.weight"])
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == [BEST]


def test_only_what_the_optimizer_changes_is_saved() -> None:
    _, _, weights = made()
    assert "2.bias" not in weights.trained and "0.weight" in weights.trained


def test_damage_and_other_models_are_named(tmp_path: Path) -> None:
    _, _, weights = made()
    with pytest.raises(CheckpointError, match="no run to resume"):
        weights.restore(tmp_path)
    (tmp_path / STATE).write_bytes(b"short")
    with pytest.raises(CheckpointError, match="cannot be read"):
        weights.restore(tmp_path)
    weights.save(tmp_path, Position())
    other = nn.Linear(3, 2)
    with pytest.raises(CheckpointError, match="another model"):
        Weights(other, torch.optim.AdamW(other.parameters())).restore(tmp_path)
