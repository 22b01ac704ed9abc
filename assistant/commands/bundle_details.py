"""A bundle's training data and metrics, read from its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from models.bundles import bundle
from models.bundles.bundle import Bundle
from models.checkpoint import read_json
from models.weights import store

METRICS = "metrics.json"
_SHOWN = {
    "recognizer": {"wer": "word error rate"},
    "classifier": {"intent_accuracy": "intent accuracy", "slot_f1": "slot F1"},
    "generator": {"slot_error_rate": "slot error rate", "unsupported": "hallucinated replies"},
}
"""Part → its headline metrics, by their keys in `metrics.json`."""


@dataclass(frozen=True, slots=True)
class BundleFigure:
    """One metric of a model, and its value before the training."""

    model: str
    figure: str
    on: str
    """Name of the test data; empty where the file does not say."""
    value: float
    interval: tuple[float, float] | None = None
    before: float | None = None
    n: int | None = None

    def __str__(self) -> str:
        value = f"{self.value:.3f}"
        return f"{value} [{self.interval[0]:.3f}, {self.interval[1]:.3f}]" if self.interval else value


def details(each: Bundle) -> dict[str, Any]:
    """Fields of `show --json`: `made`, `learned_from` (a number of recordings), `data`, `figures`.

    Raises:
        CheckpointError: a metrics file cannot be read.
    """
    whole = read_json(each.folder / METRICS, optional=True)
    learned = read_json(each.folder / store.LEARNED_FROM, optional=True)
    return {
        "made": whole.get("made"),
        "learned_from": len(learned["recordings"]) if "recordings" in learned else None,
        "data": whole.get("data") or [*_data(each)],
        "figures": [asdict(f) for f in figures(each, whole)],
    }


def figures(each: Bundle, whole: dict[str, Any]) -> Iterator[BundleFigure]:
    """The bundle's own metrics, or those of its parts where it has none."""
    for row in whole.get("figures", ()):
        interval = row.get("interval")
        yield BundleFigure(
            row["model"], row["figure"], row["on"], row["value"],
            (interval[0], interval[1]) if interval else None, row.get("before"), row.get("n"),
        )  # fmt: skip
    if whole.get("figures"):
        return
    for part, model in bundle.parts(each):
        metrics = read_json(Path(model) / METRICS, optional=True)
        for key, title in _SHOWN[part].items():
            if metrics.get(key) is not None:
                before = metrics.get("baseline", {}).get(key)
                interval = metrics.get(f"{key}_ci")
                yield BundleFigure(
                    part, title, "its test data", metrics[key],
                    (interval[0], interval[1]) if interval else None, before, metrics.get(f"{key}_n"),
                )  # fmt: skip


def table(rows: Iterator[BundleFigure]) -> Table:
    """The metrics for a person."""
    made = Table(box=None, header_style="dim", pad_edge=False)
    for heading in ("model", "figure", "on", "before", "this bundle", "n"):
        made.add_column(heading, justify="right" if heading == "n" else "left")
    for f in rows:
        before = "–" if f.before is None else f"{f.before:.3f}"
        made.add_row(f.model, f.figure, f.on, before, f"[bold]{f}[/]", "" if f.n is None else f"{f.n:,}")
    return made


def _data(each: Bundle) -> Iterator[str]:
    """The test sets of each part, which name the corpora that it was trained on."""
    for part, model in bundle.parts(each):
        manifests = read_json(Path(model) / METRICS, optional=True).get("manifests", {})
        names = [name for name in manifests if name]
        if names:
            yield f"{part}: {', '.join(names)} ({Path(model) / 'README.md'})"
