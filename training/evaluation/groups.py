"""Figures by group of speakers, and whether a group's differs from the others' beyond chance.

Speakers are what is drawn: their utterances are no independent witnesses of a group. Knows no model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from models.manifest import Example
from training.evaluation import metrics
from training.evaluation.types import Difference, Metric, Metrics

Item = TypeVar("Item")
Counts = NDArray[np.float64]
"""(examples, 2): what is counted and the number that it is of, such as a text's errors and its words."""
SPEAKER = "speaker"
CHILD, OLDER = 18, 65
PERMUTATIONS = 9_999
LEAST = 2
"""Speakers, or examples, of a group that is compared."""


def groups_of(example: Example) -> dict[str, str]:
    """Kind of group → the group of an example's speaker, as far as the manifest knows it."""
    known = {
        "age": None if example.age is None else _age(example.age),
        "gender": example.gender,
        "native language": example.native_language,
    }
    return {kind: group for kind, group in known.items() if group is not None}


def by_group(
    items: Sequence[Item], example_of: Callable[[Item], Example], score: Callable[[Sequence[Item]], Metrics]
) -> dict[str, dict[str, Metrics]]:
    """Kind → group → its figures, of the kinds with more than one group."""
    parted: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        for kind, group in groups_of(example_of(item)).items():
            parted[kind][group].append(item)
    return {
        kind: {group: score(members) for group, members in sorted(of_kind.items())}
        for kind, of_kind in parted.items()
        if len(of_kind) > 1
    }


def differences(examples: Sequence[Example], counts: Mapping[str, Counts]) -> tuple[Difference, ...]:
    """Each group beside all others in each figure, and each speaker.

    The comparisons of a figure's groups are corrected together, and those of its speakers.

    Arguments:
        counts: key of a figure → its counts, with zeros for an example that it is not about.
    """
    return tuple(
        difference
        for figure, counted in counts.items()
        for of_speakers in (False, True)
        for difference in _corrected(_compared(figure, examples, counted, of_speakers=of_speakers))
    )


def kinds_of(examples: Iterable[Example]) -> list[str]:
    """The kinds of group that the examples name, in the order of their appearance."""
    return [*dict.fromkeys(kind for example in examples for kind in groups_of(example))]


def sides(
    examples: Sequence[Example], counts: Counts, kinds: Iterable[str]
) -> Iterator[tuple[str, str, Counts, Counts]]:
    """Each comparison of a group with all others: its kind, its name, and the counts of both sides' units.

    Units are speakers, or single examples where speakers themselves are compared or are unknown. Of two
    groups the first is compared with the second; a side with fewer than `LEAST` units is left out.

    Arguments:
        counts: (examples, columns).
    """
    for kind in kinds:
        chosen, of_unit = _units(examples, kind)
        inside = [i for i, unit in enumerate(chosen) if unit >= 0]
        sums = np.zeros((len(of_unit), counts.shape[1]))
        np.add.at(sums, [chosen[i] for i in inside], counts[inside])
        names = sorted(set(of_unit))
        for name in names[:1] if len(names) == 2 else names if len(names) > 2 else ():
            member = np.array([group == name for group in of_unit])
            if min(member.sum(), (~member).sum()) >= LEAST:
                yield kind, name, sums[member], sums[~member]


def _units(examples: Sequence[Example], kind: str) -> tuple[list[int], list[str]]:
    """The unit of each example, and the group of each unit; an example outside all groups is in unit -1."""
    numbers: dict[tuple[str, str], int] = {}
    chosen = []
    for i, example in enumerate(examples):
        group = example.speaker if kind == SPEAKER else groups_of(example).get(kind)
        if group is None:
            chosen.append(-1)
            continue
        unit = str(i) if kind == SPEAKER or example.speaker is None else f"by {example.speaker}"
        chosen.append(numbers.setdefault((unit, group), len(numbers)))
    return chosen, [group for _, group in numbers]


def _age(years: int) -> str:
    if years < CHILD:
        return f"under {CHILD}"
    return f"{CHILD} to {OLDER - 1}" if years < OLDER else f"{OLDER} and over"


def _compared(
    figure: str, examples: Sequence[Example], counts: Counts, *, of_speakers: bool
) -> list[Difference]:
    """The comparisons of a figure, uncorrected."""
    about = np.flatnonzero(counts[:, 1]).tolist()
    known = [examples[i] for i in about]
    kinds = [SPEAKER] if of_speakers else kinds_of(known)
    return [_difference(figure, *compared) for compared in sides(known, counts[about], kinds)]


def _difference(figure: str, kind: str, group: str, ours: Counts, theirs: Counts) -> Difference:
    """A comparison of two sets of units, uncorrected.

    Arguments:
        ours, theirs: (units, 2).
    """
    from scipy.stats import permutation_test

    both = np.concatenate([ours, theirs])

    def apart(one: NDArray[np.int64], other: NDArray[np.int64], axis: int = -1) -> NDArray[np.float64]:
        a, b = both[one].sum(axis - 1), both[other].sum(axis - 1)
        return np.asarray(a[..., 0] / a[..., 1] - b[..., 0] / b[..., 1])

    places = np.arange(len(ours)), np.arange(len(ours), len(both))
    tested = permutation_test(
        places, apart, vectorized=True, n_resamples=PERMUTATIONS, batch=1_000, rng=np.random.default_rng(0)
    )
    draw = np.random.default_rng(0)
    resampled = [
        float(apart(draw.choice(places[0], len(ours)), draw.choice(places[1], len(theirs))))
        for _ in range(metrics.RESAMPLES)
    ]
    low, high = np.percentile(resampled, [2.5, 97.5])
    return Difference(
        figure, kind, group, len(ours), len(theirs), _pooled(ours), _pooled(theirs),
        Metric(float(tested.statistic), float(low), float(high)), float(tested.pvalue),
    )  # fmt: skip


def _pooled(sums: Counts) -> Metric:
    return metrics.rate(
        len(sums), lambda i: float(sums[i, 0].sum() / sums[i, 1].sum()), of=int(sums[:, 1].sum())
    )


def _corrected(found: Sequence[Difference]) -> list[Difference]:
    """Holm (1979), "A simple sequentially rejective multiple test procedure"."""
    adjusted, highest = list(found), 0.0
    for rank, place in enumerate(sorted(range(len(found)), key=lambda i: found[i].p)):
        highest = max(highest, min(1.0, (len(found) - rank) * found[place].p))
        adjusted[place] = replace(found[place], p=highest)
    return adjusted
