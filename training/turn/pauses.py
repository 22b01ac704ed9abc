"""Clips with pauses: where a clip's speech rests, and what it sounds like with a longer rest there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.audio import SAMPLE_RATE_HZ
from models.types import Samples

HOP = SAMPLE_RATE_HZ // 100
"""Samples of a level: 10 ms."""
LOUD_DB = 25.0
"""Speech is at most this far below its loud moments."""
REST_MS = 80
"""A shorter rest may be the closure of a consonant."""
AFTER_S = 2.6
"""Room after the speech, longer than the longest wait."""
BEFORE_S = 3.3
"""Room before the speech, in which the detector learns the noise."""
FADE = SAMPLE_RATE_HZ // 100
QUIETEST_DBFS, LOUDEST_ROOM_DBFS = -75.0, -50.0
TAIL = (4, 11)
"""What is left of a clip's own rest before a silence, in units of 10 ms: alike before a pause and at the end,
so that it tells nothing."""
ONSET = 3
"""What is left before the next speech, likewise."""

Pause = tuple[tuple[int, int], float]
"""A rest, begin and end in units of 10 ms, and the seconds of silence put into it."""


@dataclass(frozen=True)
class PausedClip:
    """A clip as a microphone hears it, with the moments of its speech."""

    samples: Samples
    loud: NDArray[np.bool_]
    """Speech or not, each 10 ms."""
    pauses_s: tuple[tuple[float, float], ...] = ()
    """Begin and end of the inserted pauses."""

    @property
    def end_s(self) -> float:
        """The end of the last speech."""
        return (int(np.flatnonzero(self.loud)[-1]) + 1) / 100

    def to_come_s(self, time_s: float) -> float:
        """Seconds of speech after a moment."""
        return float(self.loud[round(time_s * 100) :].sum()) / 100


def loud_moments(samples: Samples) -> NDArray[np.bool_]:
    """(n,) samples at 16 kHz → speech or not, each 10 ms; a click of less than 30 ms is none."""
    level = _levels(samples)
    found = level > max(np.percentile(level, 95) - LOUD_DB, -70.0)
    for begin, end in _runs(found):
        if end - begin < 3:
            found[begin:end] = False
    return found


def rests(loud: NDArray[np.bool_], least_ms: int = REST_MS) -> list[tuple[int, int]]:
    """Rests between speech, begin and end in units of 10 ms."""
    spoken = np.flatnonzero(loud)
    if not len(spoken):
        return []
    first, last = int(spoken[0]), int(spoken[-1])
    inner = [(b + first, e + first) for b, e in _runs(~loud[first:last])]
    return [(begin, end) for begin, end in inner if (end - begin) * 10 >= least_ms]


def in_room(samples: Samples, rng: np.random.Generator, pauses: Sequence[Pause] = ()) -> PausedClip:
    """The clip's speech in its room: silence of the clip's own level before, after and in pauses.

    With equal generators two results are equal up to the first pause in which they differ.

    Arguments:
        pauses: in order.

    Raises:
        ValueError: the clip is silent.
    """
    loud = loud_moments(samples)
    spoken = np.flatnonzero(loud)
    if not len(spoken):
        raise ValueError("the clip is silent")
    first, last = max(0, int(spoken[0]) - 5), int(spoken[-1]) + 1
    room_dbfs = float(np.clip(np.percentile(_levels(samples), 5), QUIETEST_DBFS, LOUDEST_ROOM_DBFS))
    sounds: list[Samples] = [_room(BEFORE_S, room_dbfs, rng)]
    moments = [np.zeros(round(BEFORE_S * 100), bool)]
    found = []
    begin = first
    for (rest, over), silence_s in [*pauses, ((last, len(loud) + ONSET), AFTER_S)]:
        end = min(rest + int(rng.integers(*TAIL)), over - ONSET)
        sounds.append(_faded(samples[begin * HOP : end * HOP]))
        moments.append(loud[begin:end])
        start_s = sum(map(len, moments)) / 100
        found.append((start_s, start_s + silence_s))
        sounds.append(_room(silence_s, room_dbfs, rng))
        moments.append(np.zeros(round(silence_s * 100), bool))
        begin = end
    return PausedClip(np.concatenate(sounds), np.concatenate(moments), tuple(found[:-1]))


def _room(seconds: float, dbfs: float, rng: np.random.Generator) -> Samples:
    noise = rng.standard_normal(round(seconds * 100) * HOP) * 10 ** (dbfs / 20)
    return noise.astype(np.float32)


def _faded(samples: Samples) -> Samples:
    ramp = np.linspace(0, 1, min(FADE, len(samples) // 2), dtype=np.float32)
    faded = samples.copy()
    faded[: len(ramp)] *= ramp
    faded[len(faded) - len(ramp) :] *= ramp[::-1]
    return faded


def _levels(samples: Samples) -> NDArray[np.float64]:
    whole = samples[: len(samples) // HOP * HOP].astype(np.float64).reshape(-1, HOP)
    return np.asarray(10 * np.log10(np.square(whole).mean(axis=1) + 1e-12))


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Begin and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(b), int(e)) for b, e in zip(edges[::2], edges[1::2], strict=True)]
