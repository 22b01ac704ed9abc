"""Texts → the counts of a letter n-gram model, and its weight from validation data. Knows no network."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from models.asr.wav2vec2.ngram import END, START, NGram

WEIGHTS = (0.0, 0.3, 0.6, 1.0)
BONUSES = (0.0, 0.7, 1.5)


def count(texts: Iterable[str], order: int, beam_size: int) -> NGram:
    """The model of texts as the network spells them; a text that comes twice counts twice."""
    grams: list[Counter[str]] = [Counter() for _ in range(order + 1)]
    for text in texts:
        marked = f"{START}{text}{END}"
        # a context is never longer than what there is before the letter
        for end in range(2, len(marked) + 1):
            length = min(order, end)
            grams[length][marked[end - length : end]] += 1
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    for length in range(order, 0, -1):
        for gram, n in grams[length].items():
            counts[gram[:-1]][gram[-1]] = counts[gram[:-1]].get(gram[-1], 0.0) + n
        if length > 1:
            # of the shorter ones only how many different letters came before them
            for gram in {*grams[length]}:
                grams[length - 1][gram[1:]] += 1
    return NGram(order, dict(counts), beam_size=beam_size)


def tune(model: NGram, errors: Callable[[NGram], float]) -> NGram:
    """The model with the weight and bonus of the fewest errors; of equals the lightest.

    Arguments:
        errors: on validation data, of a search with the model.
    """
    tried = [replace(model, weight=w, bonus=b * (w > 0)) for w in WEIGHTS for b in (BONUSES if w else (0.0,))]
    return min(tried, key=errors)
