"""The probability that every word of a text is right, from what the decoder tells.

A property of a checkpoint, kept beside its weights. Knows no sound.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from models.checkpoint import read_settings

FILE = "confidence.json"
Input = Literal["log_probability", "total", "length", "retried"]


@dataclass(frozen=True, slots=True)
class DecodingEvidence:
    """What the decoder tells of its likeliest text for one window of sound."""

    log_probability: float
    """Mean over the tokens and the end."""
    tokens: int
    """Without the end."""
    no_speech: float
    """Probability, 0 to 1."""
    retried: bool
    seconds: float
    """Duration of the window."""

    @property
    def inputs(self) -> dict[Input, float]:
        """What the calibration weighs, by name."""
        return {
            "log_probability": self.log_probability,
            "total": self.log_probability * (self.tokens + 1),
            "length": math.log(self.tokens + 1),
            "retried": float(self.retried),
        }


class Calibrates(Protocol):
    """Evidence → confidence."""

    def confidence(self, evidence: DecodingEvidence) -> float:
        """The probability that every word is right, 0 to 1."""
        ...


class Calibration(BaseModel):
    """A logistic regression on `DecodingEvidence.inputs`."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    weights: Mapping[Input, float]
    bias: float

    def confidence(self, evidence: DecodingEvidence) -> float:
        """See `Calibrates`."""
        inputs = evidence.inputs
        odds = self.bias + sum(weight * inputs[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def read(folder: Path) -> Calibration | None:
    """The calibration in a checkpoint's folder; None where it has none.

    Raises:
        CheckpointError: the file holds something else.
    """
    file = folder / FILE
    return read_settings(Calibration, file, "is no calibration of a recognizer") if file.exists() else None
