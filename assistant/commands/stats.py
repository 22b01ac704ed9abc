"""`assistant stats`: turns, latencies and confidences by day or week, and their drift from the evaluation."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant import factory
from assistant.config import Config
from assistant.memory import drift, erasing
from assistant.memory.collecting import COUNTERS, STAGES
from assistant.memory.database import Database
from assistant.memory.drift import Comparison, Reference
from assistant.memory.statistics import CONFIDENCES, Cell, StatisticsStore, histogram, totals
from models.command_line import err
from models.errors import CheckpointError
from models.nlu import labels

Span = Literal["day", "week"]
SHOWN_DAYS: Mapping[Span, int] = {"day": 14, "week": 7 * 8}
"""How far back the table goes."""
DRIFT_DAYS = 28
"""Recent days that are compared with the evaluation."""
BARS = "▁▂▃▄▅▆▇█"
SHARES = {
    "rejected": "reject", "unheard": "unheard", "asked": "ask", "corrected": "correct", "interrupted": "cut",
    "failed": "fail",
}  # fmt: skip
"""Counter → column of its share of the turns."""
FIGURES = {
    "rejected": "not understood",
    "retried": "recognized in a second attempt",
    "intent": "confidence in intents",
    "transcript": "confidence in transcripts",
}
REASONS = {
    "rejected": "you may ask for what it cannot do, or put things as it never learned them; "
    "`assistant correct` and `assistant-train personal` teach it, `assistant explain` shows why",
    "retried": "the microphone may be far, noisy or clipped: `assistant doctor`,"
    " `assistant devices --choose`",
    "intent": "sentences are unlike those that it was tested on; `assistant correct` and"
    " `assistant-train personal` teach it",
    "transcript": "the microphone may be far, noisy or clipped (`assistant doctor`), or it does not know your"
    " voice: `assistant record`",
}


@dataclass(frozen=True, slots=True)
class Period:
    """The statistics of some days."""

    first: date
    last: date
    counts: Mapping[str, int]
    """By `assistant.memory.collecting.COUNTERS`."""
    latencies: Mapping[str, tuple[float, float]]
    """Stage → p50 and p95 in milliseconds; stages without any are left out."""
    confidences: Mapping[str, float]
    """Histogram → mean."""


def print_statistics(config: Config, console: Console, *, by: Span, json_lines: bool) -> None:
    """Print the statistics, and a warning for each figure that has drifted.

    Raises:
        StateError: the memory cannot be read.
        CheckpointError: a model in use is missing or damaged.
    """
    today = date.today()
    cells = StatisticsStore(Database()).read(today - timedelta(days=max(SHOWN_DAYS[by], DRIFT_DAYS)))
    mark = factory.mark(config)
    recent = {
        cell: n
        for cell, n in cells.items()
        if cell.models == mark and cell.day > today - timedelta(days=DRIFT_DAYS)
    }
    reference = reference_of(config)
    compared = drift.compare(
        totals(recent, COUNTERS), {name: histogram(recent, name) for name in CONFIDENCES}, reference
    )
    rows = [summary(first, last, part) for first, last, part in split(cells, by, today)]
    if json_lines:
        print_lines(rows, by, compared, mark)
        return
    if not rows:
        kept = "No turns have been counted yet." if config.keep_statistics else "Statistics are switched off."
        console.print(kept, style="dim")
        return
    console.print(table(rows, by))
    console.print(latencies(recent), confidences(recent))
    console.print(drift_table(compared, mark, reference))
    for warning in warnings(compared):
        console.print(warning, style="yellow", markup=False, soft_wrap=True)


def reset_statistics(console: Console) -> None:
    """Delete all statistics.

    Raises:
        StateError: the memory cannot be written.
    """
    erasing.erase(Database(), "statistics")
    console.print("The statistics were deleted.", style="dim")


def reference_of(config: Config) -> Reference:
    """The evaluation of the models in use; empty, with a notice, where its files are damaged."""
    chosen = factory.models(config)
    folder = Path(chosen.classifier)
    try:
        least = labels.read(folder).thresholds.reject if folder.is_dir() else 0.0
        return drift.read_reference(folder, Path(chosen.recognizer), least)
    except CheckpointError as error:
        err.print(str(error), style="yellow", markup=False, soft_wrap=True)
        return Reference()


def split(
    cells: Mapping[Cell, int], by: Span, today: date
) -> Iterator[tuple[date, date, Mapping[Cell, int]]]:
    """The days or weeks that have any turns, the latest first, with their first and last day."""
    first = today - timedelta(days=today.weekday() if by == "week" else 0)
    length = timedelta(days=7 if by == "week" else 1)
    oldest = min((cell.day for cell in cells), default=today)
    while first + length > oldest:
        part = {cell: count for cell, count in cells.items() if first <= cell.day < first + length}
        if part:
            yield first, min(first + length - timedelta(days=1), today), part
        first -= length


def summary(first: date, last: date, cells: Mapping[Cell, int]) -> Period:
    """The statistics of the cells."""
    timed = {name: histogram(cells, name) for name in STAGES}
    sure = {name: histogram(cells, name) for name in CONFIDENCES}
    return Period(
        first,
        last,
        totals(cells, COUNTERS),
        {name: (found.quantile(0.5), found.quantile(0.95)) for name, found in timed.items() if found.n},
        {name: found.mean for name, found in sure.items() if found.n},
    )


def print_lines(rows: list[Period], by: Span, compared: list[Comparison], mark: str) -> None:
    """One JSON line per row, then one per compared figure."""
    for row in rows:
        line: dict[str, Any] = {by: row.first.isoformat(), "last": row.last.isoformat(), **row.counts}
        line["latencies_ms"] = {
            name: {"p50": round(p50, 1), "p95": round(p95, 1)} for name, (p50, p95) in row.latencies.items()
        }
        line["confidences"] = {name: round(mean, 4) for name, mean in row.confidences.items()}
        print(json.dumps(line), flush=True)
    for one in compared:
        print(
            json.dumps({"drift": one.figure, "models": mark, "days": DRIFT_DAYS, **asdict(one)}), flush=True
        )


def table(rows: list[Period], by: Span) -> Table:
    """A row per day or week."""
    grid = Table(by, "turns", *SHARES.values(), "p50", "p95", box=None, header_style="dim")
    for row in rows:
        turns = row.counts["turns"]
        shares = [f"{row.counts[name] / turns:.0%}" if turns else "" for name in SHARES]
        middle, late = row.latencies.get("total", (math.nan, math.nan))
        grid.add_row(f"{row.first:%d %b}", str(turns), *shares, _ms(middle), _ms(late))
    return grid


def latencies(cells: Mapping[Cell, int]) -> Table:
    """A row per stage, of the recent days."""
    grid = Table("stage", "p50", "p95", "turns", box=None, header_style="dim")
    for name in STAGES:
        if (found := histogram(cells, name)).n:
            stage = name.replace("_", " ")
            grid.add_row(stage, _ms(found.quantile(0.5)), _ms(found.quantile(0.95)), str(found.n))
    return grid


def confidences(cells: Mapping[Cell, int]) -> Table:
    """The distribution of confidences from 0 to 1 in tenths, of the recent days."""
    grid = Table("confidence", "0 … 1", "mean", box=None, header_style="dim")
    for name in CONFIDENCES:
        if (found := histogram(cells, name)).n:
            tenths = [0] * 10
            for bin, count in found.bins.items():
                tenths[min(bin // 15, 9)] += count
            most = max(tenths)
            bars = "".join(BARS[math.ceil(7 * n / most)] if n else " " for n in tenths)
            grid.add_row(name, bars, f"{found.mean:.2f}")
    return grid


def drift_table(compared: list[Comparison], mark: str, reference: Reference) -> Table | Text:
    """The figures of the recent days beside those of the evaluation."""
    if not compared:
        lacks = "" if reference != Reference() else "; these models have no held-out evaluation"
        return Text(f"Nothing to compare yet for {mark}, the models in use{lacks}.", style="dim")
    grid = Table(f"{mark}, {DRIFT_DAYS} days", "evaluation", "yours", "", box=None, header_style="dim")
    for one in compared:
        said = f"p = {one.p:.2g}"
        if one.interval is not None:
            said += f", {one.interval[0]:+.3f} to {one.interval[1]:+.3f}"
        style = "yellow" if one.drifted else "green"
        grid.add_row(
            FIGURES[one.figure], f"{one.evaluation:.3f} ({one.evaluation_n})", f"{one.own:.3f} ({one.own_n})",
            Text(said, style=style),
        )  # fmt: skip
    return grid


def warnings(compared: list[Comparison]) -> list[str]:
    """A sentence for each figure that has drifted."""
    return [
        f"Drift: {FIGURES[one.figure]} {one.own:.1%} of {one.own_n}, in the evaluation {one.evaluation:.1%}"
        f" of {one.evaluation_n}, beyond chance; {REASONS[one.figure]}."
        for one in compared
        if one.drifted
    ]


def _ms(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.0f} ms"
