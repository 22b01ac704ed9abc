"""A task small enough for a test, and a program that trains it, for a test to kill or to launch twice."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.trainer import Batches, Trainer, TrainerConfig

N_ROWS = 22


class TinyTask:
    """Regression of a few rows. Draws from every generator, as a careless task would.

    Arguments:
        batch_size: rows a batch; the last has what is left.
        noise: of dropout and of the inputs.
        steps: how many losses it gives before it waits to be killed.
    """

    def __init__(self, batch_size: int, *, noise: float = 0.0, steps: int = 10_000) -> None:
        torch.manual_seed(1)
        norm = nn.BatchNorm1d(8) if noise else nn.LayerNorm(8)
        self.model: nn.Module = nn.Sequential(nn.Linear(4, 8), norm, nn.Dropout(noise), nn.Linear(8, 1))
        draw = torch.Generator().manual_seed(2)
        self.rows = torch.randn(N_ROWS, 4, generator=draw)
        self.targets = self.rows @ torch.tensor([[1.0], [-2.0], [0.5], [0.0]])
        self._batch_size, self._noise, self._steps = batch_size, noise, steps
        self.validations = 0

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        return [{"params": self.model.parameters(), "lr": config.learning_rate}]

    def batches(self, epoch: int) -> Batches:
        order = random.Random(epoch).sample(range(N_ROWS), N_ROWS)
        parts = [order[i : i + self._batch_size] for i in range(0, N_ROWS, self._batch_size)]
        return [{"rows": self.rows[part], "targets": self.targets[part]} for part in parts]

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        if not self._steps:
            time.sleep(3600)
        self._steps -= 1
        shift = self._noise * (random.random() + np.random.rand())
        return functional.mse_loss(model(batch["rows"] + shift), batch["targets"])

    def validate(self) -> dict[str, float]:
        self.validations += 1
        return {"score": -functional.mse_loss(self.model(self.rows), self.targets).item()}


def main(output: str, config: str, task: str, resume: str = "") -> None:
    """Train, then say who is left."""
    trainer = Trainer(TrainerConfig.model_validate_json(config), Path(output), cpu=True)
    tiny = TinyTask(**json.loads(task))
    if not trainer.accelerator.is_main_process:
        # begins elsewhere, as new weights do that nobody seeded
        nn.init.ones_(next(tiny.model.parameters()))
    trainer.fit(tiny, resume=bool(resume))
    (Path(output) / f"after-{trainer.accelerator.process_index}").touch()


if __name__ == "__main__":
    main(*sys.argv[1:])
