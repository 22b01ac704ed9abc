"""Typed scores: a metric with its interval, the metrics of one model, and a model's beside its baseline's.

As JSON they have INTERFACE's flat keys (`wer`, `wer_ci`, `wer_n`, `baseline`); only this module knows those.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

_INTERVAL, _DENOMINATOR = "_ci", "_n"
SIGNIFICANT = 0.05
"""Probability of chance below which a difference counts."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with its 95 % interval."""

    value: float
    low: float = math.nan
    """Not a number, as `high`, where no interval is known."""
    high: float = math.nan
    n: int | None = None
    """Its denominator."""

    @property
    def bounded(self) -> bool:
        """Whether an interval is known."""
        return not math.isnan(self.low)

    @property
    def ends(self) -> tuple[float, float]:
        """The interval; the value twice where none is known."""
        return (self.low, self.high) if self.bounded else (self.value, self.value)

    def __str__(self) -> str:
        low, high = self.ends
        if low == high == self.value:
            return number(self.value)
        return f"{number(self.value)} [{number(low)}, {number(high)}]"


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One class of a classifier."""

    precision: float
    recall: float
    f1: float
    n: int
    """Examples of the class."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of one group of speakers beside that of all others."""

    figure: str
    """Its key."""
    kind: str
    """Of group, such as gender."""
    group: str
    units: int
    """Speakers in the group; examples where speakers themselves are compared, or are unknown."""
    other_units: int
    value: Metric
    others: Metric
    difference: Metric
    """The group's less the others'; the interval resamples the units of either."""
    p: float
    """Of a permutation test over the units, corrected by Holm for the figure's groups, or its speakers."""

    @property
    def beyond_chance(self) -> bool:
        """Whether chance is no likely reason."""
        return self.p < SIGNIFICANT

    def to_json(self) -> dict[str, Any]:
        """All fields, for `json.dumps`."""
        estimates = {"value": self.value, "others": self.others, "difference": self.difference}
        found: dict[str, Any] = {
            "figure": self.figure, "kind": self.kind, "group": self.group, "units": self.units,
            "other_units": self.other_units, "p": self.p,
        }  # fmt: skip
        for name, metric in estimates.items():
            found |= {name: metric.value, name + _INTERVAL: list(metric.ends), name + _DENOMINATOR: metric.n}
        return found

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Difference:
        """What `to_json` gave."""
        value, others, difference = (
            Metric(data[name], *_interval(data[name + _INTERVAL]), n=data[name + _DENOMINATOR])
            for name in ("value", "others", "difference")
        )
        return cls(
            data["figure"], data["kind"], data["group"], data["units"], data["other_units"], value, others,
            difference, data["p"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metrics:
    """All figures of one model on one set of examples."""

    n: int = 0
    """Examples scored."""
    rates: Mapping[str, Metric] = field(default_factory=dict)
    """By INTERFACE's keys."""
    intents: Mapping[str, ClassScore] = field(default_factory=dict)
    speakers: Mapping[str, Metrics] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Metrics]] = field(default_factory=dict)
    """Kind of group, such as gender → group → its figures."""
    differences: tuple[Difference, ...] = ()
    """Between the groups and the speakers."""
    spoken: Metrics | None = None
    """Recognizer and classifier one after the other."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """Further tables by name, such as the calibration curve."""

    def __contains__(self, key: str) -> bool:
        return key in self.rates

    def __getitem__(self, key: str) -> Metric:
        return self.rates[key]

    def __or__(self, other: Metrics) -> Metrics:
        """The figures of two kinds of models on the same examples."""
        return Metrics(
            max(self.n, other.n), {**self.rates, **other.rates}, {**self.intents, **other.intents},
            {**self.speakers, **other.speakers}, _joined(self.groups, other.groups),
            self.differences + other.differences, other.spoken or self.spoken,
            {**self.details, **other.details},
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """For `json.dumps`."""
        found: dict[str, Any] = {"n": self.n}
        for key, metric in self.rates.items():
            found[key] = metric.value
            if metric.bounded:
                found[key + _INTERVAL] = [metric.low, metric.high]
            if metric.n is not None:
                found[key + _DENOMINATOR] = metric.n
        tables: dict[str, Any] = {
            "intents": {name: asdict(score) for name, score in self.intents.items()},
            "speakers": _to_json(self.speakers),
            "groups": {kind: _to_json(of_kind) for kind, of_kind in self.groups.items()},
            "differences": [difference.to_json() for difference in self.differences],
            "spoken": self.spoken.to_json() if self.spoken else None,
        }
        return found | {name: table for name, table in tables.items() if table} | dict(self.details)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Metrics:
        """What `to_json` gave; keys that are null are left out."""
        left = dict(data)
        n = left.pop("n", 0)
        intents, speakers, groups = (left.pop(name, {}) for name in ("intents", "speakers", "groups"))
        differences = tuple(map(Difference.from_json, left.pop("differences", ())))
        spoken = left.pop("spoken", None)
        rates = {
            key: Metric(value, *_interval(left.get(key + _INTERVAL)), n=left.get(key + _DENOMINATOR))
            for key, value in left.items()
            if isinstance(value, int | float) and not key.endswith(_DENOMINATOR)
        }
        return cls(
            n, rates, {name: ClassScore(**score) for name, score in intents.items()}, _from_json(speakers),
            {kind: _from_json(of_kind) for kind, of_kind in groups.items()}, differences,
            cls.from_json(spoken) if spoken else None,
            {key: value for key, value in left.items() if isinstance(value, dict)},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scores:
    """What `metrics.json` holds: a model's figures, its baseline's, and both by manifest."""

    model: Metrics
    baseline: Metrics | None = None
    """Of the untouched base; None where none was scored."""
    by_manifest: Mapping[str, Scores] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """For `json.dumps`, with INTERFACE's keys."""
        found = self.model.to_json()
        before = self.baseline.to_json() if self.baseline else None
        if self.by_manifest:
            found["manifests"] = {name: scores.model.to_json() for name, scores in self.by_manifest.items()}
            if before:
                before["manifests"] = {
                    name: scores.baseline.to_json()
                    for name, scores in self.by_manifest.items()
                    if scores.baseline
                }
        return found | ({"baseline": before} if before else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scores:
        """What `to_json` gave."""
        left = dict(data)
        manifests, before = left.pop("manifests", {}), dict(left.pop("baseline", {}))
        bases = before.pop("manifests", {})
        return cls(
            Metrics.from_json(left),
            Metrics.from_json(before) if before else None,
            {
                name: cls(Metrics.from_json(found), Metrics.from_json(bases[name]) if name in bases else None)
                for name, found in manifests.items()
            },
        )


def number(value: float) -> str:
    """Three digits after the point for shares, fewer for larger values."""
    size = abs(value)
    return f"{value:.3f}" if size < 10 else f"{value:.1f}" if size < 1000 else f"{value:,.0f}"


def _interval(ends: Sequence[float] | None) -> tuple[float, float]:
    low, high = ends or (math.nan, math.nan)
    return low, high


def _joined(
    one: Mapping[str, Mapping[str, Metrics]], other: Mapping[str, Mapping[str, Metrics]]
) -> dict[str, dict[str, Metrics]]:
    """The groups' figures of two models."""
    empty = Metrics()
    return {
        kind: {
            group: one.get(kind, {}).get(group, empty) | other.get(kind, {}).get(group, empty)
            for group in {**one.get(kind, {}), **other.get(kind, {})}
        }
        for kind in {**one, **other}
    }


def _to_json(by_name: Mapping[str, Metrics]) -> dict[str, Any]:
    return {name: metrics.to_json() for name, metrics in by_name.items()}


def _from_json(by_name: Mapping[str, Any]) -> dict[str, Metrics]:
    return {name: Metrics.from_json(found) for name, found in by_name.items()}
