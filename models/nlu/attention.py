"""Whether an utterance is addressed to the assistant, from its text and the room. Knows no network.

A logistic regression over what the classifier computes anyway. In a room where others talk, or a
television runs, an utterance is less likely one to the assistant, and needs to be more certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from models import paths
from models.checkpoint import read_settings
from models.errors import CheckpointError
from models.types import Understanding

SETTINGS_FILE = "attention.json"
INPUTS = ("addressed", "intent", "words")
TALK_S = 60.0
"""Time for which an overheard utterance counts as talk in the room."""
_DANGER_WEIGHT = 0.5
"""Of danger's log-odds beside those of an address: the danger head is sure of many a dramatic sentence."""
_LEAST = 1e-4
"""Of a probability, before its logit is taken."""
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """What is known of an utterance."""

    addressed: float
    """The classifier's probability, of the text alone."""
    intent: float
    """The classifier's, in the first candidate."""
    words: int

    @classmethod
    def of(cls, understanding: Understanding) -> TextEvidence:
        """What an understanding tells; a classifier without the head for it finds nothing addressed."""
        intent = next((candidate.confidence for candidate in understanding.candidates), 0.0)
        return cls(understanding.addressed or 0.0, intent, len(understanding.text.split()))

    @property
    def inputs(self) -> tuple[float, ...]:
        """`INPUTS`."""
        return logit(self.addressed), logit(self.intent), min(self.words, _MOST_WORDS)


class AttentionSettings(BaseModel):
    """The content of `SETTINGS_FILE`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    classifier: str
    """The classifier whose head was heard."""
    weights: Mapping[str, FiniteFloat]
    bias: FiniteFloat
    talk: float = Field(ge=0, allow_inf_nan=False)
    """By how much the logit falls for each doubling of the talk in the room."""
    least: float = Field(ge=0, le=1)
    """Least probability of an utterance that is answered."""
    least_follow_up: float = Field(ge=0, le=1)
    """The same for some seconds after a reply."""


class AttentionHead:
    """The decision's probability.

    Raises:
        CheckpointError: the settings lack a weight.
    """

    def __init__(self, settings: AttentionSettings) -> None:
        if missing := set(INPUTS) ^ settings.weights.keys():
            raise CheckpointError(f"the attention head's weights do not fit: {', '.join(sorted(missing))}")
        self.least, self.least_follow_up = settings.least, settings.least_follow_up
        self._weights = [settings.weights[name] for name in INPUTS]
        self._bias, self._talk = settings.bias, settings.talk

    def probability(self, evidence: TextEvidence, talk: int) -> float:
        """The probability that the utterance is addressed to the assistant, 0 to 1.

        Arguments:
            talk: overheard utterances of the last `TALK_S`.
        """
        return float(1 / (1 + np.exp(-np.clip(self.odds(evidence, talk), -30, 30))))

    def odds(self, evidence: TextEvidence, talk: int) -> float:
        """The logarithm of that probability's odds."""
        odds = float(np.dot(self._weights, evidence.inputs)) + self._bias
        return odds - self._talk * float(np.log2(1 + talk))

    def danger_odds(self, danger: float, evidence: TextEvidence, talk: int) -> float:
        """Log-odds of danger, weighed, and of an address to the assistant together.

        Arguments:
            danger: the classifier's probability that a person is in danger.
        """
        return _DANGER_WEIGHT * logit(danger) + self.odds(evidence, talk)


def load(folder: Path | None = None) -> AttentionHead:
    """The head of a folder, by default the released one.

    Raises:
        CheckpointError: the folder holds no head, or a damaged one.
    """
    folder = folder or paths.released() / "attention"
    return AttentionHead(
        read_settings(AttentionSettings, folder / SETTINGS_FILE, "are no settings of an attention head")
    )


def logit(probability: float) -> float:
    """The log-odds of a probability, away from 0 and 1."""
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return float(np.log(kept / (1 - kept)))
