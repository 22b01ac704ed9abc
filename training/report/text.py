"""What a report shows in words and tables: bars, confusion matrix, aligned words. Draws nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import jiwer

from models.text.normalise import normalise
from training.report.figures import Estimate, Figure, number


@dataclass(frozen=True, slots=True)
class Bar:
    """An estimate on a row's scale, all in percent of its width."""

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
    """Both estimates on one scale: to 1 for shares near it, else to a little more than the largest."""
    estimates = [e for e in (figure.tuned, figure.base) if e]
    most = max(e.high for e in estimates)
    scale = most * 1.05 if figure.unit or most < 0.5 or most > 1 else 1.0
    bars = [_bar(e, scale) for e in estimates]
    return FigureRow(figure, _change(figure), bars[0], bars[1] if figure.base else None)


def _bar(estimate: Estimate, scale: float) -> Bar:
    size = 100 / scale if scale > 0 else 0.0
    return Bar(estimate.value * size, estimate.low * size, max(0.6, (estimate.high - estimate.low) * size))


def _change(figure: Figure) -> str:
    if figure.base is None:
        return ""
    by = figure.tuned.value - figure.base.value
    if not by:
        return "the same"
    sign = "+" if by > 0 else "−"
    share = f" ({sign}{abs(by) / abs(figure.base.value):.0%})" if figure.base.value else ""
    return f"{sign}{number(abs(by))}{share}"


@dataclass(frozen=True, slots=True)
class Matrix:
    """A confusion matrix of the labels that are confused."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    """(truth, predicted)"""
    shares: tuple[tuple[float, ...], ...]
    """Of all the truth's examples, those outside the matrix too."""
    left_out: int
    """Labels that are not shown."""
    pairs: tuple[tuple[str, str, int], ...]
    """Truth, predicted, how often: the commonest mistakes, of all labels."""


def matrix(truth: Sequence[str], predicted: Sequence[str], most: int) -> Matrix:
    """Of few labels all; of many the `most` that are confused most often, in the alphabet's order."""
    together = Counter(zip(truth, predicted, strict=True))
    mistakes = Counter({pair: n for pair, n in together.items() if pair[0] != pair[1]})
    labels = sorted(set(truth) | set(predicted))
    shown = labels
    if len(labels) > most:
        wrong: Counter[str] = Counter()
        for pair, n in mistakes.items():
            for label in pair:
                wrong[label] += n
        # among equals the alphabet decides, so that the same run gives the same page
        shown = sorted(sorted(labels, key=lambda label: (-wrong[label], label))[:most])
    totals = Counter(truth)
    counts = tuple(tuple(together[t, p] for p in shown) for t in shown)
    shares = tuple(
        tuple(n / totals[t] if totals[t] else 0.0 for n in row) for t, row in zip(shown, counts, strict=True)
    )
    ranked = sorted(mistakes.items(), key=lambda item: (-item[1], item[0]))
    pairs = tuple((t, p, n) for (t, p), n in ranked[:12])
    return Matrix(tuple(shown), counts, shares, len(labels) - len(shown), pairs)


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of two texts, aligned."""

    change: str
    """equal, substitute, delete or insert."""
    said: str
    heard: str


def aligned(said: str, heard: str) -> tuple[Words, ...]:
    """Where two texts differ, as the word error rate counts it: normalised, word by word."""
    reference, hypothesis = normalise(said), normalise(heard)
    if not reference:
        return (Words("insert", "", hypothesis),) if hypothesis else ()
    found = jiwer.process_words(reference, hypothesis)
    one, two = found.references[0], found.hypotheses[0]
    return tuple(
        Words(
            chunk.type,
            " ".join(one[chunk.ref_start_idx : chunk.ref_end_idx]),
            " ".join(two[chunk.hyp_start_idx : chunk.hyp_end_idx]),
        )
        for chunk in found.alignments[0]
    )
