"""Counts and histograms in the database: summed by day, bounded, and percentiles within a bin."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from assistant.memory.database import Database
from assistant.memory.statistics import (
    KEPT_DAYS,
    Cell,
    Histogram,
    StatisticsStore,
    bin_of,
    histogram,
    middle,
    totals,
)

TODAY = date(2026, 11, 22)


def cell(name: str, bin: int = 0, day: date = TODAY, command: str = "talk") -> Cell:
    return Cell(day, command, "home@1", name, bin)


def test_counters_add_up_across_writers_and_days(tmp_path: Path) -> None:
    file = tmp_path / "memory.sqlite3"
    assert not StatisticsStore(Database(file)).read(TODAY)
    assert not file.exists()
    StatisticsStore(Database(file)).add({cell("turns"): 2, cell("total", 9): 1})
    StatisticsStore(Database(file)).add({cell("turns"): 3, cell("turns", command="text"): 1})
    found = StatisticsStore(Database(file)).read(TODAY)
    assert found == {cell("turns"): 5, cell("turns", command="text"): 1, cell("total", 9): 1}
    assert totals(found, ("turns", "asked")) == {"turns": 6, "asked": 0}
    assert histogram(found, "total") == Histogram("total", {9: 1})
    assert not StatisticsStore(Database(file)).read(TODAY + timedelta(days=1))


def test_old_days_are_deleted(tmp_path: Path) -> None:
    store = StatisticsStore(Database(tmp_path / "memory.sqlite3"))
    old = TODAY - timedelta(days=KEPT_DAYS)
    store.add({cell("turns", day=old): 1})
    store.add({cell("turns"): 1})
    assert len(store.read(date.min)) == 2
    store.add({cell("turns", day=TODAY + timedelta(days=1)): 1})
    assert {one.day for one in store.read(date.min)} == {TODAY, TODAY + timedelta(days=1)}


@pytest.mark.parametrize("value", [1.5, 8.0, 61.2, 834.0, 4_187.0, 60_000.0])
def test_a_latency_is_kept_within_five_percent(value: float) -> None:
    assert middle("total", bin_of("total", value)) == pytest.approx(value, rel=0.05)


def test_the_ends_of_the_scales() -> None:
    assert bin_of("total", 0.0) == bin_of("total", 1.0) == 0
    assert bin_of("total", 1e9) == bin_of("total", 300_000)
    assert (bin_of("intent", 0.0), bin_of("intent", 1.0), bin_of("intent", -0.1)) == (0, 149, 0)
    assert middle("intent", bin_of("intent", 0.83)) == pytest.approx(0.83, abs=0.004)


def test_percentiles_and_means_are_those_of_the_values() -> None:
    draw = np.random.default_rng(1)
    for name, values in (("total", draw.lognormal(6, 1, 2_000)), ("intent", draw.beta(8, 1, 2_000))):
        bins: dict[int, int] = {}
        for value in values:
            bins[bin_of(name, value)] = bins.get(bin_of(name, value), 0) + 1
        kept = Histogram(name, bins)
        assert kept.n == 2_000
        assert kept.mean == pytest.approx(values.mean(), rel=0.02)
        for share in (0.5, 0.95):
            assert kept.quantile(share) == pytest.approx(np.quantile(values, share), rel=0.06)
    assert math.isnan(Histogram("total", {}).mean)
    assert math.isnan(Histogram("total", {}).quantile(0.5))
