import pytest
import torch
from torch import nn

from training.trainer.schedule import share_of_peak, split_decay


def test_the_rate_rises_in_a_line_and_falls_along_a_cosine() -> None:
    shares = [share_of_peak(step, 10, 0.2) for step in range(11)]
    assert shares[:3] == [0.5, 1.0, 1.0]
    assert shares[6] == pytest.approx(0.5) and shares[10] == pytest.approx(0.0)
    assert shares[2:] == sorted(shares[2:], reverse=True)


def test_a_schedule_without_warmup_and_one_step_too_many() -> None:
    assert share_of_peak(0, 5, 0.0) == 1.0
    assert share_of_peak(9, 5, 0.0) == 0.0


def test_vectors_do_not_decay_unless_their_group_says_so() -> None:
    layer, other, bare = nn.Linear(2, 3), nn.LayerNorm(3), nn.Parameter(torch.zeros(2, 2))
    groups = split_decay(
        [
            {"params": layer.parameters(), "lr": 1.0},
            {"params": list(other.parameters()), "lr": 2.0, "weight_decay": 0.5},
            {"params": bare},
        ],
        0.01,
    )
    found = [(g["weight_decay"], g.get("lr"), [tuple(p.shape) for p in g["params"]]) for g in groups]
    assert found == [
        (0.01, 1.0, [(3, 2)]),
        (0.0, 1.0, [(3,)]),
        (0.5, 2.0, [(3,), (3,)]),
        (0.01, None, [(2, 2)]),
    ]
