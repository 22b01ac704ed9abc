"""Paired changes of figures on the same examples, with intervals, and the verdict on a model. Knows no
model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.evaluation import metrics
from training.evaluation.recognizer import CHARACTER_ERRORS, WORD_ERRORS, ScoredClip
from training.evaluation.types import Metric
from training.report.figures import Figure

OWN = "your recordings held back"
LEFT_OUT = "your recordings, as the recognizer that had not learned from them heard them"
FROM_SOUND = f"{OWN}, from sound to command"
WHOLE = "all models together"
COMMANDS = "share of commands right"
SENTENCES = "share of intents and slots right"
ACTS = "share of dialogue acts right"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after, on the same examples."""

    figure: str
    """Name for people."""
    on: str
    """Name of the examples, for people."""
    before: Metric
    after: Metric
    difference: Metric
    """After minus before; the interval resamples examples, each with its values before and after."""
    more_is_better: bool

    @property
    def loss(self) -> float:
        """The deterioration; negative for an improvement."""
        return -self.difference.value if self.more_is_better else self.difference.value

    @property
    def sure(self) -> bool:
        """Whether the interval of the difference excludes zero."""
        return self.difference.low > 0 or self.difference.high < 0

    def to_json(self) -> dict[str, Any]:
        """All fields, for `json.dumps`."""
        estimates = {"before": self.before, "after": self.after, "difference": self.difference}
        fields: dict[str, Any] = {"figure": self.figure, "on": self.on, "n": self.after.n}
        for name, estimate in estimates.items():
            fields[name], fields[f"{name}_ci"] = estimate.value, [estimate.low, estimate.high]
        return {**fields, "more_is_better": self.more_is_better}

    def to_figure(self) -> Figure:
        """The change as a row of a table of figures."""
        return Figure(f"{self.figure}, {self.on}", self.more_is_better, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a new model may replace the one in use."""

    model: str
    kept: bool
    reasons: tuple[str, ...]
    """Reasons against it, or its changes; plain sentences."""

    def to_json(self) -> dict[str, Any]:
        """All fields, for `json.dumps`."""
        return {"model": self.model, "kept": self.kept, "reasons": list(self.reasons)}


def word_errors(before: Sequence[ScoredClip], after: Sequence[ScoredClip], on: str) -> Change:
    """Change of the word error rate, all errors over all words; of the character error rate where clips are
    in a language without spaces."""
    old, new = [c.wrong for c in before], [c.wrong for c in after]
    return errors(old, new, [c.size for c in before], on, rate_name(before))


def rate_name(clips: Sequence[ScoredClip]) -> str:
    """The name of the clips' error rate."""
    return WORD_ERRORS if all(c.in_words for c in clips) else CHARACTER_ERRORS


def errors(
    before: Sequence[int], after: Sequence[int], words: Sequence[int], on: str, figure: str = WORD_ERRORS
) -> Change:
    """Change of an error rate, from the errors and words (or characters) of each utterance."""
    wrong, sizes = np.array([before, after], dtype=float), np.array(words, dtype=float)
    return _change(figure, on, wrong, sizes, more_is_better=False, n=sum(words))


def shares(before: Iterable[bool], after: Iterable[bool], figure: str, on: str) -> Change:
    """Change of the share of examples that are right."""
    right = np.array([list(before), list(after)], dtype=float)
    return _change(figure, on, right, np.ones(right.shape[1]), more_is_better=True, n=right.shape[1])


def _change(
    figure: str, on: str, counts: np.ndarray[Any, Any], sizes: np.ndarray[Any, Any], *,
    more_is_better: bool, n: int,
) -> Change:  # fmt: skip
    old, new = counts

    def metric(score: Callable[[Any], float]) -> Metric:
        return metrics.rate(len(sizes), score, of=n)

    return Change(
        figure, on,
        before=metric(lambda i: float(old[i].sum() / sizes[i].sum())),
        after=metric(lambda i: float(new[i].sum() / sizes[i].sum())),
        difference=metric(lambda i: float((new[i] - old[i]).sum() / sizes[i].sum())),
        more_is_better=more_is_better,
    )  # fmt: skip


def judge(
    model: str, own: Sequence[Change], general: Sequence[Change], margin: float,
    unfair: Sequence[Change] = (), *, gains: bool = True,
) -> Verdict:  # fmt: skip
    """Keep a model if no figure of the owner's is worse and no general one loses more than the margin.

    Arguments:
        own: changes on the owner's examples.
        general: changes on general examples.
        unfair: differences between groups that the model widens.
        gains: whether a gain is known; otherwise a figure of the owner's must gain.
    """
    against = [
        f"{c.on}: the {c.figure} would be worse, {described(c)}" for c in own if c.loss > 0
    ] + [
        f"{c.on}: the {c.figure} would lose more than {margin:g}, {described(c)}"
        for c in general
        if c.loss > margin
    ] + [f"{c.on}: the {c.figure} would widen, {described(c)}" for c in unfair]  # fmt: skip
    if not gains and all(c.loss == 0 for c in own):
        against += [f"{c.on}: nothing would be gained, {c.figure} {described(c)}" for c in own]
    if against:
        return Verdict(model, False, tuple(against))
    return Verdict(model, True, tuple(f"{c.on}: {c.figure} {described(c)}" for c in (*own, *general)))


def by_speaker(changed: Mapping[str, int]) -> dict[str, list[str]]:
    """The speakers that training helped, did nothing for, or hurt, by the change in their errors."""
    speakers: dict[str, list[str]] = {"helped": [], "nothing": [], "hurt": []}
    for speaker, more in changed.items():
        speakers["hurt" if more > 0 else "helped" if more < 0 else "nothing"].append(speaker)
    return speakers


def over_speakers(changed: Sequence[int], words: Sequence[int]) -> tuple[float, float]:
    """95 % interval of a pooled difference over speakers: the bootstrap draws speakers, not utterances.

    Arguments:
        changed: change in the errors of each speaker.
        words: words of each speaker.
    """
    more, sizes = np.array(changed, dtype=float), np.array(words, dtype=float)
    return metrics.bootstrap(len(more), lambda i: float(more[i].sum() / sizes[i].sum()))


def described(change: Change) -> str:
    """Before, after, and the difference with its interval."""
    d = change.difference
    return (
        f"{change.before.value:.3f} → {change.after.value:.3f} ({d.value:+.3f} [{d.low:+.3f}, {d.high:+.3f}])"
    )
