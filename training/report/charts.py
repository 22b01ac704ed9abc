"""A report's charts as inline SVG by matplotlib, in the page's own colours, so that they suit a dark one.

What is drawn in a name of `_COLOURS` comes out as the page's CSS variable. Knows figures, no page.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from training.trainer.log import Log

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from training.report.page import Group, Point

# colours that matplotlib writes as they are and that nothing else has
INK, FAINT, BASE, TUNED, MARK = "#010101", "#020202", "#030303", "#040404", "#050505"
SERIES = ("#040404", "#030303", "#060606", "#070707", "#080808", "#090909")
_COLOURS = {
    INK: "var(--ink)", FAINT: "var(--line)", BASE: "var(--base)", TUNED: "var(--tuned)", MARK: "var(--mark)",
    "#060606": "var(--c3)", "#070707": "var(--c4)", "#080808": "var(--c5)", "#090909": "var(--c6)",
}  # fmt: skip
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none", "text.parse_math": False, "font.size": 10.0,
    "axes.edgecolor": FAINT, "axes.labelcolor": INK,
    "text.color": INK, "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False,
    "axes.spines.right": False, "axes.grid": True, "grid.color": FAINT, "grid.linewidth": 0.6,
    "xtick.major.size": 0.0, "ytick.major.size": 0.0, "legend.frameon": False, "axes.axisbelow": True,
    "lines.linewidth": 1.8, "lines.solid_capstyle": "round",
}  # fmt: skip
_NOT_FOR_A_PAGE = re.compile(
    r'<metadata>.*?</metadata>|<style.*?</style>|(?<=<svg) xmlns:xlink="[^"]*" width="[^"]*" height="[^"]*"',
    re.DOTALL,
)
_FONT = re.compile(r'font-family: [^;"]*; ?')
_ID = re.compile(r' id="([^"]*)"')
_NAMED = re.compile(r'(?<=#)([^")]+)(?=["\)])')
_MOST_GROUPS = 40
_BINS = 10


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with what a reader who cannot see it is told."""

    caption: str
    svg: str


