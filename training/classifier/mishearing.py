"""Sentences as a recognizer might mishear them: words that sound alike in place of some of them.

What was really heard (`assistant-train heard`) is better and takes hours; this takes seconds, knows no
recognizer's habits, and teaches that a slot is where it stands and how it sounds, not only how it is spelt.
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
"""That somebody may hear: the most frequent ones of the base's vocabulary."""
_MOST_LEARNT = 600
"""Words and pairs of words whose likes are looked for: each takes some hundredths of a second."""
_IN_SLOT, _ELSEWHERE = 0.2, 0.08
"""The chance of a word to be misheard, in a sentence in which some are."""
_PAIR = 0.35
"""The chance that it is taken for one with the word after it."""
_MOST_DIFFERENT = 0.5
"""Share of its phones that may be other ones."""
_PHONE = 2.0
"""What a phone that differs costs, in nats."""
_RARE = 0.3
"""What a word costs beside, in nats, by the logarithm of its rank."""
_SPLIT = 0.3
"""How likely two words are heard for one, beside one for one."""
_BEST, _KEPT = 4, 24
_FILLERS = ("a", "the", "of", "to", "and", "in", "is")
_FILLED, _SWALLOWED = 0.04, 0.04
"""The chance that a short word is heard between two, or one outside of the slots is not."""


@dataclass(frozen=True, slots=True)
class _Likes:
    """What may be heard for a word or two, and how likely each is, added up."""

    texts: list[str]
    weights: list[float]


class Mishearer:
    """Draws what may be heard.

    Arguments:
        vocabulary: whole words, frequent ones first.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._words = list(vocabulary[:WORDS])
        self._rarity = _RARE * np.log(np.arange(len(self._words)) + 50.0)
        self._phones: list[str] = []
        self._likes: dict[str, _Likes | None] = {}

    def __call__(self, spoken: Sequence[Word], slots: Sequence[SlotLabel], draw: random.Random) -> list[Word]:
        """The words with some misheard; each keeps the place of what it was heard for."""
        regions = [
            next((n for n, s in enumerate(slots) if w.start < s.end and s.start < w.end), None)
            for w in spoken
        ]
        heard: list[Word] = []
        i = 0
        while i < len(spoken):
            word, region = spoken[i], regions[i]
            i += 1
            if word.text in MARKS:
                heard.append(word)
                continue
            if region is None and len(word.text) <= 3 and draw.random() < _SWALLOWED:
                continue
            if draw.random() >= (_ELSEWHERE if region is None else _IN_SLOT):
                heard.append(word)
            else:
                together = i < len(spoken) and regions[i] == region and spoken[i].text not in MARKS
                if together and draw.random() < _PAIR:
                    word = Word(f"{word.text} {spoken[i].text}", word.start, spoken[i].end)
                    i += 1
                said = self._drawn(word.text, draw)
                heard += [Word(w, word.start, word.end) for w in said.split()]
            if region is None and (i >= len(spoken) or regions[i] is None) and draw.random() < _FILLED:
                heard.append(Word(draw.choice(_FILLERS), word.end, word.end))
        return heard or list(spoken)

    def _drawn(self, text: str, draw: random.Random) -> str:
        if text not in self._likes:
            room = len(self._likes) < _MOST_LEARNT
            self._likes[text] = self._alike(text) if room else None
        likes = self._likes[text]
        return draw.choices(likes.texts, cum_weights=likes.weights)[0] if likes else text

    def _alike(self, text: str) -> _Likes | None:
        """Words, and pairs of words, that sound like a text; None where none does."""
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
                        # the second word of a pair is likelier than one out of the blue
                        found[f"{one} {two}"] = first + 0.5 * second - np.log(_SPLIT)
        if not found:
            return None
        best = sorted(found, key=found.__getitem__)[:_KEPT]
        least = found[best[0]]
        return _Likes(best, list(accumulate(float(np.exp(least - found[text])) for text in best)))

    def _nearest(self, target: str, n: int) -> list[tuple[str, float, float]]:
        """The n likeliest words: each with its cost in nats, and how many phones it is apart."""
        apart = cdist([target], self._phones, scorer=Levenshtein.distance, dtype=np.float32)[0] / FEATURES
        costs = _PHONE * apart + self._rarity
        chosen = np.argpartition(costs, min(n, len(costs) - 1))[:n]
        return [(self._words[i], float(costs[i]), float(apart[i])) for i in chosen]
