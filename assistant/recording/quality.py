"""Quality of a recording as training data. Pure functions of samples and texts; knows no device.

The limits flag 0 %, 0 % and 2 % of three clean corpora (.github/experiments.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.audio import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ
from models.text.normalise import normalise, spaced
from models.types import Samples

QUIET_DBFS = -45.0
"""Minimum speech level; below it, speech is lost in the noise of most sound cards."""
LEAST_SNR_DB = 12.0
CLIPPED = 0.985
"""Amplitude that counts as clipped; few sound cards reach 1.0 when they clip."""
CLIPPED_RUN = 3
"""Minimum consecutive samples at that amplitude; a single one is a peak."""
MOST_CLIPPED_RUNS = 3
NEAR = 0.5
"""Minimum likeness of transcript and sentence; low, since training helps most where half of the phones are
misrecognized."""
MARGIN_MS = 300
"""Margin around the loud frames, for soft consonants."""
ABOVE_NOISE_DB = 6.0
FASTEST_S, SLOWEST_S = 0.025, 0.5
"""Plausible range of reading speeds, seconds per letter."""
SYLLABLE = 3
"""Letters that take as long as a character of a language without spaces, which is a syllable."""


class QualityProblem(StrEnum):
    """A problem of a recording; its value is the message to the owner."""

    quiet = "That was very quiet: come closer to the microphone, or turn it up."
    clipped = "That was too loud for the microphone: move back a little, or turn it down."
    noisy = "There is noise nearly as loud as you: is something running, or a window open?"
    no_words = "I heard no words in that."
    other_words = "I heard something else."


SOUND = frozenset({QualityProblem.quiet, QualityProblem.clipped, QualityProblem.noisy})
"""Problems of the room and the microphone, which another attempt may not solve."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Levels and clipping of a recording."""

    level_dbfs: float
    """Speech level: 85th percentile of the frames."""
    noise_dbfs: float
    """Noise level: 10th percentile of the frames."""
    clipped_runs: int
    """Number of runs of clipped samples."""

    @property
    def snr_db(self) -> float:
        """Signal-to-noise ratio."""
        return self.level_dbfs - self.noise_dbfs

    @property
    def problem(self) -> QualityProblem | None:
        """The worst problem, if any."""
        if self.clipped_runs > MOST_CLIPPED_RUNS:
            return QualityProblem.clipped
        if self.level_dbfs < QUIET_DBFS:
            return QualityProblem.quiet
        return QualityProblem.noisy if self.snr_db < LEAST_SNR_DB else None


def measure(samples: Samples) -> Quality:
    """The quality of (n,) samples at 16 kHz, with the pauses around the speech."""
    levels = _levels(samples)
    return Quality(
        level_dbfs=float(np.percentile(levels, 85)),
        noise_dbfs=float(np.percentile(levels, 10)),
        clipped_runs=_runs(np.abs(samples) >= CLIPPED, CLIPPED_RUN),
    )


def trim(samples: Samples) -> Samples:
    """(n,) → (m,): without leading and trailing silence, up to a margin."""
    levels = _levels(samples)
    quality = measure(samples)
    # at a low signal-to-noise ratio, the middle of noise and speech
    limit = quality.noise_dbfs + min(ABOVE_NOISE_DB, quality.snr_db / 2)
    loud = np.flatnonzero(levels > limit)
    if not loud.size:
        return samples
    margin = MARGIN_MS // FRAME_MS
    first = max(0, int(loud[0]) - margin) * FRAME_SAMPLES
    last = (int(loud[-1]) + 1 + margin) * FRAME_SAMPLES
    return samples[first:last]


def likeness(sentence: str, transcript: str, language: str | None = None) -> float:
    """Similarity of two texts, 0 to 1: by letters or by phones, whichever is higher; by letters alone in a
    language (ISO 639-1; English for None) whose phones are unknown."""
    from rapidfuzz.distance import Levenshtein

    from models.text import phonemes

    letters = Levenshtein.normalized_similarity(_letters(sentence, language), _letters(transcript, language))
    if not phonemes.speaks(language):
        return letters
    return max(letters, phonemes.likeness(sentence, transcript, language))


def could_be(text: str, samples: Samples, language: str | None = None) -> bool:
    """Whether the duration fits `text`, in which case the owner is trusted over the recognizer."""
    seconds = len(samples) / SAMPLE_RATE_HZ - 2 * MARGIN_MS / 1000
    letters = max(1, len(_letters(text, language))) * (1 if spaced(language) else SYLLABLE)
    return FASTEST_S <= seconds / letters <= SLOWEST_S


def _letters(text: str, language: str | None) -> str:
    return normalise(text, language).replace(" ", "")


def _levels(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The level of each complete frame, dBFS; of all samples where they are shorter than one."""
    whole = max(1, len(samples) // FRAME_SAMPLES)
    frames = np.array_split(samples[: whole * FRAME_SAMPLES].astype(np.float64), whole)
    powers = np.array([float(np.mean(np.square(frame))) if frame.size else 0.0 for frame in frames])
    return 10.0 * np.log10(powers + 1e-12)


def _runs(flags: np.ndarray[tuple[int], np.dtype[np.bool_]], length: int) -> int:
    """The number of runs of at least `length`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return int(np.sum(edges[1::2] - edges[::2] >= length))
