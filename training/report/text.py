"""A report's bars and aligned words. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass

import jiwer

from models.text.normalise import normalise, spaced
from training.evaluation.types import Metric, number
from training.report.figures import Figure


@dataclass(frozen=True, slots=True)
class Bar:
    """A metric on a row's scale, all in percent of its width."""

    at: float
    low: float
    width: float


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as the page shows it."""

    figure: Figure
    change: str
    """Of the base's value, in words."""
    tuned: Bar
    base: Bar | None


def figure_row(figure: Figure) -> FigureRow:
    """Both metrics on one scale: to 1 for shares near it, else to a little more than the largest."""
    found = [m for m in (figure.tuned, figure.base) if m]
    most = max(m.ends[1] for m in found)
    scale = most * 1.05 if figure.unit or most < 0.5 or most > 1 else 1.0
    bars = [_bar(m, scale) for m in found]
    return FigureRow(figure, _change(figure), bars[0], bars[1] if figure.base else None)


def _bar(metric: Metric, scale: float) -> Bar:
    size = 100 / scale if scale > 0 else 0.0
    low, high = metric.ends
    return Bar(metric.value * size, low * size, max(0.6, (high - low) * size))


def _change(figure: Figure) -> str:
    if figure.base is None:
        return ""
    by = figure.tuned.value - figure.base.value
    if not by:
        return "unchanged"
    sign = "+" if by > 0 else "−"
    share = f" ({sign}{abs(by) / abs(figure.base.value):.0%})" if figure.base.value else ""
    return f"{sign}{number(abs(by))}{share}"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of two aligned texts."""

    change: str
    """equal, substitute, delete or insert."""
    reference: str
    output: str


def aligned(reference: str, output: str, language: str | None = None) -> tuple[Words, ...]:
    """The differences of two texts as the error rate counts them: normalised, word by word; character by
    character in a language (ISO 639-1) without spaces."""
    truth, hypothesis = normalise(reference, language), normalise(output, language)
    between = " " if spaced(language) else ""
    if not between:
        truth, hypothesis = " ".join(truth.replace(" ", "")), " ".join(hypothesis.replace(" ", ""))
    if not truth:
        return (Words("insert", "", between.join(hypothesis.split())),) if hypothesis else ()
    found = jiwer.process_words(truth, hypothesis)
    one, two = found.references[0], found.hypotheses[0]
    return tuple(
        Words(
            chunk.type,
            between.join(one[chunk.ref_start_idx : chunk.ref_end_idx]),
            between.join(two[chunk.hyp_start_idx : chunk.hyp_end_idx]),
        )
        for chunk in found.alignments[0]
    )