def curves(log: Log) -> list[Chart]:
    """Training loss by step, and the validation scores."""
    drawn = []
    if log.steps:
        steps = np.array([s.step for s in log.steps])
        losses = np.array([s.loss for s in log.steps])
        with _settings():
            drawing, axes = _drawing()
            axes.plot(steps, losses, color=TUNED, alpha=0.25, linewidth=0.8)
            axes.plot(steps, _smooth(losses), color=TUNED)
            axes.set_ylim(*_robust(losses))
            axes.set(xlabel="step", ylabel="loss")
            axes.locator_params(axis="x", integer=True)
        drawn.append(Chart("Training loss: each step, and smoothed.", _svg(drawing)))
    if log.epochs:
        names = [n for n in log.epochs[0].scores if n != "score"] or ["score"]
        for title, group in _alike(names, log):
            with _settings():
                drawing, axes = _drawing()
                for colour, name in zip(SERIES * (len(group) // len(SERIES) + 1), group, strict=False):
                    values = [e.scores.get(name, np.nan) for e in log.epochs]
                    axes.plot([e.epoch + 1 for e in log.epochs], values, marker="o", markersize=4,
                              color=colour, label=name)  # fmt: skip
                best = max(log.epochs, key=lambda e: e.scores["score"])
                axes.axvline(best.epoch + 1, color=MARK, linewidth=1, linestyle=(0, (2, 3)))
                axes.set(xlabel="epoch", ylabel=title)
                axes.set_xlim(0.5, log.epochs[-1].epoch + 1.5)
                axes.locator_params(axis="x", integer=True)
                _legend(axes, len(group))
            drawn.append(
                Chart(f"Validation, {title}; the dotted line marks the epoch that was kept.", _svg(drawing))
            )
    return drawn


def learning(rate: str, points: Sequence[Point]) -> list[Chart]:
    """The rate by the number of examples, with its interval."""
    if not points:
        return []
    numbers = [point.n for point in points]
    with _settings():
        drawing, axes = _drawing()
        low, high = [p.rate.low for p in points], [p.rate.high for p in points]
        axes.fill_between(numbers, low, high, color=TUNED, alpha=0.15, linewidth=0)
        axes.plot(numbers, [p.rate.value for p in points], color=TUNED, marker="o", markersize=5)
        axes.set(xlabel="recordings learnt from", ylabel=rate)
        axes.set_ylim(bottom=0)
        axes.locator_params(axis="x", integer=True)
    told = ", ".join(f"{p.n}: {p.rate.value:.3f}" for p in points)
    return [
        Chart(
            f"{rate.capitalize()} by recordings learnt from ({told}); the band is its interval.",
            _svg(drawing),
        )
    ]


def calibration(
    confidences: Sequence[float], right: Sequence[bool], thresholds: Mapping[str, float]
) -> list[Chart]:
    """Reliability diagram with a histogram under it, and risk by coverage."""
    if not confidences:
        return []
    sure, hits = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    return [_reliability(sure, hits, thresholds), _risk(sure, hits, thresholds)]


def _reliability(sure: NDArray[np.float64], hits: NDArray[np.float64], marks: Mapping[str, float]) -> Chart:
    which = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    counts = np.bincount(which, minlength=_BINS)
    there = np.flatnonzero(counts)
    means = np.array([sure[which == b].mean() for b in there])
    rates = np.array([hits[which == b].mean() for b in there])
    error = np.sqrt(rates * (1 - rates) / counts[there])
    with _settings():
        drawing, (axes, bars) = _drawing_of_two()
        axes.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=(0, (4, 4)), alpha=0.6)
        axes.errorbar(means, rates, yerr=1.96 * error, color=TUNED, marker="o", markersize=5, linewidth=1.6,
                      elinewidth=1)  # fmt: skip
        _mark(axes, marks)
        axes.set(ylabel="share that is right", ylim=(0, 1.02))
        bars.bar(
            (np.arange(_BINS) + 0.5) / _BINS, counts / counts.sum(), width=0.085, color=TUNED, alpha=0.55
        )
        bars.set(xlabel="confidence", ylabel="share", xlim=(0, 1))
        bars.locator_params(axis="y", nbins=2)
    return Chart(
        "Reliability: on the dashed line, confidence is the share that is right; below, how many are so sure",
        _svg(drawing),
    )


def _risk(sure: NDArray[np.float64], hits: NDArray[np.float64], marks: Mapping[str, float]) -> Chart:
    order = np.argsort(-sure, kind="stable")
    covered = np.arange(1, len(order) + 1) / len(order)
    risk = np.cumsum(1 - hits[order]) / np.arange(1, len(order) + 1)
    with _settings():
        drawing, axes = _drawing()
        axes.plot(covered, risk, color=TUNED)
        for name, threshold in marks.items():
            share = float((sure >= threshold).mean())
            if share:
                at = float(risk[round(share * len(order)) - 1])
                axes.plot([share], [at], marker="o", color=MARK)
                axes.annotate(f"{name} {threshold:.2f}", (share, at), xytext=(-6, 10),
                              textcoords="offset points", ha="right")  # fmt: skip
        axes.set(xlabel="share that is answered, the surest first", ylabel="share of them that is wrong",
                 xlim=(0, 1.02))  # fmt: skip
        axes.set_ylim(bottom=0, top=max(0.02, float(risk[len(risk) // 20 :].max()) * 1.15))
    return Chart("Risk by coverage: how many are wrong when only the surest are answered.", _svg(drawing))


def groups(rate: str, found: Sequence[Group]) -> list[Chart]:
    """A row each, worst first: the rate with its interval, and the base's."""
    shown = sorted(found, key=lambda g: -g.tuned.value)[:_MOST_GROUPS]
    if not shown:
        return []
    rows = np.arange(len(shown))[::-1]
    with _settings():
        drawing, axes = _drawing(height=0.9 + 0.24 * len(shown))
        for row, group in zip(rows, shown, strict=True):
            axes.plot([group.tuned.low, group.tuned.high], [row, row], color=TUNED, alpha=0.35, linewidth=4)
            if group.base:
                ends = [group.base.value, group.tuned.value]
                axes.plot(ends, [row, row], color=INK, linewidth=0.7, alpha=0.5)
        before = [(g.base.value, row) for row, g in zip(rows, shown, strict=True) if g.base]
        if before:
            axes.scatter(
                [x for x, _ in before], [y for _, y in before], color=BASE, s=26, label="base", zorder=3
            )
        axes.scatter([g.tuned.value for g in shown], rows, color=TUNED, s=26, label="fine-tuned", zorder=4)
        axes.set_yticks(rows, [f"{g.name} ({g.n})" for g in shown])
        axes.set(xlabel=rate, ylim=(-0.7, len(shown) - 0.3))
        axes.set_xlim(left=0)
        axes.grid(visible=False, axis="y")
        if before:
            _legend(axes, 2)
    more = f" The {_MOST_GROUPS} worst of {len(found)}." if len(found) > len(shown) else ""
    return [
        Chart(
            f"{rate[0].upper()}{rate[1:]} with 95 % intervals; in brackets, utterances.{more}", _svg(drawing)
        )
    ]


# ── drawing ──────────────────────────────────────────────────────────────────


def _settings() -> contextlib.AbstractContextManager[None]:
    import matplotlib

    return matplotlib.rc_context(_SETTINGS)


def _drawing(width: float = 5.2, height: float = 3.3) -> tuple[Drawing, Axes]:
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(width, height), layout="constrained")
    return drawing, drawing.subplots()


def _drawing_of_two(width: float = 5.2, height: float = 3.9) -> tuple[Drawing, tuple[Axes, Axes]]:
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(width, height), layout="constrained")
    upper, lower = drawing.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": (3.2, 1)})
    return drawing, (upper, lower)


def _mark(axes: Axes, marks: Mapping[str, float]) -> None:
    for name, at in marks.items():
        axes.axvline(at, color=MARK, linewidth=1, linestyle=(0, (2, 3)))
        axes.annotate(f"{name} {at:.2f}", (at, 0.03), xytext=(3, 0), textcoords="offset points", rotation=90)


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


def _robust(values: NDArray[np.float64]) -> tuple[float, float]:
    """Limits that one wild step does not decide."""
    top = float(np.percentile(values, 99.5))
    low = float(values.min())
    room = 0.06 * (top - low or 1.0)
    return low - room, top + room


def _alike(names: Sequence[str], log: Log) -> list[tuple[str, list[str]]]:
    """Scores that share an axis: shares together, each of the others alone."""

    def is_share(name: str) -> bool:
        return all(0 <= e.scores.get(name, 0.0) <= 1.0 for e in log.epochs)

    shares = [n for n in names if is_share(n)]
    others = [(n, [n]) for n in names if not is_share(n)]
    return ([(shares[0] if len(shares) == 1 else "scores", shares)] if shares else []) + others


def _svg(drawing: Drawing) -> str:
    """Inline SVG that is as wide as its place and takes the page's colours and font."""
    import matplotlib

    buffer = io.StringIO()
    # the salt is what makes the ids the same every time
    with matplotlib.rc_context({**_SETTINGS, "svg.hashsalt": "report"}):
        drawing.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = _FONT.sub("", _NOT_FOR_A_PAGE.sub("", text[text.index("<svg") :]))
    for colour, variable in _COLOURS.items():
        text = text.replace(colour, variable)
    # ids are the whole page's: those that nothing names go, the others get a name of their own
    named, own = set(_NAMED.findall(text)), hashlib.sha256(text.encode()).hexdigest()[:8]
    text = _ID.sub(lambda m: f' id="{own}-{m[1]}"' if m[1] in named else "", text)
    return _NAMED.sub(lambda m: f"{own}-{m[1]}", text)
