"""Alignment of a recognizer's hypothesis with the spoken text, and projection of the text's slots onto it.

Words are aligned by edit distance: similar letters make a substitution cheap, and two words may match one
("new york", "newyork"). Pure functions; knows no recognizer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from models.manifest import SlotLabel
from models.nlu.words import MARKS, Word, words

_UNMATCHED = 0.7
"""Cost of a deleted or an inserted word; the two together cost more than any substitution."""
_JOINED, _MOST_JOINED = 0.1, 0.4
"""Cost of matching two words with one, beside their letters' distance; and the most distance."""
NEAR = 0.5
"""Share of differing letters up to which words match wherever they stand."""
SURE = 0.34
"""The same for a slot's neighbours, which then locate the slot whatever its words."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the reference and of the hypothesis that match; one range is empty for an unmatched word."""

    reference: range
    hypothesis: range
    cost: float


def align(reference: Sequence[str], hypothesis: Sequence[str]) -> list[Match]:
    """The alignment of least cost, in order."""
    costs: dict[tuple[int, int], tuple[float, Match | None]] = {(0, 0): (0.0, None)}
    for i in range(len(reference) + 1):
        for j in range(len(hypothesis) + 1):
            reached = [costs[i, j]] if (i, j) == (0, 0) else []
            for n, m in ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2)):
                if i >= n and j >= m:
                    step = _cost(reference[i - n : i], hypothesis[j - m : j])
                    match = Match(range(i - n, i), range(j - m, j), step)
                    reached.append((costs[i - n, j - m][0] + step, match))
            costs[i, j] = min(reached, key=lambda way: way[0])
    path: list[Match] = []
    at = (len(reference), len(hypothesis))
    while (last := costs[at][1]) is not None:
        path.append(last)
        at = (at[0] - len(last.reference), at[1] - len(last.hypothesis))
    return path[::-1]


def _cost(reference: Sequence[str], hypothesis: Sequence[str]) -> float:
    if not (reference and hypothesis):
        return _UNMATCHED
    apart = float(Levenshtein.normalized_distance("".join(reference), "".join(hypothesis)))
    if len(reference) == len(hypothesis):
        return apart
    return apart + _JOINED if apart <= _MOST_JOINED else math.inf


def distance(text: str, hypothesis: str) -> float:
    """Share of differing letters, 0 to 1, with numbers written as words."""
    ours, theirs = ("".join(_texts(words(side))) for side in (text, hypothesis))
    return float(Levenshtein.normalized_distance(ours, theirs))


def project(text: str, slots: Sequence[SlotLabel], hypothesis: str) -> tuple[SlotLabel, ...] | None:
    """The slots of `text` at their places in `hypothesis`, with their values unchanged.

    A slot whose words are deleted is left out. Misrecognized words are the slot as long as the slot's
    neighbours match: "a small marker please" has the size, and "marker" for "mocha". None where the
    neighbours do not match, or where two slots would overlap.
    """
    ours = [w for w in words(text) if w.text not in MARKS]
    theirs = [w for w in words(hypothesis) if w.text not in MARKS]
    path = align(_texts(ours), _texts(theirs))
    projected: list[SlotLabel] = []
    for slot in slots:
        its = [
            n for n, m in enumerate(path)
            if any(slot.start < ours[i].end and ours[i].start < slot.end for i in m.reference)
        ]  # fmt: skip
        there = [path[n].hypothesis for n in its if path[n].hypothesis]
        if not there:
            continue
        first, last = there[0].start, there[-1].stop - 1
        said = "".join(ours[i].text for n in its for i in path[n].reference)
        found = "".join(w.text for w in theirs[first : last + 1])
        beside = path[max(0, its[0] - 1) : its[0]] + path[its[-1] + 1 : its[-1] + 2]
        held = last - first <= len(its) and all(m.cost <= SURE for m in beside)
        if not held and Levenshtein.normalized_distance(said, found) > NEAR:
            return None
        projected.append(SlotLabel(slot.name, slot.value, theirs[first].start, theirs[last].end))
    projected.sort(key=lambda slot: slot.start)
    return None if any(two.start < one.end for one, two in pairwise(projected)) else tuple(projected)


def _texts(found: Sequence[Word]) -> list[str]:
    return [word.text for word in found if word.text not in MARKS]
