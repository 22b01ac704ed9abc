"""A run's report: one HTML file that needs nothing else, for a person to look at.

    report.write(run_folder, Report("Recognizer", (figures_of(metrics), curves_of(run_folder)), subtitle="…"))

A section is a frozen dataclass; `report_parts` makes them from what a recipe has, `report_charts` draws, and
`page.html.jinja` is the page. Knows no model. A page with sound in it is for its owner's eyes alone.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from models import audio
from models.files import write_text
from training.report.figures import Estimate, Figure, number
from training.trainer.log import Log

FILE = "report.html"
MOST_SOUND_S = 600.0
"""Of sound in one page, about 20 MB; what comes later is listed without it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What, when, on which data, by which command: a name and a text each."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Prose, a paragraph each."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Anything in rows; long ones scroll."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Base beside fine-tuned, with intervals; the first of a report is shown large at its top."""

    title: str
    figures: tuple[Figure, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Curves:
    """Training loss and validation scores of a run."""

    title: str
    log: Log


@dataclass(frozen=True, slots=True)
class Confusion:
    """Which labels are taken for which."""

    title: str
    truth: tuple[str, ...]
    predicted: tuple[str, ...]
    most: int = 20
    """Labels shown; where there are more, those that are confused most."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidences beside how often they were right: reliability diagram and risk-coverage curve."""

    title: str
    confidences: tuple[float, ...]
    right: tuple[bool, ...]
    thresholds: Mapping[str, float]
    """Name, such as reject → confidence, marked in both."""


@dataclass(frozen=True, slots=True)
class Group:
    """One speaker, or one group of them."""

    name: str
    n: int
    """Utterances."""
    tuned: Estimate
    base: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """A rate by speaker or by group, worst first."""

    title: str
    rate: str
    """Which, such as word error rate."""
    groups: tuple[Group, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One example that went wrong."""

    reference: str
    heard: str
    """What came out instead."""
    before: str | None = None
    """What the base model made of it."""
    note: str = ""
    """File, speaker, score."""
    sound: Path | None = None


@dataclass(frozen=True, slots=True)
class WorstCases:
    """What went wrong most, with its sound."""

    title: str
    cases: tuple[Case, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A rate after learning from so many examples."""

    n: int
    rate: Estimate


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """A rate by how many examples were learnt from."""

    title: str
    rate: str
    """Which, such as word error rate."""
    points: tuple[Point, ...]
    note: str = ""


Section = (
    Facts
    | Text
    | Table
    | FigureTable
    | Curves
    | Confusion
    | Calibration
    | Groups
    | WorstCases
    | LearningCurve
)


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


def write(folder: Path, report: Report) -> Path:
    """Write `report.html` into `folder`, readable by its owner alone where it
    holds sound, so give it the run's folder, not one that is handed on.

    Raises:
        SoundFileError: a case's sound cannot be read.
    """
    path = folder / FILE
    write_text(path, html(report), private=holds_sound(report))
    return path


def holds_sound(report: Report) -> bool:
    """Whether somebody's voice is in it."""
    return any(c.sound for s in report.sections if isinstance(s, WorstCases) for c in s.cases)


def html(report: Report) -> str:
    """The page as text; nothing in it is fetched from anywhere."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("training.report", ""), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["number"] = number
    page = environment.get_template("page.html.jinja")
    budget = _Budget(MOST_SOUND_S)
    return page.render(
        report=report,
        made=(report.made or datetime.now().astimezone()),
        tiles=next((s.figures[:4] for s in report.sections if isinstance(s, FigureTable)), ()),
        sections=[
            {"kind": type(section).__name__, "id": f"s{i}", "section": section, **_drawn(section, budget)}
            for i, section in enumerate(report.sections, start=1)
        ],
    )


class _Budget:
    """How much sound there is still room for."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    def sound(self, path: Path | None) -> str | None:
        """As a data address, in FLAC, which every browser plays."""
        if path is None:
            return None
        import soundfile

        samples = audio.load(path)
        self._left -= len(samples) / audio.SAMPLE_RATE_HZ
        if self._left < 0:
            return None
        buffer = io.BytesIO()
        soundfile.write(buffer, samples.clip(-1, 1), audio.SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_16")
        return f"data:audio/flac;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def _drawn(section: Section, budget: _Budget) -> dict[str, Any]:
    """What the page needs of a section beside its fields."""
    from training.report import charts, text

    match section:
        case FigureTable():
            return {"rows": [text.figure_row(figure) for figure in section.figures]}
        case Curves():
            return {"charts": charts.curves(section.log)}
        case Confusion():
            return {"matrix": text.matrix(section.truth, section.predicted, section.most)}
        case Calibration():
            return {"charts": charts.calibration(section.confidences, section.right, section.thresholds)}
        case Groups():
            return {"charts": charts.groups(section.rate, section.groups)}
        case LearningCurve():
            return {"charts": charts.learning(section.rate, section.points)}
        case WorstCases():
            return {
                "cases": [
                    {"case": c, "sound": budget.sound(c.sound), "words": text.aligned(c.reference, c.heard)}
                    for c in section.cases
                ]
            }
    return {}
