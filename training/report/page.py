"""A run's report: one HTML file that needs nothing else, for a person to look at.

    page.write(run, Report("Recognizer", [*figures_of(scores), curves_of(run)], subtitle="…"))

Knows no model. A page with sound in it is readable by its owner alone.
"""

from __future__ import annotations

import base64
import io
from datetime import datetime
from pathlib import Path

from models import audio
from models.files import write_text
from training.evaluation.types import number
from training.report import text
from training.report.sections import FigureTable, Report, WorstCases

FILE = "report.html"
MOST_SOUND_S = 600.0
"""Of sound in one page, about 20 MB; later cases are listed without it."""


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
    """Whether a recording is in it."""
    return any(c.sound for s in report.sections if isinstance(s, WorstCases) for c in s.cases)


def html(report: Report) -> str:
    """The page as text; it fetches nothing."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("training.report", ""), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"number": number, "row": text.figure_row, "data_uri": _data_uri}
    return environment.get_template("page.html.jinja").render(
        report=report,
        made=report.made or datetime.now().astimezone(),
        tiles=next((s.figures[:4] for s in report.sections if isinstance(s, FigureTable)), ()),
        sections=[(type(section).__name__, section) for section in report.sections],
        aligned=text.aligned,
        sound=_Budget(MOST_SOUND_S).sound,
    )


def _data_uri(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


class _Budget:
    """The seconds of sound that still fit into the page."""

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
