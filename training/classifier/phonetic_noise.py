"""A noisy channel over phones: simulated recognition errors, similar-sounding words in place of some words.

Re-recognized text (`assistant-train heard`) is closer to a recognizer's errors and takes hours; this takes
seconds and models no recognizer in particular. It teaches to find a slot by its place and its sound, not by
its spelling alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from models.manifest import SlotLabel
from models.nlu.words import MARKS, Word
from models.text.phonemes import FEATURES, phones

WORDS = 12_000
"""Size of the output vocabulary: the most frequent whole words of the base's."""
_MOST_SEARCHED = 600
"""The most words and pairs of words whose confusions are searched, at some hundredths of a second each."""
_IN_SLOT, _ELSEWHERE = 0.2, 0.08
"""Chance of a word's substitution, in a sentence with noise."""
_PAIR = 0.35
"""Chance that a substituted word is joined with the next one."""
_MOST_DIFFERENT = 0.5
"""The most phones that may differ, as a share of the original's."""
_PHONE = 2.0
"""Cost of a differing phone, in nats."""
_RARE = 0.3
"""Cost of a word per nat of its frequency rank."""
_SPLIT = 0.3
"""Likelihood of two words in place of one, relative to one in place of one."""
_BEST, _KEPT = 4, 24
_FILLERS = ("a", "the", "of", "to", "and", "in", "is")
_INSERTED, _DELETED = 0.04, 0.04
"""Chance of an inserted short word, and of a deleted one, outside of slots."""


@dataclass(frozen=True, slots=True)
class _Confusions:
    """Replacements of a word or a pair of words, and their cumulative weights."""

    texts: list[str]
    weights: list[float]


class PhoneticNoise:
    """Draws substitutions, insertions and deletions of words.

    Arguments:
        vocabulary: whole words by falling frequency.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._words = list(vocabulary[:WORDS])
        self._rarity = _RARE * np.log(np.arange(len(self._words)) + 50.0)
        self._phones: list[str] = []
        self._confusions: dict[str, _Confusions | None] = {}

    def __call__(
        self, spoken: Sequence[Word], slots: Sequence[SlotLabel], draw: random.Random, *,
        elsewhere: bool = True,
    ) -> list[Word]:  # fmt: skip
        """The words with noise; each new word has the place of the original.

        Arguments:
            elsewhere: whether words outside of the slots change too; a lost "not" changes the meaning.
        """
        regions = [
            next((n for n, s in enumerate(slots) if w.start < s.end and s.start < w.end), None)
            for w in spoken
        ]
        noisy: list[Word] = []
        i = 0
        while i < len(spoken):
            word, region = spoken[i], regions[i]
            i += 1
            if word.text in MARKS or (region is None and not elsewhere):
                noisy.append(word)
                continue
            if region is None and len(word.text) <= 3 and draw.random() < _DELETED:
                continue
            if draw.random() >= (_ELSEWHERE if region is None else _IN_SLOT):
                noisy.append(word)
            else:
                joinable = i < len(spoken) and regions[i] == region and spoken[i].text not in MARKS
                if joinable and draw.random() < _PAIR:
                    word = Word(f"{word.text} {spoken[i].text}", word.start, spoken[i].end)
                    i += 1
                drawn = self._drawn(word.text, draw)
                noisy += [Word(w, word.start, word.end) for w in drawn.split()]
            if region is None and (i >= len(spoken) or regions[i] is None) and draw.random() < _INSERTED:
                noisy.append(Word(draw.choice(_FILLERS), word.end, word.end))
        return noisy or list(spoken)

    def _drawn(self, text: str, draw: random.Random) -> str:
        if text not in self._confusions:
            room = len(self._confusions) < _MOST_SEARCHED
            self._confusions[text] = self._search(text) if room else None
        found = self._confusions[text]
        return draw.choices(found.texts, cum_weights=found.weights)[0] if found else text

    def _search(self, text: str) -> _Confusions | None:
        """Similar-sounding words and pairs of words; None where there are none."""
        if not self._phones:
            self._phones = [phones(word) for word in self._words]
        target = phones(text)
        most = _MOST_DIFFERENT * len(target) / FEATURES
        found: dict[str, float] = {}
        for word, cost, apart in self._nearest(target, _KEPT):
            if apart <= most and word != text:
                found[word] = cost
        for cut in range(FEATURES, len(target), FEATURES):
            for one, first, near in self._nearest(target[:cut], _BEST):
                for two, second, also in self._nearest(target[cut:], _BEST):
                    if near + also <= most and f"{one} {two}" != text:
                        # context makes the second word of a pair likelier than its frequency alone
                        found[f"{one} {two}"] = first + 0.5 * second - np.log(_SPLIT)
        if not found:
            return None
        best = sorted(found, key=found.__getitem__)[:_KEPT]
        least = found[best[0]]
        return _Confusions(best, list(accumulate(float(np.exp(least - found[text])) for text in best)))

    def _nearest(self, target: str, n: int) -> list[tuple[str, float, float]]:
        """The n words of least cost: word, cost in nats, distance in phones."""
        apart = cdist([target], self._phones, scorer=Levenshtein.distance, dtype=np.float32)[0] / FEATURES
        costs = _PHONE * apart + self._rarity
        chosen = np.argpartition(costs, min(n, len(costs) - 1))[:n]
        return [(self._words[i], float(costs[i]), float(apart[i])) for i in chosen]
