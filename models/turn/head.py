"""Whether a turn is over, from one recognition: its text, its likelihood and the encoder's last states.

A linear model of the text, and a small network over its odds and the sound. It costs a few products of
vectors beside a recognition that is made anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from models import paths
from models.checkpoint import read_arrays, read_settings
from models.errors import CheckpointError
from models.turn import sound, text
from models.turn.patience import Patience
from models.types import Transcript

WEIGHTS_FILE, SETTINGS_FILE = "turn.safetensors", "turn.json"
INPUTS = ("text", "text²", "likelihood", "words", "seconds", "nothing heard")
"""Inputs beside the sound; without sound a linear model of these decides."""

Array = NDArray[np.float32]


class TurnSettings(BaseModel):
    """What lies beside the weights."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recognizer: str
    """The recognizer whose encoder states the head reads."""
    patience: Patience
    patience_of_text: Patience
    """For recognizers without states."""


class TurnHead:
    """Decides at a pause whether the turn is over.

    Arguments:
        weights: by name, as `training.turn` writes them.
        settings: the waits.

    Raises:
        CheckpointError: a weight is missing, does not fit, or is not finite.
    """

    def __init__(self, weights: Mapping[str, Array], settings: TurnSettings) -> None:
        for name, shape in _shapes(weights).items():
            if name not in weights or weights[name].shape != shape:
                size = " by ".join(map(str, shape))
                raise CheckpointError(f"the turn head lacks {name} of {size} values")
            if not np.isfinite(weights[name]).all():
                raise CheckpointError(f"the turn head is damaged: {name} holds values that are not finite")
        self._weights = {name: value.astype(np.float32) for name, value in weights.items()}
        self._settings = settings

    def probability(self, transcript: Transcript | None, seconds: float) -> float:
        """The probability that the turn is over, 0 to 1.

        Arguments:
            transcript: of the utterance up to about 210 ms of silence; None where nothing was recognized.
            seconds: duration of the utterance.
        """
        inputs = text_inputs(transcript, seconds, self._weights["text.weight"], self._weights["text.bias"][0])
        weights = self._weights
        if not self._hears(transcript):
            return _probability(inputs, weights["alone.weight"], weights["alone.bias"])
        pooled = sound.pooled(transcript.states)  # type: ignore[union-attr,arg-type]
        hidden = weights["hidden.weight"] @ np.concatenate([pooled, inputs]) + weights["hidden.bias"]
        return _probability(np.maximum(hidden, 0), weights["output.weight"], weights["output.bias"])

    def wait_ms(self, transcript: Transcript | None, seconds: float) -> int:
        """The silence after the last speech that ends the turn."""
        settings = self._settings
        patience = settings.patience if self._hears(transcript) else settings.patience_of_text
        return patience.wait_ms(self.probability(transcript, seconds))

    def _hears(self, transcript: Transcript | None) -> bool:
        """Whether the transcript has states that fit."""
        if transcript is None or transcript.states is None:
            return False
        width = len(sound.STRETCHES) * transcript.states.shape[1] + len(INPUTS)
        return bool(width == self._weights["hidden.weight"].shape[1])


def text_inputs(transcript: Transcript | None, seconds: float, weights: Array, bias: float) -> Array:
    """`INPUTS`."""
    said = transcript.text if transcript else ""
    odds = float(text.log_odds([said], weights, bias)[0])
    return np.array(
        [
            odds,
            odds * abs(odds) / 4,
            transcript.likelihood if transcript else 0.0,
            min(len(said.split()), 12),
            min(seconds, 10.0),
            not said,
        ],
        dtype=np.float32,
    )


def load(folder: Path | None = None) -> TurnHead:
    """The head of a folder, by default the released one.

    Raises:
        CheckpointError: the folder holds no head, or a damaged one.
    """
    folder = folder or paths.released() / "turn"
    settings = read_settings(TurnSettings, folder / SETTINGS_FILE, "are no settings of a turn head")
    arrays = read_arrays(folder / WEIGHTS_FILE)
    return TurnHead({name: np.asarray(value, dtype=np.float32) for name, value in arrays.items()}, settings)


def _shapes(weights: Mapping[str, Array]) -> dict[str, tuple[int, ...]]:
    """The shapes that fit; units and width are those of the hidden layer."""
    hidden = weights.get("hidden.weight", np.zeros((1, 0)))
    units, width = hidden.shape if hidden.ndim == 2 else (1, 0)
    fits = width > len(INPUTS) and (width - len(INPUTS)) % len(sound.STRETCHES) == 0
    return {
        "text.weight": (text.BUCKETS,),
        "text.bias": (1,),
        "hidden.weight": (units, width if fits else len(sound.STRETCHES) + len(INPUTS)),
        "hidden.bias": (units,),
        "output.weight": (units,),
        "output.bias": (1,),
        "alone.weight": (len(INPUTS),),
        "alone.bias": (1,),
    }


def _probability(inputs: Array, weight: Array, bias: Array) -> float:
    with np.errstate(over="ignore"):
        return float(1 / (1 + np.exp(-(weight @ inputs + bias[0]))))
