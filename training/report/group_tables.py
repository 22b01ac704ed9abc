"""Figures by group of speakers, and the differences between the groups, as tables. Knows no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from training.evaluation.groups import SPEAKER
from training.evaluation.types import SIGNIFICANT, Difference, Metrics, Scores
from training.report.figures import KINDS
from training.report.sections import Table

NOTE = (
    "The interval of a difference resamples speakers. p: probability of a difference at least as large by "
    "chance (permutation of speakers; of utterances where single speakers are compared), corrected by Holm "
    f"for all groups of the figure, or all its speakers; beyond chance below {SIGNIFICANT:g}."
)
_COLUMNS = ("figure", "group", "others", "group's", "others'", "difference", "p")


def group_sections(found: Metrics, where: str = "") -> Iterator[Table]:
    """A table of all figures for each kind of group, and one of the differences; none without groups.

    Arguments:
        where: the end of the titles.
    """
    for kind, groups in found.groups.items():
        keys = [key for key in KINDS if any(key in metrics for metrics in groups.values())]
        rows = [
            (KINDS[key].title, *(str(m[key]) if key in m else "–" for m in groups.values())) for key in keys
        ]
        columns = ("figure", *(f"{group} (n = {m.n:,})" for group, m in groups.items()))
        yield Table(f"Figures by {kind}{where}", columns, tuple(rows))
    if shown := worth_showing(found.differences):
        yield Table(f"Differences between groups{where}", _COLUMNS, tuple(map(_row, shown)), NOTE)


def worth_showing(differences: Sequence[Difference]) -> list[Difference]:
    """The differences between groups, and the single speakers that differ beyond chance."""
    return [d for d in differences if d.kind != SPEAKER or d.beyond_chance]


def markdown(scores: Scores) -> str:
    """The differences of each manifest as a table for a card; empty without groups."""
    lines = [
        f"| {' | '.join((name, *_row(difference)))} |"
        for name, of in scores.by_manifest.items()
        for difference in worth_showing(of.model.differences)
    ]
    if not lines:
        return ""
    head = f"| {' | '.join(('test data', *_COLUMNS))} |"
    return "\n".join((head, "|---" * (len(_COLUMNS) + 1) + "|", *lines)) + f"\n\n{NOTE}"


def _row(d: Difference) -> tuple[str, ...]:
    low, high = d.difference.ends
    p = "< 0.001" if d.p < 0.001 else f"{d.p:.3f}"
    return (
        KINDS[d.figure].title,
        f"{d.kind} {d.group} ({d.units})",
        f"{d.other_units}",
        str(d.value),
        str(d.others),
        f"{d.difference.value:+.3f} [{low:+.3f}, {high:+.3f}]",
        f"{p}, {'beyond chance' if d.beyond_chance else 'may be chance'}",
    )
