"""The second look at an utterance: speech or noise, by Silero's network over the whole utterance.

WebRTC's detector takes most loud noise for speech, frame by frame. A noise that resembles speech does so for
a moment; a spoken word does so for as long as it lasts. So an utterance is speech where a run of
windows has a high mean probability. `.github/experiments.md` tells how run and threshold were chosen.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.types import Samples
from models.vad.silero import BASE, SileroVad, load

RUN = 5
"""Windows of the run, 160 ms: the vowel of a short word with its neighbours."""
THRESHOLD = 0.85
"""Mean probability of speech in the best run from which an utterance is speech."""


class SpeechCheck:
    """The decision on one utterance.

    Arguments:
        network: gives the probabilities.
        threshold: least score of speech, 0 to 1.
    """

    def __init__(self, network: SileroVad, threshold: float = THRESHOLD) -> None:
        self._network = network
        self._threshold = threshold

    def score(self, samples: Samples) -> float:
        """The highest mean probability of a run in (n,) samples at 16 kHz, 0 to 1; 0 for no samples."""
        return max(self._scores(samples), default=0.0)

    def is_speech(self, samples: Samples) -> bool:
        """Whether (n,) samples at 16 kHz hold speech; about 7 ms of work a second until it is sure."""
        return any(score >= self._threshold for score in self._scores(samples))

    def _scores(self, samples: Samples) -> Iterator[float]:
        """The best run of each stretch of sound, which may begin in the one before; a short sound is one."""
        seen = np.zeros(0, dtype=np.float32)
        short = True
        for more in self._network.stream(samples):
            seen = np.concatenate([seen[1 - RUN :], more])
            if len(seen) >= RUN:
                short = False
                yield float(np.convolve(seen, np.full(RUN, 1 / RUN), "valid").max())
        if short and len(seen):
            yield float(seen.mean())


def load_check() -> SpeechCheck:
    """The check with the store's weights, fetched on first use.

    Raises:
        StoreError: the weights cannot be fetched, verified or written.
        CheckpointError: the weights are damaged.
    """
    from models.weights import store

    return SpeechCheck(load(store.ensure(BASE)))
