"""Before and after on the same examples: what changed, how sure that is, and whether it is good enough.

Knows scores of pairs, no model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.evaluation import metrics
from training.evaluation.recognizer import ScoredClip
from training.report.figures import Estimate, Figure


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after, on the same examples."""

    figure: str
    """What it is, in words."""
    on: str
    """What it was measured on, in words."""
    before: Estimate
    after: Estimate
    difference: Estimate
    """After less before; its interval resamples examples, each with its before and its after."""
    more_is_better: bool

    @property
    def loss(self) -> float:
        """By how much it is worse; below zero where it is better."""
        return -self.difference.value if self.more_is_better else self.difference.value

    @property
    def sure(self) -> bool:
        """Whether the interval of the difference leaves zero out."""
        return self.difference.low > 0 or self.difference.high < 0

    def to_json(self) -> dict[str, Any]:
        """Everything, for `json.dumps`."""
        ends = {"before": self.before, "after": self.after, "difference": self.difference}
        told: dict[str, Any] = {"figure": self.figure, "on": self.on, "n": self.after.n}
        for name, estimate in ends.items():
            told[name], told[f"{name}_ci"] = estimate.value, [estimate.low, estimate.high]
        return {**told, "more_is_better": self.more_is_better}

    def to_figure(self) -> Figure:
        """For a table of figures."""
        return Figure("", f"{self.figure}, {self.on}", self.more_is_better, "", self.after, self.before)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something new may take the place of what is in use."""

    model: str
    kept: bool
    reasons: tuple[str, ...]
    """Why not, or what it is better at; plain sentences."""

    def to_json(self) -> dict[str, Any]:
        """Everything, for `json.dumps`."""
        return {"model": self.model, "kept": self.kept, "reasons": list(self.reasons)}


def word_errors(before: Sequence[ScoredClip], after: Sequence[ScoredClip], on: str) -> Change:
    """Word error rate, all errors over all words."""
    return errors(
        [h.errors[0] for h in before], [h.errors[0] for h in after], [h.lengths[0] for h in before], on
    )


def errors(before: Sequence[int], after: Sequence[int], words: Sequence[int], on: str) -> Change:
    """The same of counts by utterance."""
    wrong, sizes = np.array([before, after], dtype=float), np.array(words, dtype=float)
    return _change("word error rate", on, wrong, sizes, more_is_better=False, n=sum(words))


def shares(before: Iterable[bool], after: Iterable[bool], figure: str, on: str) -> Change:
    """The share of examples that are right."""
    right = np.array([list(before), list(after)], dtype=float)
    return _change(figure, on, right, np.ones(right.shape[1]), more_is_better=True, n=right.shape[1])


def _change(
    figure: str, on: str, counts: np.ndarray[Any, Any], sizes: np.ndarray[Any, Any], *,
    more_is_better: bool, n: int,
) -> Change:  # fmt: skip
    old, new = counts

    def estimate(score: Callable[[Any], float]) -> Estimate:
        low, high = metrics.bootstrap(len(sizes), score)
        return Estimate(score(np.arange(len(sizes))), low, high, n)

    return Change(
        figure, on,
        before=estimate(lambda i: float(old[i].sum() / sizes[i].sum())),
        after=estimate(lambda i: float(new[i].sum() / sizes[i].sum())),
        difference=estimate(lambda i: float((new[i] - old[i]).sum() / sizes[i].sum())),
        more_is_better=more_is_better,
    )  # fmt: skip


def judge(model: str, own: Sequence[Change], general: Sequence[Change], margin: float) -> Verdict:
    """A model may stay where the owner's figures are no worse and one of them or none moved, and general ones
    lose no more than the margin.

    Arguments:
        own: on what the owner gave and nothing was learnt from.
        general: on everything else.
    """
    against = [
        f"{c.on}: the {c.figure} would be worse, {_from_to(c)}" for c in own if c.loss > 0
    ] + [
        f"{c.on}: the {c.figure} would lose more than {margin:g}, {_from_to(c)}"
        for c in general
        if c.loss > margin
    ]  # fmt: skip
    if against:
        return Verdict(model, False, tuple(against))
    return Verdict(model, True, tuple(f"{c.on}: {c.figure} {_from_to(c)}" for c in (*own, *general)))


def by_speaker(changed: Mapping[str, int]) -> dict[str, list[str]]:
    """For whom it helped, did nothing, hurt: errors more or fewer by speaker, one of them is enough."""
    parted: dict[str, list[str]] = {"helped": [], "nothing": [], "hurt": []}
    for speaker, more in changed.items():
        parted["hurt" if more > 0 else "helped" if more < 0 else "nothing"].append(speaker)
    return parted


def over_speakers(changed: Sequence[int], words: Sequence[int]) -> tuple[float, float]:
    """95 % interval of a pooled difference for other speakers: speakers are drawn, not utterances.

    Arguments:
        changed: errors more or fewer, by speaker.
        words: how many each said.
    """
    more, there = np.array(changed, dtype=float), np.array(words, dtype=float)
    return metrics.bootstrap(len(more), lambda i: float(more[i].sum() / there[i].sum()))


def _from_to(change: Change) -> str:
    d = change.difference
    return (
        f"{change.before.value:.3f} → {change.after.value:.3f} ({d.value:+.3f} [{d.low:+.3f}, {d.high:+.3f}])"
    )
