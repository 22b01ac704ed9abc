"""What the untouched base knows: the nearest class by a sentence's mean state. Nothing in it is trained."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

from models.manifest import Example
from models.nlu.joint_bert import load_encoder
from models.nlu.tokens import WordTokenizer
from models.nlu.words import words
from models.types import Decision, IntentCandidate, Sentiment, Understanding

Array = NDArray[np.float32]
_PER_CLASS = 60
_SHARPNESS = 20.0
"""Of the softmax over cosines; it changes confidences, not which class is first."""


class NearestCentroid:
    """A classifier made of the base's sentence vectors: each class is the mean of some training sentences.

    Slots stay empty, since an untrained tagger finds none; a sentence is rejected where its cosine with the
    first intent is below that of nearly all in-scope validation sentences.

    Arguments:
        base: the encoder's folder.
        train, valid: examples with labels.
        max_rejected: the share of in-scope validation sentences that may be rejected.
    """

    def __init__(
        self, base: Path, train: Sequence[Example], valid: Sequence[Example], max_rejected: float
    ) -> None:
        self._encoder, self._tokenizer = load_encoder(base).eval(), WordTokenizer(base)
        self._intents, self._intent_means = self._centroids([(e, e.intent) for e in train if e.intent])
        self._moods, self._mood_means = self._centroids([(e, e.sentiment) for e in train if e.sentiment])
        self._reject = -1.0
        inside = [e for e in valid if e.intent]
        if self._intents and inside:
            nearest = [float((self._vector(e) @ self._intent_means.T).max()) for e in inside]
            self._reject = float(np.quantile(nearest, max_rejected))

    def understand(self, text: str) -> Understanding:
        """The nearest intent and sentiment."""
        vector = self._embed(text)
        candidates: tuple[IntentCandidate, ...] = ()
        decision: Decision | None = None
        if self._intents:
            cosines = vector @ self._intent_means.T
            shares = np.exp(_SHARPNESS * (cosines - cosines.max()))
            shares /= shares.sum()
            order = np.argsort(-cosines)[:3]
            candidates = tuple(IntentCandidate(self._intents[i], float(shares[i])) for i in order)
            decision = "reject" if cosines.max() < self._reject else "act"
        mood = (
            cast(Sentiment, self._moods[int((vector @ self._mood_means.T).argmax())]) if self._moods else None
        )
        return Understanding(
            text, candidates=candidates, decision=decision, sentiment=mood,
            slots=() if self._intents else None,
        )  # fmt: skip

    def _centroids(self, labelled: Sequence[tuple[Example, str]]) -> tuple[list[str], Array]:
        draw = random.Random(0)
        groups: dict[str, list[Example]] = {}
        for example, label in labelled:
            groups.setdefault(label, []).append(example)
        means = []
        for label in sorted(groups):
            chosen = draw.sample(groups[label], min(_PER_CLASS, len(groups[label])))
            mean = np.mean([self._vector(e) for e in chosen], axis=0)
            means.append(mean / np.linalg.norm(mean))
        return sorted(groups), np.array(means, dtype=np.float32)

    def _vector(self, example: Example) -> Array:
        return self._embed(example.text or "")

    def _embed(self, text: str) -> Array:
        ids = torch.tensor([self._tokenizer.encode([w.text for w in words(text)]).ids])
        with torch.inference_mode():
            states = self._encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0]
        mean: Array = states.mean(0).numpy()
        return mean / np.float32(np.linalg.norm(mean))
