"""Whether a recording is worth learning from. Pure functions on samples and texts; knows no device.

The limits flag none, none and 2 % of three clean corpora (.github/experiments.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.audio import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ
from models.text.normalise import normalise
from models.types import Samples

QUIET_DBFS = -45.0
"""Speech below this is lost in the noise of most sound cards."""
LEAST_SNR_DB = 12.0
CLIPPED = 0.985
"""Cards that clip seldom reach the last value."""
CLIPPED_RUN = 3
"""So many samples in a row at the limit are a cut wave; a single one is a peak."""
MOST_CLIPPED_RUNS = 3
NEAR = 0.5
"""Heard and meant are thought the same sentence from this likeness on: a recognizer that mishears half of the
sounds is one to train."""
MARGIN_MS = 300
"""Kept before and after what is loud: soft consonants are not."""
ABOVE_NOISE_DB = 6.0
FASTEST_S, SLOWEST_S = 0.025, 0.5
"""Seconds for a letter: quicker or slower than anybody reads."""


class QualityProblem(StrEnum):
    """What is wrong with a recording; `str` is what the owner is told."""

    quiet = "That was very quiet: come closer to the microphone, or turn it up."
    clipped = "That was too loud for the microphone: move back a little, or turn it down."
    noisy = "There is noise nearly as loud as you: is something running, or a window open?"
    no_words = "I heard no words in that."
    other_words = "I heard something else."


SOUND = frozenset({QualityProblem.quiet, QualityProblem.clipped, QualityProblem.noisy})
"""Problems of the room and the microphone, which another try may not mend."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How a recording sounds."""

    level_dbfs: float
    """Of the speech: the louder frames."""
    noise_dbfs: float
    """Of what is there when nobody speaks: the quieter frames."""
    clipped_runs: int
    """How often the wave was cut."""

    @property
    def snr_db(self) -> float:
        """How far the speech stands above the noise."""
        return self.level_dbfs - self.noise_dbfs

    @property
    def problem(self) -> QualityProblem | None:
        """The worst thing about it, if anything is bad."""
        if self.clipped_runs > MOST_CLIPPED_RUNS:
            return QualityProblem.clipped
        if self.level_dbfs < QUIET_DBFS:
            return QualityProblem.quiet
        return QualityProblem.noisy if self.snr_db < LEAST_SNR_DB else None


def measure(samples: Samples) -> Quality:
    """(n,) samples at 16 kHz, the pauses around the speech included."""
    levels = _levels(samples)
    return Quality(
        level_dbfs=float(np.percentile(levels, 85)),
        noise_dbfs=float(np.percentile(levels, 10)),
        clipped_runs=_runs(np.abs(samples) >= CLIPPED, CLIPPED_RUN),
    )


def trim(samples: Samples) -> Samples:
    """(n,) → (m,): without the silence before and after what stands above the noise, less a margin."""
    levels = _levels(samples)
    quality = measure(samples)
    # half way up from the noise where the speech does not stand far above it
    limit = quality.noise_dbfs + min(ABOVE_NOISE_DB, quality.snr_db / 2)
    loud = np.flatnonzero(levels > limit)
    if not loud.size:
        return samples
    margin = MARGIN_MS // FRAME_MS
    first = max(0, int(loud[0]) - margin) * FRAME_SAMPLES
    last = (int(loud[-1]) + 1 + margin) * FRAME_SAMPLES
    return samples[first:last]


def likeness(meant: str, heard: str) -> float:
    """How near two sentences are, 0 to 1, by letters or by sounds, whichever is nearer."""
    from rapidfuzz.distance import Levenshtein

    from models.text import phonemes

    letters = Levenshtein.normalized_similarity(_letters(meant), _letters(heard))
    return max(letters, phonemes.likeness(meant, heard))


def could_be(text: str, samples: Samples) -> bool:
    """Whether somebody may have said `text` in that time: the owner may be right where the recognizer is
    not."""
    seconds = len(samples) / SAMPLE_RATE_HZ - 2 * MARGIN_MS / 1000
    letters = max(1, len(_letters(text)))
    return FASTEST_S <= seconds / letters <= SLOWEST_S


def _letters(text: str) -> str:
    return normalise(text).replace(" ", "")


def _levels(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The level of each whole frame, dBFS; of the whole where it is shorter than one."""
    whole = max(1, len(samples) // FRAME_SAMPLES)
    frames = np.array_split(samples[: whole * FRAME_SAMPLES].astype(np.float64), whole)
    powers = np.array([float(np.mean(np.square(frame))) if frame.size else 0.0 for frame in frames])
    return 10.0 * np.log10(powers + 1e-12)


def _runs(flags: np.ndarray[tuple[int], np.dtype[np.bool_]], length: int) -> int:
    """How many runs of at least `length` there are."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return int(np.sum(edges[1::2] - edges[::2] >= length))
