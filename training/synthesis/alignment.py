"""Which words of a hypothesis stand for which words of the text, and the text's slots moved there.

Words are aligned by edit distance, where letters in common make a word cheap to replace and two words may
stand for one ("new york", "newyork"). Pure functions; knows no recognizer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from models.manifest import SlotLabel
from models.nlu.words import MARKS, Word, words

_LEFT_OUT = 0.7
"""Cost of a word that one side lacks: two such are dearer than any replacement."""
_JOINED, _MOST_JOINED = 0.1, 0.4
"""Cost of two words for one, beside their letters'; and how different those may be."""
NEAR = 0.5
"""Share of the letters that may differ for words to be the same ones misheard, wherever they stand."""
SURE = 0.34
"""The same for the words beside a slot, which then show where it is, whatever was heard for it."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the text and what was heard for them; one side empty where the other stands alone."""

    said: range
    heard: range
    cost: float


def align(said: Sequence[str], heard: Sequence[str]) -> list[Match]:
    """The cheapest way from words to words, in order."""
    costs: dict[tuple[int, int], tuple[float, Match | None]] = {(0, 0): (0.0, None)}
    for i in range(len(said) + 1):
        for j in range(len(heard) + 1):
            reached = [costs[i, j]] if (i, j) == (0, 0) else []
            for n, m in ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2)):
                if i >= n and j >= m:
                    step = _cost(said[i - n : i], heard[j - m : j])
                    match = Match(range(i - n, i), range(j - m, j), step)
                    reached.append((costs[i - n, j - m][0] + step, match))
            costs[i, j] = min(reached, key=lambda way: way[0])
    path: list[Match] = []
    at = (len(said), len(heard))
    while (last := costs[at][1]) is not None:
        path.append(last)
        at = (at[0] - len(last.said), at[1] - len(last.heard))
    return path[::-1]


def _cost(said: Sequence[str], heard: Sequence[str]) -> float:
    if not (said and heard):
        return _LEFT_OUT
    apart = float(Levenshtein.normalized_distance("".join(said), "".join(heard)))
    if len(said) == len(heard):
        return apart
    return apart + _JOINED if apart <= _MOST_JOINED else math.inf


def distance(text: str, heard: str) -> float:
    """Share of the letters that differ once numbers are words, 0 to 1."""
    return float(Levenshtein.normalized_distance("".join(_said(words(text))), "".join(_said(words(heard)))))


def carry(text: str, slots: Sequence[SlotLabel], heard: str) -> tuple[SlotLabel, ...] | None:
    """The slots of `text` where they stand in `heard`, with the values that were meant.

    A slot whose words are gone is left out. Something else heard in its place is the slot as long as its
    neighbours hold it there: "a small marker please" has the size, and "marker" for "mocha". None where they
    do not, or where two slots come to lie on each other: then nobody can say where they are.
    """
    ours = [w for w in words(text) if w.text not in MARKS]
    theirs = [w for w in words(heard) if w.text not in MARKS]
    path = align(_said(ours), _said(theirs))
    moved: list[SlotLabel] = []
    for slot in slots:
        its = [
            n for n, m in enumerate(path)
            if any(slot.start < ours[i].end and ours[i].start < slot.end for i in m.said)
        ]  # fmt: skip
        there = [path[n].heard for n in its if path[n].heard]
        if not there:
            continue
        first, last = there[0].start, there[-1].stop - 1
        said = "".join(ours[i].text for n in its for i in path[n].said)
        found = "".join(w.text for w in theirs[first : last + 1])
        beside = path[max(0, its[0] - 1) : its[0]] + path[its[-1] + 1 : its[-1] + 2]
        held = last - first <= len(its) and all(m.cost <= SURE for m in beside)
        if not held and Levenshtein.normalized_distance(said, found) > NEAR:
            return None
        moved.append(SlotLabel(slot.name, slot.value, theirs[first].start, theirs[last].end))
    moved.sort(key=lambda slot: slot.start)
    return None if any(two.start < one.end for one, two in pairwise(moved)) else tuple(moved)


def _said(found: Sequence[Word]) -> list[str]:
    return [word.text for word in found if word.text not in MARKS]
