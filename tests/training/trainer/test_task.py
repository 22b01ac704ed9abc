"""The trainer's configuration."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from training.trainer.task import TrainerConfig


@pytest.mark.parametrize("wrong", [{"epochs": 0}, {"learning_rate": 0}, {"average": 1.0}, {"patience": 3}])
def test_wrong_settings_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        TrainerConfig.model_validate(wrong)
