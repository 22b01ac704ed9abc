"""The trainer's configuration, and the precision that suits a device."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from models import device
from training.trainer.task import TrainerConfig


def test_auto_becomes_the_quickest_precision_of_the_device() -> None:
    quick = TrainerConfig(epochs=3).quickly("cpu")
    assert quick.precision == device.quickest(device.resolve("cpu"))
    assert quick.epochs == 3


def test_a_chosen_precision_stays() -> None:
    assert TrainerConfig(precision="float32").quickly("cpu").precision == "float32"


@pytest.mark.parametrize("wrong", [{"epochs": 0}, {"learning_rate": 0}, {"average": 1.0}, {"patience": 3}])
def test_wrong_settings_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        TrainerConfig.model_validate(wrong)
