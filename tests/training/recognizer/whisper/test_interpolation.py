"""Between two adapters lies the weighted sum of their changes."""

import pytest
import torch
from torch import Tensor

from models.errors import CheckpointError
from training.recognizer.whisper.interpolation import between

A, B = "layer.lora_A.weight", "layer.lora_B.weight"


def adapter(seed: int, rank: int = 2) -> dict[str, Tensor]:
    draw = torch.Generator().manual_seed(seed)
    return {A: torch.randn(rank, 5, generator=draw), B: torch.randn(4, rank, generator=draw)}


def change(factors: dict[str, Tensor]) -> Tensor:
    return factors[B] @ factors[A]


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_change_is_the_weighted_sum_of_both(share: float) -> None:
    start, learned = adapter(0), adapter(1, rank=3)
    mixed = between(start, learned, share)
    assert mixed[A].shape == (5, 5) and mixed[B].shape == (4, 5)
    torch.testing.assert_close(change(mixed), (1 - share) * change(start) + share * change(learned))


def test_adapters_of_other_matrices_are_refused() -> None:
    other = {"other" + name: tensor for name, tensor in adapter(1).items()}
    with pytest.raises(CheckpointError, match="do not change the same matrices"):
        between(adapter(0), other, 0.5)
    bias = {"layer.bias": torch.zeros(4)}
    with pytest.raises(CheckpointError, match="do not change the same matrices"):
        between(adapter(0) | bias, adapter(1) | bias, 0.5)
