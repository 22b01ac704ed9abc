"""The text model: sentences against their beginnings, by their words alone."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.text.normalise import normalise
from models.turn import text
from training.turn.streams import FILLERS, FUNCTION_WORDS

SHORT = tuple(Path(__file__).with_name("short.txt").read_text("utf-8").splitlines())
"""Whole utterances that corpora of long sentences lack."""
SHORT_WEIGHT = 15.0
ENDINGS = (*FILLERS, "and", "and um", "so", "like")
SMOOTHING = 1.0
"""Inverse strength of the penalty."""


def rows(
    sentences: Collection[str], whole: Collection[str], seed: int = 0
) -> tuple[list[str], NDArray[np.bool_], NDArray[np.float64]]:
    """Texts, whether they are finished, and their weights: a sentence weighs as much as all its beginnings.

    Arguments:
        whole: sentences that a beginning may be, and is then no example of an unfinished one.
    """
    chance = random.Random(seed)
    found: list[tuple[str, bool, float]] = [(each, True, SHORT_WEIGHT) for each in SHORT]
    known = {*whole, *(each for each, *_ in found)}
    for sentence in sorted(sentences):
        found.append((sentence, True, 1.0))
        words = sentence.split()
        begun = [
            (" ".join(words[:k]), 3.0 if words[k - 1] in FUNCTION_WORDS else 1.0)
            for k in range(1, len(words))
            if " ".join(words[:k]) not in known
        ]
        if begun:
            total = sum(weight for _, weight in begun)
            found += [(beginning, False, weight / total) for beginning, weight in begun]
            if chance.random() < 0.2:
                found.append((f"{chance.choice(begun)[0]} {chance.choice(ENDINGS)}", False, 0.3))
    texts, finished, weights = zip(*found, strict=True)
    return list(texts), np.array(finished), np.array(weights)


def fit(sentences: Sequence[str]) -> tuple[NDArray[np.float32], float]:
    """Weights (`text.BUCKETS`,) and bias from whole sentences."""
    from sklearn.linear_model import LogisticRegression

    whole = {normalise(sentence) for sentence in sentences}
    texts, finished, weights = rows(whole, whole)
    model = LogisticRegression(C=SMOOTHING, max_iter=300).fit(_matrix(texts), finished, sample_weight=weights)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _matrix(texts: Sequence[str]) -> object:
    from scipy.sparse import csr_matrix

    buckets = [text.features(each) for each in texts]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in buckets])])
    joined = np.concatenate(buckets)
    return csr_matrix((np.ones(len(joined)), joined, starts), shape=(len(texts), text.BUCKETS))
