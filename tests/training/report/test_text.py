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
