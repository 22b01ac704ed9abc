"""The words of a closed slot → its value, by sound and spelling. Knows no network.

Sound has the larger weight: "A-Town's" resembles "eight ounce" only in sound. Spelling corrects for words
that espeak-ng reads wrongly. Weight and threshold were chosen on words outside the scored data: see
`.github/experiments.md`.
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
"""Least likeness of a value, 0 to 1."""
_SOUND = 0.8
"""Weight of sound; spelling has the rest."""
_NEARER = 0.05
"""Gain in likeness required to extend or shorten the tagger's span by a word."""
_CERTAIN = 0.7
"""Likeness above which another value is improbable."""
_R_AFTER_VOWEL = re.compile(r"(?<=[1-5][fmb][nr])RGv(?![1-5])")


def resolve(said: str, vocabulary: ClosedVocabulary) -> str | None:
    """The value equal to `said`, by a synonym, or nearest to it; None if none is near."""
    return nearest(spoken(said), vocabulary)[0]


def nearest(said: str, vocabulary: ClosedVocabulary) -> tuple[str | None, float]:
    """The value nearest to spoken words and its likeness; None below `NEAREST`."""
    nearness, value = max(
        ((likeness(said, way), value) for way, value in _ways(vocabulary)), default=(0.0, None)
    )
    return (value, nearness) if nearness >= NEAREST else (None, nearness)


def nearby(said: str, vocabulary: ClosedVocabulary, most: int) -> tuple[str, ...]:
    """The `most` values nearest to `said`, nearest first, at any likeness."""
    ours = spoken(said)
    nearness: dict[str, float] = {}
    for way, value in _ways(vocabulary):
        nearness[value] = max(nearness.get(value, 0.0), likeness(ours, way))
    return tuple(sorted(nearness, key=lambda value: -nearness[value])[:most])


def resolve_span(
    first: int, last: int, room: range, spoken_words: Sequence[Word], vocabulary: ClosedVocabulary
) -> tuple[str, int, int] | None:
    """The value of a span of words, with the span's corrected bounds; None if none is near.

    Misrecognized words are often tagged wrongly too, so the span gains or loses a word on either side if a
    value comes clearly nearer. A span already near a value loses no word to another value, but may be part of
    a longer one: the "coffee" of "ice coffee".

    Arguments:
        first, last: the tagger's span, `last` excluded.
        room: indices of the words outside other slots.
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
    """Likeness of two texts of spoken words, 0 to 1.

    A common beginning or end does not distinguish values ("ten ounce", "sixteen ounce"), so the rest counts
    twice.
    """
    if said == way:
        return 1.0
    whole = _alike(said, way)
    ours, theirs = _rests(said.split(), way.split())
    if ours == said or not (ours and theirs):
        return whole
    return (whole + _alike(ours, theirs)) / 2


def _rests(said: list[str], way: list[str]) -> tuple[str, str]:
    """Both texts without their common first and last words."""
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
    """Likeness of the phonemes in the nearer accent: with the r after a vowel, or without it."""
    pairs = ((phones(said), phones(way)), (_without_r(said), _without_r(way)))
    return max(Levenshtein.normalized_similarity(ours, theirs) for ours, theirs in pairs)


def _without_r(text: str) -> str:
    return _R_AFTER_VOWEL.sub("", phones(text))


def spoken(text: str) -> str:
    """The spoken form of a text: "12 oz" → "twelve ounces"."""
    return " ".join(spoken_words(text))


def _ways(vocabulary: ClosedVocabulary) -> list[tuple[str, str]]:
    """Each value's spoken forms, with the value."""
    return [
        (_spoken(way), value)
        for value in vocabulary.values
        for way in (value, *vocabulary.synonyms.get(value, ()))
    ]


_spoken = lru_cache(maxsize=10_000)(spoken)
