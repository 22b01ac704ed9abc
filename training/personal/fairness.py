"""Whether a personal recognizer widens a difference between groups of general speakers. Knows no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation import groups, metrics
from training.evaluation.recognizer import ScoredClip
from training.evaluation.types import Metric
from training.personal import proof
from training.personal.proof import Change

Sums = NDArray[np.float64]
"""(speakers, 3): errors before, errors after, and words."""


@dataclass(frozen=True, slots=True)
class GroupGap:
    """The difference between a group's error rate and the others', before and after."""

    change: Change
    harms: bool
    """Whether the side that is worse off makes more errors than before."""

    def widens(self, margin: float) -> bool:
        """Whether it grows by more than the margin and beyond chance, at the cost of the worse off."""
        return self.harms and self.change.loss > margin and self.change.sure


def gaps(before: Sequence[ScoredClip], after: Sequence[ScoredClip], on: str) -> Iterator[GroupGap]:
    """The gap of each group of speakers that the clips name, paired by clip; intervals draw speakers.

    Arguments:
        on: name of the clips, for people.
    """
    examples = [clip.example for clip in before]
    counts = [(old.wrong, new.wrong, old.size) for old, new in zip(before, after, strict=True)]
    rows = np.array(counts, dtype=float).reshape(-1, 3)
    for kind, name, ours, theirs in groups.sides(examples, rows, groups.kinds_of(examples)):
        yield _gap(f"difference in {proof.rate_name(before)} by {kind}, {name}", on, ours, theirs)


def _gap(figure: str, on: str, ours: Sums, theirs: Sums) -> GroupGap:
    draw, points = np.random.default_rng(0), [_apart(ours, theirs)]
    for _ in range(metrics.RESAMPLES):
        drawn = (side[draw.integers(0, len(side), len(side))] for side in (ours, theirs))
        points.append(_apart(*drawn))
    first, *resampled = points
    low, high = np.percentile(resampled, [2.5, 97.5], axis=0)
    before, after, difference = (
        Metric(float(first[i]), float(low[i]), float(high[i]), len(ours) + len(theirs)) for i in range(3)
    )
    worse = max(ours, theirs, key=lambda side: _rate(side, 0))
    change = Change(figure, on, before, after, difference, more_is_better=False)
    return GroupGap(change, _rate(worse, 1) > _rate(worse, 0))


def _apart(ours: Sums, theirs: Sums) -> NDArray[np.float64]:
    """The size of the gap before and after, and its growth."""
    before, after = (abs(_rate(ours, i) - _rate(theirs, i)) for i in (0, 1))
    return np.array([before, after, after - before])


def _rate(sums: Sums, column: int) -> float:
    return float(sums[:, column].sum() / sums[:, 2].sum())
