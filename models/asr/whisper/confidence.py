"""The probability that every word of a text is right, from what the decoder tells.

A property of a checkpoint, kept beside its weights. Knows no sound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from models.checkpoint import read_settings

FILE = "confidence.json"
_LEAST_NATS = 0.05
"""Added to the surprise, so that a certain text has a finite logarithm too."""


@dataclass(frozen=True, slots=True)
class DecodingEvidence:
    """What the decoder tells of its likeliest text for one window of sound."""

    log_probability: float
    """Mean over the tokens and the end."""
    tokens: int
    """Without the end."""

    @property
    def log_surprise(self) -> float:
        """The logarithm of the nats of all tokens together."""
        return math.log(max(0.0, -self.log_probability * (self.tokens + 1)) + _LEAST_NATS)


class Calibrates(Protocol):
    """Evidence → confidence."""

    def confidence(self, evidence: DecodingEvidence) -> float:
        """The probability that every word is right, 0 to 1."""
        ...


class Calibration(BaseModel):
    """A logistic regression on the logarithm of the surprise."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    weight: float
    bias: float

    def confidence(self, evidence: DecodingEvidence) -> float:
        """See `Calibrates`."""
        odds = self.bias + self.weight * evidence.log_surprise
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def read(folder: Path) -> Calibration | None:
    """The calibration in a checkpoint's folder; None where it has none.

    Raises:
        CheckpointError: the file holds something else.
    """
    file = folder / FILE
    return read_settings(Calibration, file, "is no calibration of a recognizer") if file.exists() else None
