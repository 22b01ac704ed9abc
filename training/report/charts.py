"""A report's charts, by matplotlib as SVG, once in the colours of a light page and once of a dark one.

Knows metrics and logs, no page.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from training.evaluation.types import Metric, Metrics
from training.report.sections import Chart
from training.trainer.log import Log

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TUNED, BASE, MARK = "C0", "C1", "C2"
"""Colours of the cycle below."""
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "report", "text.parse_math": False, "font.size": 10.0,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "axes.axisbelow": True,
    "grid.linewidth": 0.6, "xtick.major.size": 0.0, "ytick.major.size": 0.0, "legend.frameon": False,
    "lines.linewidth": 1.8, "lines.markersize": 5.0, "figure.constrained_layout.use": True,
    "figure.figsize": (5.2, 3.3), "savefig.transparent": True,
}  # fmt: skip
_LIGHT = ("#22262b", "#dedbd3", ("#0b7a75", "#8a8f98", "#b4530a", "#6b4fa0", "#2f6db5", "#a8457c"))
_DARK = ("#e6e3dc", "#343a40", ("#45c4bb", "#8d959e", "#f0a35e", "#b79df0", "#7db4f5", "#ee8fc0"))
"""Ink, lines, and the cycle: those of `page.html.jinja`."""
_MOST_GROUPS = 40
_BINS = 10
_DOTTED, _DASHED = (0, (2, 3)), (0, (4, 4))


def curves(log: Log) -> list[Chart]:
    """Training loss by step, and the validation scores by epoch."""
    charts = []
    if log.steps:
        steps, losses = [s.step for s in log.steps], np.array([s.loss for s in log.steps])

        def loss(figure: Figure) -> None:
            axes = figure.subplots()
            axes.plot(steps, losses, color=TUNED, alpha=0.25, linewidth=0.8)
            axes.plot(steps, _smooth(losses), color=TUNED)
            low, high = float(losses.min()), float(np.percentile(losses, 99.5))  # one wild step decides none
            room = 0.06 * (high - low or 1.0)
            axes.set(xlabel="step", ylabel="loss", ylim=(low - room, high + room))
            axes.locator_params(axis="x", integer=True)

        charts.append(_chart("Training loss: each step, and smoothed.", loss))
    if log.epochs:
        names = [n for n in log.epochs[0].scores if n != "score"] or ["score"]
        for title, group in _sharing_an_axis(names, log):
            caption = f"Validation, {title}; the dotted line marks the epoch that was kept."
            charts.append(_chart(caption, lambda f, t=title, g=group: _validation(f, log, t, g)))  # type: ignore[misc]
    return charts


def _validation(figure: Figure, log: Log, title: str, names: Sequence[str]) -> None:
    axes = figure.subplots()
    for name in names:
        values = [e.scores.get(name, np.nan) for e in log.epochs]
        axes.plot([e.epoch + 1 for e in log.epochs], values, marker="o", label=name)
    best = max(log.epochs, key=lambda e: e.scores["score"])
    axes.axvline(best.epoch + 1, color=MARK, linewidth=1, linestyle=_DOTTED)
    axes.set(xlabel="epoch", ylabel=title, xlim=(0.5, log.epochs[-1].epoch + 1.5))
    axes.locator_params(axis="x", integer=True)
    _legend(axes, len(names))


def learning(rate: str, points: Sequence[tuple[int, Metric]]) -> list[Chart]:
    """The rate by the number of examples learned from, with its interval."""
    if not points:
        return []
    numbers, metrics = zip(*points, strict=True)

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        low, high = zip(*(m.ends for m in metrics), strict=True)
        axes.fill_between(numbers, low, high, color=TUNED, alpha=0.15, linewidth=0)
        axes.plot(numbers, [m.value for m in metrics], color=TUNED, marker="o")
        axes.set(xlabel="recordings learned from", ylabel=rate)
        axes.set_ylim(bottom=0)
        axes.locator_params(axis="x", integer=True)

    values = ", ".join(f"{n}: {m.value:.3f}" for n, m in points)
    caption = f"{rate.capitalize()} by recordings learned from ({values}); the band is its interval."
    return [_chart(caption, draw)]


def calibration(
    confidences: Sequence[float], right: Sequence[bool], thresholds: Mapping[str, float]
) -> list[Chart]:
    """Reliability diagram over a histogram, and risk by coverage."""
    if not confidences:
        return []
    sure, hits = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    return [
        _chart(
            "Reliability: on the dashed line, confidence is the share that is right; below, the share of "
            "sentences by confidence.",
            lambda figure: _reliability(figure, sure, hits, thresholds),
        ),
        _chart(
            "Risk by coverage: the share of wrong answers when only the surest are given.",
            lambda figure: _risk(figure, sure, hits, thresholds),
        ),
    ]


def _reliability(
    figure: Figure, sure: NDArray[np.float64], hits: NDArray[np.float64], marks: Mapping[str, float]
) -> None:
    which = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    counts = np.bincount(which, minlength=_BINS)
    there = np.flatnonzero(counts)
    means = np.array([sure[which == b].mean() for b in there])
    rates = np.array([hits[which == b].mean() for b in there])
    error = 1.96 * np.sqrt(rates * (1 - rates) / counts[there])
    figure.set_size_inches(5.2, 3.9)
    axes, bars = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": (3.2, 1)})
    axes.plot([0, 1], [0, 1], color="gray", linewidth=1, linestyle=_DASHED)
    axes.errorbar(means, rates, yerr=error, color=TUNED, marker="o", linewidth=1.6, elinewidth=1)
    for name, at in marks.items():
        axes.axvline(at, color=MARK, linewidth=1, linestyle=_DOTTED)
        axes.annotate(f"{name} {at:.2f}", (at, 0.03), xytext=(3, 0), textcoords="offset points", rotation=90)
    axes.set(ylabel="share that is right", ylim=(0, 1.02))
    bars.bar((np.arange(_BINS) + 0.5) / _BINS, counts / counts.sum(), width=0.085, color=TUNED, alpha=0.55)
    bars.set(xlabel="confidence", ylabel="share", xlim=(0, 1))
    bars.locator_params(axis="y", nbins=2)


def _risk(
    figure: Figure, sure: NDArray[np.float64], hits: NDArray[np.float64], marks: Mapping[str, float]
) -> None:
    order = np.argsort(-sure, kind="stable")
    numbers = np.arange(1, len(order) + 1)
    risk = np.cumsum(1 - hits[order]) / numbers
    axes = figure.subplots()
    axes.plot(numbers / len(order), risk, color=TUNED)
    for name, threshold in marks.items():
        if covered := int((sure >= threshold).sum()):
            at = (covered / len(order), float(risk[covered - 1]))
            axes.plot(*at, marker="o", color=MARK)
            axes.annotate(
                f"{name} {threshold:.2f}", at, xytext=(-6, 10), textcoords="offset points", ha="right"
            )
    axes.set(xlabel="share that is answered, the surest first", ylabel="share of them that is wrong",
             xlim=(0, 1.02), ylim=(0, max(0.02, float(risk[len(risk) // 20 :].max()) * 1.15)))  # fmt: skip


def groups(rate: str, found: Sequence[tuple[str, int, Metric, Metric | None]]) -> list[Chart]:
    """A row for each speaker or group, worst first: the rate with its interval, and the baseline's.

    Arguments:
        found: name, utterances, the model's rate and the baseline's.
    """
    shown = found[:_MOST_GROUPS]
    if not shown:
        return []

    def draw(figure: Figure) -> None:
        figure.set_size_inches(5.2, 0.9 + 0.24 * len(shown))
        axes, rows = figure.subplots(), range(len(shown) - 1, -1, -1)
        for row, (_, _, tuned, base) in zip(rows, shown, strict=True):
            axes.plot(tuned.ends, [row, row], color=TUNED, alpha=0.35, linewidth=4)
            if base:
                axes.plot([base.value, tuned.value], [row, row], color="gray", linewidth=0.7)
        before = [(base.value, row) for row, (*_, base) in zip(rows, shown, strict=True) if base]
        if before:
            values, at = zip(*before, strict=True)
            axes.scatter(values, at, color=BASE, s=26, label="base", zorder=3)
        axes.scatter([t.value for _, _, t, _ in shown], rows, color=TUNED, s=26, label="fine-tuned", zorder=4)
        axes.set_yticks(rows, [f"{name} ({n})" for name, n, _, _ in shown])
        axes.set(xlabel=rate, ylim=(-0.7, len(shown) - 0.3))
        axes.set_xlim(left=0)
        axes.grid(visible=False, axis="y")
        if before:
            _legend(axes, 2)

    more = f" The {_MOST_GROUPS} worst of {len(found)}." if len(found) > len(shown) else ""
    return [_chart(f"{rate[0].upper()}{rate[1:]} with 95 % intervals; in brackets, utterances.{more}", draw)]


def ranked(
    found: Mapping[str, Metrics], before: Mapping[str, Metrics], key: str
) -> list[tuple[str, int, Metric, Metric | None]]:
    """Speakers or groups for `groups`, the highest rate first."""
    rows = [
        (name, m.n, m[key], before[name].rates.get(key) if name in before else None)
        for name, m in found.items()
        if key in m
    ]
    return sorted(rows, key=lambda row: -row[2].value)


# ── drawing ──────────────────────────────────────────────────────────────────


def _chart(caption: str, draw: Callable[[Figure], None]) -> Chart:
    return Chart(caption, _svg(draw, *_LIGHT), _svg(draw, *_DARK))


def _svg(draw: Callable[[Figure], None], ink: str, lines: str, cycle: Sequence[str]) -> str:
    import matplotlib
    from cycler import cycler
    from matplotlib.figure import Figure

    colours: dict[Any, Any] = {
        "text.color": ink, "axes.labelcolor": ink, "xtick.color": ink, "ytick.color": ink,
        "axes.edgecolor": lines, "grid.color": lines, "axes.prop_cycle": cycler(color=cycle),
    }  # fmt: skip
    written = io.StringIO()
    with matplotlib.rc_context({**_SETTINGS, **colours}), warnings.catch_warnings():
        # the browser draws the letters, with its fonts
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure()
        draw(figure)
        # without a date, the same run gives the same page
        figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()


def _legend(axes: Axes, entries: int) -> None:
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(entries, 3), fontsize=9)


def _smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """A running mean over about a fiftieth of the run."""
    width = max(1, len(values) // 50)
    sums = np.cumsum(np.concatenate([[0.0], values]))
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(0, ends - width)
    mean: NDArray[np.float64] = (sums[ends] - sums[starts]) / (ends - starts)
    return mean


def _sharing_an_axis(names: Sequence[str], log: Log) -> list[tuple[str, list[str]]]:
    """Title and scores of each axis: shares together, each of the others alone."""
    shares = [n for n in names if all(0 <= e.scores.get(n, 0.0) <= 1.0 for e in log.epochs)]
    others = [(n, [n]) for n in names if n not in shares]
    return ([(shares[0] if len(shares) == 1 else "scores", shares)] if shares else []) + others
