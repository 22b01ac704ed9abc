"""`metrics.json` as rows that a person reads: a title, the base's rate beside ours, and which is better.

For reports, cards, the terminal and README. Knows INTERFACE's keys, no model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["better", "worse", "alike"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a key of the metrics means."""

    title: str
    more_is_better: bool
    unit: str = ""
    """What it is counted in; empty for shares."""


KINDS: dict[str, Kind] = {
    "wer": Kind("word error rate", False),
    "cer": Kind("character error rate", False),
    "cer_no_spaces": Kind("character error rate without spaces", False),
    "intent_accuracy": Kind("intent accuracy (first candidate)", True),
    "slot_f1": Kind("slot F1 (exact spans, micro)", True),
    "frame_accuracy": Kind("frame accuracy (intent and all slots)", True),
    "slot_value_f1": Kind("slot F1 (names and values)", True),
    "command_accuracy": Kind("commands right (intent and all values)", True),
    "sentiment_macro_f1": Kind("sentiment macro F1", True),
    "sentiment_accuracy": Kind("sentiment accuracy", True),
    "in_scope_rejected": Kind("in-scope sentences rejected", False),
    "oos_recall": Kind("out-of-scope sentences rejected", True),
    "oos_precision": Kind("rejected sentences that are out of scope", True),
    "ece": Kind("expected calibration error", False),
    "slot_error_rate": Kind("slot error rate", False),
    "slot_error_rate_greedy": Kind("slot error rate, greedy", False),
    "unsupported": Kind("replies with something from nowhere", False),
    "bleu": Kind("BLEU", True, "of 100"),
    "perplexity": Kind("perplexity", False, "per token"),
    "distinct_2": Kind("different word pairs", True),
    "reply_words": Kind("words in a reply, median", False, "words"),
}
"""Key → meaning, in the order in which people read them."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval."""

    value: float
    low: float
    """Equal to `high` and `value` where no interval is known."""
    high: float
    n: int | None = None
    """Its denominator."""
    bounded: bool = True
    """An interval is known."""

    def __str__(self) -> str:
        if self.low == self.high == self.value:
            return number(self.value)
        return f"{number(self.value)} [{number(self.low)}, {number(self.high)}]"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a model, and the same of the model that it was made from."""

    key: str
    title: str
    more_is_better: bool
    unit: str
    tuned: Estimate
    base: Estimate | None = None

    @property
    def verdict(self) -> Verdict | None:
        """Better or worse only where the intervals lie apart; None where there are none to compare."""
        if self.base is None or not (self.base.bounded and self.tuned.bounded):
            return None
        if self.tuned.low > self.base.high:
            return "better" if self.more_is_better else "worse"
        if self.tuned.high < self.base.low:
            return "worse" if self.more_is_better else "better"
        return "alike"


def read(
    metrics: Mapping[str, Any], baseline: Mapping[str, Any] | None = None, keys: Sequence[str] = tuple(KINDS)
) -> tuple[Figure, ...]:
    """The figures that are in `metrics`, in the order of `keys`.

    Arguments:
        baseline: the untouched model's; what `metrics` itself holds as `baseline` where None is given.
    """
    before = metrics.get("baseline", {}) if baseline is None else baseline
    figures = []
    for key in keys:
        tuned = estimate(metrics, key)
        if tuned is not None:
            kind = KINDS[key]
            figures.append(
                Figure(key, kind.title, kind.more_is_better, kind.unit, tuned, estimate(before, key))
            )
    return tuple(figures)


def estimate(metrics: Mapping[str, Any], key: str) -> Estimate | None:
    """One key of a metrics table with what stands beside it; None where it is missing or null."""
    value = metrics.get(key)
    if value is None:
        return None
    interval = metrics.get(f"{key}_ci")
    low, high = interval or (value, value)
    return Estimate(float(value), float(low), float(high), metrics.get(f"{key}_n"), interval is not None)


def number(value: float) -> str:
    """Three digits after the point for shares, fewer for what is larger."""
    size = abs(value)
    return f"{value:.3f}" if size < 10 else f"{value:.1f}" if size < 1000 else f"{value:,.0f}"


def markdown(tables: Iterable[tuple[str, Sequence[Figure]]]) -> str:
    """The figures of several test sets as one Markdown table, for a card.

    Arguments:
        tables: name of the test data, and its figures.
    """
    lines = ["| test data | figure | base | this | n |", "|---|---|---|---|---|"]
    for name, figures in tables:
        for f in figures:
            n = "–" if f.tuned.n is None else f"{f.tuned.n:,}"
            lines.append(f"| {name} | {f.title} | {f.base or '–'} | {f.tuned} | {n} |")
    return "\n".join(lines)
