"""Aligned words and bars by hand."""

from __future__ import annotations

import pytest

from training.evaluation.types import Metric
from training.report import text
from training.report.figures import Figure


def test_words_are_aligned_as_the_error_rate_counts_them() -> None:
    found = text.aligned("Turn it on, please", "turn off please now")
    assert [w.change for w in found] == ["equal", "substitute"]
    assert " ".join(w.reference for w in found if w.reference) == "turn it on please"
    assert " ".join(w.output for w in found if w.output) == "turn off please now"
    assert text.aligned("…", "oh") == (text.Words("insert", "", "oh"),)


def test_bars_share_a_scale() -> None:
    row = text.figure_row(Figure("accuracy", True, Metric(0.8, 0.7, 0.9), Metric(0.4)))
    assert (row.tuned.at, row.tuned.low, row.tuned.width) == pytest.approx((80, 70, 20))
    assert row.base and row.base.at == pytest.approx(40) and row.base.width == 0.6
    assert row.change == "+0.400 (+100%)"
    assert text.figure_row(Figure("", True, Metric(0.4), Metric(0.4))).change == "unchanged"
    assert text.figure_row(Figure("", True, Metric(0.4))).change == ""


def test_a_language_without_spaces_is_aligned_by_character() -> None:
    found = text.aligned("设定29度", "设定二十度", "zh")
    assert [(w.change, w.reference, w.output) for w in found] == [
        ("equal", "设定二十", "设定二十"), ("delete", "九", ""), ("equal", "度", "度"),
    ]  # fmt: skip
    assert text.aligned("…", "好", "zh") == (text.Words("insert", "", "好"),)
