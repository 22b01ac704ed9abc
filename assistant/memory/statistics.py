"""Statistics without words: counts and histograms by day, command and models, in the owner's database."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.memory.database import Database

KEPT_DAYS = 366
"""Older days are deleted."""
GROWTH = 1.1
"""Ratio of a latency bin's upper limit to its lower one: a percentile is wrong by 5 % at most."""
SLOWEST_MS = 300_000.0
CONFIDENCE_BINS = 150
"""Bins of equal width, ten in each bin of a classifier's reliability diagram."""
CONFIDENCES = ("transcript", "intent")
"""Histograms of confidences; all others are of milliseconds."""
_TABLE = (
    "CREATE TABLE IF NOT EXISTS statistics (day TEXT, command TEXT, models TEXT, name TEXT, bin INTEGER,"
    " count INTEGER NOT NULL, PRIMARY KEY (day, command, models, name, bin)) WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One counter of one day, or one bin of a histogram."""

    day: date
    command: str
    """`talk`, `text`, `hear` or `serve`."""
    models: str
    """The bundle in use, and a mark of models that are not its own."""
    name: str
    bin: int = 0
    """0 for a counter."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """The values of one kind, by bin."""

    name: str
    bins: Mapping[int, int]

    @property
    def n(self) -> int:
        """Number of values."""
        return sum(self.bins.values())

    @property
    def mean(self) -> float:
        """Mean of the bins' middles; not a number where there is no value."""
        if not self.n:
            return math.nan
        return sum(middle(self.name, bin) * count for bin, count in self.bins.items()) / self.n

    def quantile(self, share: float) -> float:
        """The middle of the bin that a share of the values does not exceed; not a number without values."""
        wanted, passed = share * self.n, 0
        for bin, count in sorted(self.bins.items()):
            passed += count
            if passed >= wanted:
                return middle(self.name, bin)
        return math.nan


class StatisticsStore:
    """The table of the statistics."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.declare(_TABLE)

    def add(self, cells: Mapping[Cell, int]) -> None:
        """Add to counters, and delete days beyond `KEPT_DAYS`.

        Raises:
            StateError: the file cannot be read or written.
        """
        rows = [
            (cell.day.isoformat(), cell.command, cell.models, cell.name, cell.bin, count)
            for cell, count in cells.items()
        ]
        with self._database.open() as connection:
            connection.executemany(
                "INSERT INTO statistics VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET count = count + excluded.count",
                rows,
            )
            oldest = max(cell.day for cell in cells) - timedelta(days=KEPT_DAYS)
            connection.execute("DELETE FROM statistics WHERE day < ?", (oldest.isoformat(),))

    def read(self, since: date) -> Counter[Cell]:
        """The counters from a day on; none where there is no file.

        Raises:
            StateError: the file cannot be read.
        """
        if not self._database.file.exists():
            return Counter()
        query = "SELECT day, command, models, name, bin, count FROM statistics WHERE day >= ?"
        with self._database.open() as connection:
            rows = connection.execute(query, (since.isoformat(),)).fetchall()
        return Counter({Cell(date.fromisoformat(day), *key): count for day, *key, count in rows})


def bin_of(name: str, value: float) -> int:
    """The bin of a confidence from 0 to 1, or of milliseconds."""
    if name in CONFIDENCES:
        return min(int(max(value, 0.0) * CONFIDENCE_BINS), CONFIDENCE_BINS - 1)
    return math.ceil(math.log(min(max(value, 1.0), SLOWEST_MS)) / math.log(GROWTH))


def middle(name: str, bin: int) -> float:
    """The middle of a bin: a confidence, or milliseconds."""
    return (bin + 0.5) / CONFIDENCE_BINS if name in CONFIDENCES else GROWTH ** (bin - 0.5)


def totals(cells: Mapping[Cell, int], names: Iterable[str]) -> dict[str, int]:
    """The counters of these names, over all cells."""
    found = Counter[str]()
    for cell, count in cells.items():
        found[cell.name] += count
    return {name: found[name] for name in names}


def histogram(cells: Mapping[Cell, int], name: str) -> Histogram:
    """The histogram of a name, over all cells."""
    bins = Counter[int]()
    for cell, count in cells.items():
        if cell.name == name:
            bins[cell.bin] += count
    return Histogram(name, bins)
