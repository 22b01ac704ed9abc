"""The sections of a report, as plain data. Draws nothing and reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from training.report.figures import Figure


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with a text each, such as the command and the data of a run."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Prose."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; long tables scroll."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Baseline beside model, with intervals; the first table of a report is shown large at its top."""

    title: str
    figures: tuple[Figure, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its caption, once for a light and once for a dark page."""

    caption: str
    light: str
    """SVG."""
    dark: str


@dataclass(frozen=True, slots=True)
class Charts:
    """Drawings side by side, with their data as a table where there are few points."""

    title: str
    charts: tuple[Chart, ...]
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Confusion:
    """A confusion matrix of the labels that are confused."""

    title: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    """(truth, predicted)"""
    shares: tuple[tuple[float, ...], ...]
    """Of all examples of the truth, those outside the matrix included."""
    left_out: int
    """Labels that are not shown."""
    pairs: tuple[tuple[str, str, int], ...]
    """Truth, predicted, count: the commonest mistakes among all labels."""


@dataclass(frozen=True, slots=True)
class Case:
    """One example that went wrong."""

    reference: str
    output: str
    """The model's output."""
    before: str | None = None
    """The baseline's output."""
    note: str = ""
    """File, speaker, score."""
    sound: Path | None = None
    language: str | None = None
    """Of the texts, ISO 639-1; English where None."""


@dataclass(frozen=True, slots=True)
class WorstCases:
    """The worst mistakes, with their sound."""

    title: str
    cases: tuple[Case, ...]
    note: str = ""


Section = Facts | Text | Table | FigureTable | Charts | Confusion | WorstCases


@dataclass(frozen=True, slots=True)
class Report:
    """A page."""

    title: str
    sections: Sequence[Section]
    subtitle: str = ""
    made: datetime | None = None
    """Now where None."""
    base: str = "untouched base"
    """What the model is compared with."""
