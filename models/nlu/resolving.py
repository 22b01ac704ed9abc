"""What was heard in a closed slot → the value that was meant, by sound and spelling together.

Sound decides most: "A-Town's" looks like nothing, and sounds like "eight ounce". Spelling steadies it where
espeak-ng reads a word oddly. Knows no network. Weight and threshold were chosen on other words than any that
is scored: see `.github/experiments.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from models.nlu.labels import ClosedVocabulary
from models.nlu.words import MARKS, Word, spoken_words
from models.text.phonemes import phones

NEAREST = 0.525
"""How near a value must be, 0 to 1."""
_SOUND = 0.8
"""What sound weighs beside spelling."""
_NEARER = 0.05
"""How much nearer a value must come for a word more, or a word less, than the tagger marked."""
_CERTAIN = 0.7
"""So near, it is hardly another one."""
_R_AFTER_VOWEL = re.compile(r"(?<=[1-5][fmb][nr])RGv(?![1-5])")


def resolve(said: str, vocabulary: ClosedVocabulary) -> str | None:
    """The value that was meant: itself, by a synonym, or nearest; None where nothing is near."""
    return nearest(spoken(said), vocabulary)[0]


def nearest(said: str, vocabulary: ClosedVocabulary) -> tuple[str | None, float]:
    """The value nearest to spoken words, and how near it is; None where that is not near enough."""
    nearness, value = max(
        ((likeness(said, way), value) for way, value in _ways(vocabulary)), default=(0.0, None)
    )
    return (value, nearness) if nearness >= NEAREST else (None, nearness)


def nearby(said: str, vocabulary: ClosedVocabulary, most: int) -> tuple[str, ...]:
    """The values nearest to what was said, nearest first, however far they are."""
    ours = spoken(said)
    nearness: dict[str, float] = {}
    for way, value in _ways(vocabulary):
        nearness[value] = max(nearness.get(value, 0.0), likeness(ours, way))
    return tuple(sorted(nearness, key=lambda value: -nearness[value])[:most])


def resolve_span(
    first: int, last: int, room: range, spoken_words: Sequence[Word], vocabulary: ClosedVocabulary
) -> tuple[str, int, int] | None:
    """The value of the words from `first` to before `last`, and which words say it; None where none is near.

    What was misheard is often cut wrongly too, so a word more on either side, as far as there is `room`, or a
    word less is taken where a value comes clearly nearer so. What is near as it stands loses no word for
    another value, but may be part of a longer one: the "coffee" of "ice coffee".
    """
    value, nearness = _of(first, last, spoken_words, vocabulary)
    found = None if value is None else (value, first, last)
    least = nearness + _NEARER if nearness < 1.0 else _CERTAIN
    for start, stop in _around(first, last, room):
        other, its = _of(start, stop, spoken_words, vocabulary)
        longer = stop - start > last - first
        if not longer and nearness == 1.0:
            continue
        if other is None or its < least or (nearness >= _CERTAIN and (other == value) == longer):
            continue
        found, least = (other, start, stop), its + _NEARER
    return found


def _of(
    first: int, last: int, spoken_words: Sequence[Word], vocabulary: ClosedVocabulary
) -> tuple[str | None, float]:
    return nearest(" ".join(w.text for w in spoken_words[first:last] if w.text not in MARKS), vocabulary)


def _around(first: int, last: int, room: range) -> Iterator[tuple[int, int]]:
    for begin in (first, first - 1, first + 1):
        for end in (last, last + 1, last - 1):
            if room.start <= begin < end <= room.stop and (begin, end) != (first, last):
                yield begin, end


def likeness(said: str, way: str) -> float:
    """How near two texts of spoken words are, 0 to 1.

    Words that both begin or end with tell no value from another ("ten ounce", "sixteen ounce"), so the rest
    counts twice.
    """
    if said == way:
        return 1.0
    whole = _alike(said, way)
    ours, theirs = _rests(said.split(), way.split())
    if ours == said or not (ours and theirs):
        return whole
    return (whole + _alike(ours, theirs)) / 2


def _rests(said: list[str], way: list[str]) -> tuple[str, str]:
    """What is left of both without the words that both begin or end with."""
    shortest = min(len(said), len(way))
    front = next((i for i in range(shortest) if said[i] != way[i]), shortest)
    said, way = said[front:], way[front:]
    shortest = min(len(said), len(way))
    back = next((i for i in range(shortest) if said[-1 - i] != way[-1 - i]), shortest)
    return " ".join(said[: len(said) - back]), " ".join(way[: len(way) - back])


def _alike(said: str, way: str) -> float:
    spelling = Levenshtein.normalized_similarity(said.replace(" ", ""), way.replace(" ", ""))
    return _SOUND * _sounds(said, way) + (1 - _SOUND) * spelling


@lru_cache(maxsize=50_000)
def _sounds(said: str, way: str) -> float:
    """In the likeliest accent: with the r after a vowel, or without it."""
    pairs = ((phones(said), phones(way)), (_without_r(said), _without_r(way)))
    return max(Levenshtein.normalized_similarity(ours, theirs) for ours, theirs in pairs)


def _without_r(text: str) -> str:
    return _R_AFTER_VOWEL.sub("", phones(text))


def spoken(text: str) -> str:
    """A text as it is said: "12 oz" → "twelve ounces"."""
    return " ".join(spoken_words(text))


def _ways(vocabulary: ClosedVocabulary) -> list[tuple[str, str]]:
    """Every way of saying each value, and the value."""
    return [
        (_spoken(way), value)
        for value in vocabulary.values
        for way in (value, *vocabulary.synonyms.get(value, ()))
    ]


_spoken = lru_cache(maxsize=10_000)(spoken)
