"""Figures of a bundle before and after its export, as a table, and the losses beyond a margin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rich.table import Table

Variant = Literal["before", "cpu", "gpu", "onnx"]
VARIANTS: Mapping[Variant, str] = {
    "before": "before: float32", "cpu": "CPU: int8", "gpu": "GPU: half", "onnx": "ONNX",
}  # fmt: skip
"""Variant → its heading."""
POINT = 0.01
TOLERANCE = 1e-9
"""Of the comparison with the margin: rounding, no loss."""


@dataclass(frozen=True, slots=True)
class ExportFigure:
    """One figure of every variant that has it."""

    name: str
    values: Mapping[Variant, float]
    on: str = ""
    """The manifest; empty for a figure of the machine."""
    better: Literal["lower", "higher", ""] = ""
    """Empty where a change is no loss."""
    share: bool = False
    """Whether it is a share of 1."""

    def loss(self, variant: Variant) -> float:
        """By how much a variant is worse than before; negative where it is better."""
        if not self.better or not {"before", variant} <= self.values.keys():
            return 0.0
        change = self.values[variant] - self.values["before"]
        return change if self.better == "lower" else -change

    def shown(self, variant: Variant) -> str:
        """The value for a person."""
        if (value := self.values.get(variant)) is None:
            return "–"
        return f"{value:.4f}" if self.share else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def losses(figures: Iterable[ExportFigure], margin: float) -> tuple[str, ...]:
    """A sentence without a full stop for each figure that is worse than before by more than the margin.

    Arguments:
        margin: as a share of 1.
    """
    found = []
    for figure in figures:
        for variant, heading in VARIANTS.items():
            if (loss := figure.loss(variant)) > margin + TOLERANCE:
                found.append(
                    f"{figure.name} on {figure.on} ({heading}) is worse by {loss / POINT:.1f} points "
                    f"({figure.shown('before')} before, {figure.shown(variant)} now),"
                    f" beyond the margin of {margin / POINT:g}"
                )
    return tuple(found)


def table(figures: Sequence[ExportFigure]) -> Table:
    """The figures for the terminal."""
    made = Table("figure", "on", *VARIANTS.values())
    for row in _rows(figures):
        made.add_row(*row)
    return made


def markdown(figures: Sequence[ExportFigure]) -> str:
    """The figures as a Markdown table."""
    heading = ("figure", "on", *VARIANTS.values())
    rows = [heading, ("---",) * len(heading), *_rows(figures)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def to_json(figures: Iterable[ExportFigure]) -> list[dict[str, Any]]:
    """The figures for `json.dumps`."""
    return [asdict(figure) for figure in figures]


def _rows(figures: Iterable[ExportFigure]) -> Iterable[tuple[str, ...]]:
    return ((f.name, f.on or "–", *(f.shown(variant) for variant in VARIANTS)) for f in figures)
