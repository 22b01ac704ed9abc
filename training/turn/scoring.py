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
SHORT_MS = 240
WAITS_MS = (SHORT_MS, 300, 420, 600, 780, 900, 1_020, 1_140, 1_260, 1_380, 1_500, 1_620)
EDGES = (0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.96, 0.98)
"""Least probabilities of the tiers."""
LEAST_CUT_OFF = 1e-3
"""Share of the streams that a shorter wait counts to cut off at least."""


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
    """The waits of few cut-offs and the least mean delay, the shorter the surer that the turn is over.

    All ends wait longest at first; then one wait at a time is shortened, the one that saves most time for
    the streams that it cuts off.

    Arguments:
        probability: by `id` of the evidence.
        most_cut_off: share of the streams.
    """
    waits_ms = (*WAITS_MS, Patience().longest_ms)
    found = _outcomes(streams, waits_ms)
    tier = np.zeros(found.ends.shape[:2], np.int64)
    for row, stream in zip(tier, streams, strict=True):
        odds = [probability[id(each)] for each in stream.evidence]
        row[: len(odds)] = np.searchsorted(EDGES, odds, side="right")

    def of(chosen: NDArray[np.int64]) -> tuple[float, float]:
        cut, delay_ms = found.of(chosen[tier])
        return float(cut.mean()), float(delay_ms[~cut].mean()) if not cut.all() else np.inf

    chosen = np.full(len(EDGES) + 1, len(WAITS_MS))
    cut, mean_ms = of(chosen)
    while True:
        steps = []
        for place in range(len(chosen)):
            for wait in range(chosen[place]):
                shorter = chosen.copy()
                shorter[place:] = np.minimum(shorter[place:], wait)
                then_cut, then_ms = of(shorter)
                if then_cut <= most_cut_off and then_ms < mean_ms:
                    steps.append(((mean_ms - then_ms) / (then_cut - cut + LEAST_CUT_OFF), tuple(shorter)))
        if not steps:
            break
        chosen = np.array(max(steps)[1])
        cut, mean_ms = of(chosen)
    tiers = [
        Tier(probability=edge, wait_ms=waits_ms[wait])
        for edge, wait, before in zip(EDGES, chosen[1:], chosen[:-1], strict=True)
        if wait < before
    ]
    return Patience(tiers=tuple(tiers[::-1]), longest_ms=waits_ms[chosen[0]])


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
