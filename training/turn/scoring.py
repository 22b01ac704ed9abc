"""Cut-offs and delays of turn ends on streams with pauses, and the choice of the waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.audio import FRAME_MS
from models.turn.patience import Patience, Tier
from training.turn.evidence import LEAST_TO_COME_S, Evidence, Heard
from training.turn.moments import walk
from training.turn.pauses import AFTER_S

Wait = Callable[[Heard, Evidence], float]
"""The silence in ms that ends the turn at a pause."""
SHORT_MS, MIDDLE_MS = 300, (500, 600, 700, 800, 900)
STEPS = 65
"""Probabilities tried for each tier."""
MOST_MEDIAN_MS = 450


@dataclass(frozen=True)
class TurnEnds:
    """Results on some streams."""

    cut_off: float
    """Share of streams whose turn ends while at least 0.3 s of speech is still to come."""
    median_ms: float
    """From the last speech to the end of the turn, streams that are cut off left out."""
    p90_ms: float
    mean_ms: float
    count: int


def score(streams: Sequence[Heard], wait: Wait) -> TurnEnds:
    """The ends of the streams' turns; where nothing was recognized, no turn ends."""
    cut, delays = 0, []
    for stream in streams:
        by_frame = {each.frame: each for each in stream.evidence}
        end = walk(stream.flags, lambda moment, s=stream, e=by_frame: _heard_wait(wait, s, e[moment.frame]))  # type: ignore[misc]
        if end is None:
            delays.append(AFTER_S * 1000)
            continue
        time_s = (end + 1) * FRAME_MS / 1000
        if stream.clip.to_come_s(time_s) >= LEAST_TO_COME_S:
            cut += 1
        else:
            delays.append((time_s - stream.clip.end_s) * 1000)
    found = np.array(delays or [np.nan])
    return TurnEnds(
        cut / max(1, len(streams)),
        float(np.median(found)),
        float(np.percentile(found, 90)),
        float(found.mean()),
        len(streams),
    )


def _heard_wait(wait: Wait, stream: Heard, each: Evidence) -> float:
    """No end where nothing was recognized: the listener drops such an utterance and goes on listening."""
    return np.inf if each.transcript is None else wait(stream, each)


def choose(streams: Sequence[Heard], probability: Mapping[int, float], most_cut_off: float) -> Patience:
    """The probabilities and the middle wait of few cut-offs, short medians and the least mean delay.

    Medians: of every corpus, so that one does not wait for another's sake; the fewer are long the better.

    Arguments:
        probability: by `id` of the evidence.
        most_cut_off: share of the streams.
    """
    corpora = np.array([stream.corpus for stream in streams])
    masks = [corpora == corpus for corpus in np.unique(corpora)]
    tried = np.unique(np.quantile([*probability.values()], np.linspace(0.02, 0.99, STEPS)).round(3))
    tried = tried[(tried > 0) & (tried < 1)]
    longest = Patience().longest_ms
    found = _outcomes(streams, (SHORT_MS, *MIDDLE_MS, longest))
    odds = np.full(found.ends.shape[:2], np.nan)
    for row, stream in zip(odds, streams, strict=True):
        row[: len(stream.evidence)] = [probability[id(each)] for each in stream.evidence]
    best, chosen = (len(masks) + 1, np.inf), Patience()
    for high in tried:
        for low in tried[tried < high]:
            for middle, wait_ms in enumerate(MIDDLE_MS, 1):
                waits = np.where(odds >= high, 0, np.where(odds >= low, middle, len(MIDDLE_MS) + 1))
                cut, delay_ms = found.of(waits)
                if cut.mean() > most_cut_off or cut.all():
                    continue
                medians = [np.median(delay_ms[mask & ~cut]) for mask in masks if (mask & ~cut).any()]
                rank = (int((np.array(medians) > MOST_MEDIAN_MS).sum()), float(delay_ms[~cut].mean()))
                if rank < best:
                    best = rank
                    tiers = (Tier(probability=high, wait_ms=SHORT_MS), Tier(probability=low, wait_ms=wait_ms))
                    chosen = Patience(tiers=tiers)
    return chosen


@dataclass(frozen=True)
class _Outcomes:
    """What each wait at each pause of each stream leads to, (streams, pauses, waits)."""

    ends: NDArray[np.bool_]
    """Whether the turn ends before speech goes on."""
    cut: NDArray[np.bool_]
    delay_ms: NDArray[np.float64]

    def of(self, waits: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
        """Whether each stream is cut off, and its delay in ms.

        Arguments:
            waits: (streams, pauses), number of the wait.
        """
        ends, cut, delay_ms = (
            np.take_along_axis(each, waits[..., None], axis=2)[..., 0]
            for each in (self.ends, self.cut, self.delay_ms)
        )
        first, ended = (np.arange(len(ends)), ends.argmax(axis=1)), ends.any(axis=1)
        return cut[first] & ended, np.where(ended, delay_ms[first], AFTER_S * 1000)


def _outcomes(streams: Sequence[Heard], waits_ms: Sequence[int]) -> _Outcomes:
    shape = (len(streams), max(len(stream.evidence) for stream in streams), len(waits_ms))
    found = _Outcomes(np.zeros(shape, bool), np.zeros(shape, bool), np.zeros(shape))
    for s, stream in enumerate(streams):
        for e, each in enumerate(stream.evidence):
            if each.transcript is None:
                continue
            for w, wait_ms in enumerate(waits_ms):
                end = walk(stream.flags, lambda m, at=each.frame, ms=wait_ms: ms if m.frame == at else np.inf)  # type: ignore[misc]
                if end is not None:
                    time_s = (end + 1) * FRAME_MS / 1000
                    found.ends[s, e, w] = True
                    found.cut[s, e, w] = stream.clip.to_come_s(time_s) >= LEAST_TO_COME_S
                    found.delay_ms[s, e, w] = (time_s - stream.clip.end_s) * 1000
    return found
