"""Whether statistics differ from the held-out evaluation of the models in use, beyond chance. Knows no store.

Shares are compared by Fisher's exact test, one-sided, and shown with Newcombe's interval of the difference
(1998; from Wilson's intervals); confidences by the one-sided two-sample Kolmogorov-Smirnov test on the bins
of the reliability diagram, whose p-value exp(-2 D² nm / (n + m)) is conservative for binned values.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import NormalDist
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from assistant.memory.statistics import Histogram, middle
from models.checkpoint import read_settings

Form = TypeVar("Form", bound=BaseModel)

METRICS = "metrics.json"
ALPHA = 0.01
"""Probability of any false warning, shared among the figures (Bonferroni)."""
BINS = 15
"""Of the reliability diagram."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of n cases."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share itself; not a number without cases."""
        return self.hits / self.n if self.n else math.nan


@dataclass(frozen=True, slots=True)
class ExpectedConfidences:
    """Confidences of the evaluation."""

    bins: Mapping[int, int]
    """Counts by bin of the reliability diagram."""
    mean: float

    @property
    def n(self) -> int:
        """Number of confidences."""
        return sum(self.bins.values())


@dataclass(frozen=True, slots=True)
class Reference:
    """The held-out figures of the models in use; None and empty for those that their files lack."""

    rejected: Proportion | None = None
    """In-scope sentences that were rejected."""
    retried: Proportion | None = None
    """Recordings that were decoded twice."""
    confidences: Mapping[str, ExpectedConfidences] = field(default_factory=dict)
    """By histogram."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of the owner's beside that of the evaluation."""

    figure: str
    """`rejected`, `retried`, `intent` or `transcript`."""
    evaluation: float
    evaluation_n: int
    own: float
    """A share, or a mean confidence; of `own_n` turns."""
    own_n: int
    p: float
    """Probability of such a difference, or a greater one for the worse, by chance."""
    drifted: bool
    """Whether the owner's is worse beyond chance."""
    interval: tuple[float, float] | None = None
    """Of the difference of shares, own less evaluation, 95 %."""


def read_reference(classifier: Path, recognizer: Path, least: float = 0.0) -> Reference:
    """The figures in the `metrics.json` of two models.

    Arguments:
        least: confidence from which the classifier does not reject; lower bins are left out.

    Raises:
        CheckpointError: a file is damaged.
    """
    understood = _read(_ClassifierFigures, classifier / METRICS)
    heard = _read(_RecognizerFigures, recognizer / METRICS)
    confidences = {
        "intent": _expected(understood.calibration, least),
        "transcript": _expected(heard.confidences, 0.0),
    }
    return Reference(
        rejected=_share(understood.in_scope_rejected, understood.in_scope_rejected_n),
        retried=_share(heard.retried, heard.n),
        confidences={name: expected for name, expected in confidences.items() if expected is not None},
    )


def compare(
    counts: Mapping[str, int], confidences: Mapping[str, Histogram], reference: Reference
) -> list[Comparison]:
    """Every figure that both sides have.

    Arguments:
        counts: of `assistant.memory.collecting.COUNTERS`.
        confidences: by name.
    """
    judged = counts["acted"] + counts["confirmed"] + counts["rejected"]
    shares = [
        ("rejected", Proportion(counts["rejected"], judged), reference.rejected),
        ("retried", Proportion(counts["retried"], counts["spoken"]), reference.retried),
    ]
    known = [(name, share, usual) for name, share, usual in shares if usual is not None and share.n]
    sure = [(name, expected) for name, expected in reference.confidences.items() if confidences[name].n]
    alpha = ALPHA / max(1, len(known) + len(sure))
    found = []
    for name, share, usual in known:
        p, between = greater(share, usual), difference(share, usual)
        found.append(Comparison(name, usual.value, usual.n, share.value, share.n, p, p < alpha, between))
    for name, expected in sure:
        own = confidences[name]
        p = lower(coarse(own), expected.bins)
        found.append(Comparison(name, expected.mean, expected.n, own.mean, own.n, p, p < alpha))
    return found


def greater(own: Proportion, other: Proportion) -> float:
    """The p-value of Fisher's exact test for `own` being from a share that is not greater than `other`'s."""
    hits, everything = own.hits + other.hits, own.n + other.n

    def chance(of_own: int) -> float:
        logs = _log_choose(own.n, of_own) + _log_choose(other.n, hits - of_own)
        return math.exp(logs - _log_choose(everything, hits))

    return min(1.0, sum(chance(of_own) for of_own in range(own.hits, min(own.n, hits) + 1)))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def wilson(share: Proportion, alpha: float = 0.05) -> tuple[float, float]:
    """Wilson's interval of a share."""
    z2 = NormalDist().inv_cdf(1 - alpha / 2) ** 2
    center = (share.value + z2 / (2 * share.n)) / (1 + z2 / share.n)
    spread = math.sqrt(share.value * (1 - share.value) * z2 / share.n + z2 * z2 / (4 * share.n**2))
    half = spread / (1 + z2 / share.n)
    return max(0.0, center - half), min(1.0, center + half)


def difference(own: Proportion, other: Proportion) -> tuple[float, float]:
    """Newcombe's interval of `own` less `other`."""
    (own_low, own_high), (low, high) = wilson(own), wilson(other)
    between = own.value - other.value
    return (
        between - math.hypot(own.value - own_low, high - other.value),
        between + math.hypot(own_high - own.value, other.value - low),
    )


def lower(own: Mapping[int, int], other: Mapping[int, int]) -> float:
    """The p-value of `own` being from a distribution that is not lower than that of `other`."""
    n, m = sum(own.values()), sum(other.values())
    passed = most = 0.0
    for bin in range(BINS):
        passed += own.get(bin, 0) / n - other.get(bin, 0) / m
        most = max(most, passed)
    return math.exp(-2 * most**2 * n * m / (n + m))


def coarse(fine: Histogram) -> dict[int, int]:
    """A histogram in bins of the reliability diagram."""
    bins: dict[int, int] = {}
    for bin, count in fine.bins.items():
        of = int(middle(fine.name, bin) * BINS)
        bins[of] = bins.get(of, 0) + count
    return bins


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Bin(_Figures):
    confidence: float = Field(ge=0, le=1)
    n: int = Field(ge=1)


class _Diagram(_Figures):
    bins: tuple[_Bin, ...] = ()


class _ClassifierFigures(_Figures):
    in_scope_rejected: float | None = None
    in_scope_rejected_n: int = 0
    calibration: _Diagram = _Diagram()


class _RecognizerFigures(_Figures):
    n: int = 0
    retried: float | None = None
    confidences: _Diagram = _Diagram()


def _read(form: type[Form], file: Path) -> Form:
    return read_settings(form, file, "is no evaluation") if file.exists() else form()


def _share(value: float | None, n: int) -> Proportion | None:
    return Proportion(round(value * n), n) if value is not None and n else None


def _expected(diagram: _Diagram, least: float) -> ExpectedConfidences | None:
    rows = [row for row in diagram.bins if row.confidence >= least]
    if not rows:
        return None
    bins = {min(int(row.confidence * BINS), BINS - 1): row.n for row in rows}
    n = sum(row.n for row in rows)
    return ExpectedConfidences(bins, sum(row.confidence * row.n for row in rows) / n)
