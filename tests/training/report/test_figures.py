"""Titles, verdicts and order of the figures."""

from __future__ import annotations

from training.evaluation.types import Metric, Metrics, Scores
from training.report import figures


def test_better_and_worse_only_where_intervals_part() -> None:
    def verdict(key: str, tuned: Metric, base: Metric) -> str | None:
        (figure,) = figures.read(Metrics(1, {key: tuned}), Metrics(1, {key: base}))
        return figure.verdict

    low, high, wide = Metric(0.15, 0.1, 0.2), Metric(0.35, 0.3, 0.4), Metric(0.2, 0.1, 0.35)
    assert verdict("wer", low, high) == "better" and verdict("wer", high, low) == "worse"
    assert verdict("intent_accuracy", low, high) == "worse"
    assert verdict("slot_f1", wide, high) == "alike"
    assert verdict("reply_words", Metric(3), Metric(9)) is None
    assert figures.read(Metrics(1, {"bleu": Metric(12.0)}))[0].verdict is None


def test_figures_come_in_the_order_of_the_keys() -> None:
    found = Metrics(1, {"slot_f1": Metric(0.5), "empty": Metric(1), "wer": Metric(0.1)})
    assert [f.title for f in figures.read(found)] == ["word error rate", "slot F1 (exact spans, micro)"]
    assert [f.tuned.value for f in figures.read(found, keys=("slot_f1",))] == [0.5]
    scores = Scores(found, by_manifest={"an4": Scores(found, Metrics(1, {"wer": Metric(0.3)}))})
    ((name, rows),) = figures.by_manifest(scores, ("wer",))
    assert name == "an4" and rows[0].base == Metric(0.3)
