"""Texts → a letter n-gram model, and its weight from validation data. Knows no network."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from models.asr.wav2vec2.ngram import END, START, NGram

WEIGHTS = (0.0, 0.3, 0.6, 1.0)
BONUSES = (0.0, 0.7, 1.5)


def count(texts: Iterable[str], order: int, beam_size: int) -> NGram:
    """The Kneser-Ney model of texts as the network spells them; repeated texts count repeatedly."""
    grams: list[Counter[str]] = [Counter() for _ in range(order + 1)]
    for text in texts:
        marked = f"{START}{text}{END}"
        # a context ends at the text's beginning
        for end in range(2, len(marked) + 1):
            length = min(order, end)
            grams[length][marked[end - length : end]] += 1
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    for length in range(order, 0, -1):
        for gram, n in grams[length].items():
            counts[gram[:-1]][gram[-1]] = counts[gram[:-1]].get(gram[-1], 0.0) + n
        if length > 1:
            # shorter n-grams count the different letters before them, not their occurrences
            for gram in {*grams[length]}:
                grams[length - 1][gram[1:]] += 1
    return NGram(order, dict(counts), beam_size=beam_size)


def tune(model: NGram, errors: Callable[[NGram], float]) -> NGram:
    """The model with the weight and bonus of the fewest errors; among equals the smallest weight.

    Arguments:
        errors: error rate on validation data of a beam search with a model.
    """
    tried = [replace(model, weight=w, bonus=b * (w > 0)) for w in WEIGHTS for b in (BONUSES if w else (0.0,))]
    return min(tried, key=errors)
