"""Waits by probability."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from models.turn.patience import Patience, Tier

PATIENCE = Patience(tiers=(Tier(probability=0.8, wait_ms=300), Tier(probability=0.4, wait_ms=800)))


@pytest.mark.parametrize(
    ("probability", "wait_ms"),
    [(1.0, 300), (0.8, 300), (0.79, 800), (0.4, 800), (0.1, 2_000), (0.0, 2_000), (float("nan"), 2_000)],
)
def test_the_surer_the_shorter(probability: float, wait_ms: int) -> None:
    assert PATIENCE.wait_ms(probability) == wait_ms


@pytest.mark.parametrize(
    "tiers",
    [
        [(0.4, 300), (0.8, 800)],
        [(0.8, 300), (0.8, 800)],
        [(0.8, 800), (0.4, 300)],
        [(0.8, 3_000)],
        [(1.5, 300)],
        [(0.5, 10)],
    ],
)
def test_tiers_that_make_no_sense_are_refused(tiers: list[tuple[float, int]]) -> None:
    with pytest.raises(ValidationError):
        Patience.model_validate({"tiers": [{"probability": p, "wait_ms": w} for p, w in tiers]})
