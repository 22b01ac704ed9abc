"""Metrics as rows for people: a title, the baseline's value beside the model's, and which is better.

For reports, cards, the terminal and README. Knows INTERFACE's keys, no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from training.evaluation.types import Metric, Metrics, Scores

Verdict = Literal["better", "worse", "alike"]


@dataclass(frozen=True, slots=True)
class Kind:
    """The meaning of a metric's key."""

    title: str
    more_is_better: bool
    unit: str = ""
    """Empty for shares."""


KINDS: dict[str, Kind] = {
    "wer": Kind("word error rate", False),
    "wer_whisper_normalised": Kind("word error rate, Whisper's normaliser", False),
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
    "dialogue_act_accuracy": Kind("dialogue acts right", True),
    "relation_accuracy": Kind("relations to the conversation right", True),
    "command_f1": Kind("command F1 (exact spans, micro)", True),
    "commands_whole": Kind("utterances right (all of every command)", True),
    "danger_recall": Kind("people in danger found", True),
    "danger_false": Kind("sentences taken for danger", False),
    "ece": Kind("expected calibration error", False),
    "slot_error_rate": Kind("slot error rate", False),
    "slot_error_rate_greedy": Kind("slot error rate, greedy", False),
    "unsupported": Kind("hallucinated replies", False),
    "bleu": Kind("BLEU", True, "of 100"),
    "perplexity": Kind("perplexity", False, "per token"),
    "distinct_2": Kind("different word pairs", True),
    "reply_words": Kind("words in a reply, median", False, "words"),
}
"""Key → meaning, in reading order."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a model beside its baseline's."""

    title: str
    more_is_better: bool
    tuned: Metric
    base: Metric | None = None
    unit: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """Better or worse only where the intervals lie apart; None without intervals to compare."""
        if self.base is None or not (self.base.bounded and self.tuned.bounded):
            return None
        if self.tuned.low > self.base.high:
            return "better" if self.more_is_better else "worse"
        if self.tuned.high < self.base.low:
            return "worse" if self.more_is_better else "better"
        return "alike"


def read(
    metrics: Metrics, baseline: Metrics | None = None, keys: Sequence[str] = tuple(KINDS)
) -> tuple[Figure, ...]:
    """The figures in `metrics`, in the order of `keys`."""
    before = baseline.rates if baseline else {}
    return tuple(
        Figure(KINDS[key].title, KINDS[key].more_is_better, metrics[key], before.get(key), KINDS[key].unit)
        for key in keys
        if key in metrics
    )


def by_manifest(scores: Scores, keys: Sequence[str] = tuple(KINDS)) -> list[tuple[str, tuple[Figure, ...]]]:
    """The figures of each manifest by its name."""
    return [(name, read(s.model, s.baseline, keys)) for name, s in scores.by_manifest.items()]
