"""One person's voice, from some utterances, and whether another utterance is theirs. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.asr.speaker.encoder import Array, SpeakerEncoder, unit
from models.types import Samples

LEAST_LIKENESS = 0.79
"""Of an utterance and a profile of the same person; see "Whose voice" in `.github/experiments.md`."""


class VoiceProfile:
    """The mean embedding of a person's utterances.

    Arguments:
        utterances: at least one, (n,) samples at 16 kHz each.
    """

    def __init__(self, encoder: SpeakerEncoder, utterances: Sequence[Samples]) -> None:
        self._encoder = encoder
        self._mean: Array = unit(np.mean([encoder.embed(samples) for samples in utterances], axis=0))

    def likeness(self, samples: Samples) -> float:
        """The cosine of (n,) samples' embedding and the profile, 0 to 1."""
        return float(self._encoder.embed(samples) @ self._mean)

    def is_theirs(self, samples: Samples) -> bool:
        """Whether (n,) samples are this person's."""
        return self.likeness(samples) >= LEAST_LIKENESS
