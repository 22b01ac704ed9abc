"""The untouched base as a classifier: linear heads on the states of the frozen encoder.

Knows the base's states and the labels, nothing of how the checkpoint that it is compared with was trained.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from models.manifest import Example
from models.nlu import decoding
from models.nlu.joint_bert import load_encoder
from models.nlu.labels import Labels
from models.nlu.tokens import Tokens, WordTokenizer
from models.nlu.words import words
from models.types import Decision, IntentCandidate, Message, Slot, Understanding
from training.classifier.dataset import ClassifierDataset
from training.classifier.encoding import IGNORED, EncodedSentence

Array = NDArray[np.float32]
_BATCH = 64
_SENTENCE_C, _WORD_C = 0.03, 0.1
"""Inverse regularisation of the heads, chosen on HWU64's and GoEmotions' validation sentences."""
_MAX_ITERATIONS = 200
_MOST = 10_000
"""Training sentences of a manifest that the heads are fitted on, drawn at random."""
_UNSEEN = -1e4
"""Log-probability of a tag that no training word has."""


class FrozenEncoder:
    """Sentences → states of the untouched base.

    Arguments:
        base: the encoder's folder.
    """

    def __init__(self, base: Path) -> None:
        self._encoder, self.tokenizer = load_encoder(base).eval(), WordTokenizer(base)

    def states(self, sentences: Sequence[Tokens]) -> Iterator[tuple[int, Array, Array]]:
        """Index, mean state (state,) and each word's first state (words, state); short sentences first."""
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].ids))
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH]
            width = max(len(sentences[i].ids) for i in chosen)
            ids = torch.zeros(len(chosen), width, dtype=torch.long)
            mask = torch.zeros_like(ids)
            for row, i in enumerate(chosen):
                ids[row, : len(sentences[i].ids)] = torch.tensor(sentences[i].ids)
                mask[row, : len(sentences[i].ids)] = 1
            with torch.inference_mode():
                hidden = self._encoder(input_ids=ids, attention_mask=mask).last_hidden_state.numpy()
            for row, i in enumerate(chosen):
                found = hidden[row, : len(sentences[i].ids)]
                yield i, found.mean(axis=0), found[sentences[i].word_starts]


class LinearHeads:
    """A classifier of the frozen base with a linear head for each kind of label in the training sentences.

    Intent, scope and sentiment read the mean state of a sentence, slots the first state of each word (BIO
    tags, decoded as the checkpoint's are). A sentence counts as one command without a conversation: its
    first command's labels are learned, and acts, relations, boundaries, modifiers and danger have no heads. A
    confidence below that of nearly all in-scope validation sentences rejects.

    Arguments:
        base: the encoder's folder.
        labels: of the heads.
        train, valid: sentences with labels, by manifest.
        max_rejected: share of the in-scope validation sentences that may be rejected.
    """

    def __init__(
        self, base: Path, labels: Labels, train: Mapping[str, Sequence[Example]],
        valid: Mapping[str, Sequence[Example]], max_rejected: float,
    ) -> None:  # fmt: skip
        self._base, self._labels, self._reject = FrozenEncoder(base), labels, 0.0
        self._prepared: dict[str, tuple[Array, Array]] = {}
        most = dict.fromkeys(train, _MOST)
        items = ClassifierDataset(_alone(train), labels, self._base.tokenizer, per_epoch=most).items
        sentences, tagged, tags = self._features(items)
        self._intents = _head(sentences, [i.intent for i in items], _SENTENCE_C)
        self._scope = _head(sentences, [i.out_of_scope for i in items], _SENTENCE_C)
        self._sentiments = _head(sentences, [i.sentiment for i in items], _SENTENCE_C, balanced=True)
        self._tags = _head(tagged, tags, _WORD_C)
        held = ClassifierDataset(_alone(valid), labels, self._base.tokenizer).items
        inside = [item for item in held if item.intent != IGNORED]
        if self._intents and inside:
            surest = self._confidences(self._features(inside)[0]).max(axis=1)
            self._reject = float(np.quantile(surest, max_rejected))

    def prepare(self, texts: Iterable[str]) -> None:
        """Encode texts that are going to be understood in batches, which takes a tenth of the time."""
        distinct = list(dict.fromkeys(texts))
        for i, sentence, states in self._base.states([self._tokens(text) for text in distinct]):
            self._prepared[distinct[i]] = sentence, states

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        """Intent, slots and sentiment, as far as there are heads; the context is not read."""
        if text not in self._prepared:
            self.prepare([text])
        spoken, (sentence, states) = words(text), self._prepared[text]
        candidates: tuple[IntentCandidate, ...] = ()
        decision: Decision | None = None
        if self._intents:
            sure = self._confidences(sentence[None])[0]
            order = np.argsort(-sure)[:3]
            candidates = tuple(IntentCandidate(self._labels.intents[i], float(sure[i])) for i in order)
            decision = "reject" if sure.max() < self._reject else "act"
        slots: tuple[Slot, ...] | None = None
        if self._tags:
            tags = decoding.best_tags(self._tag_logits(states), self._labels.tags)
            slots = () if decision == "reject" else decoding.slots(tags, spoken, text, {})
        sentiment = None
        if self._sentiments:
            sentiment = self._labels.sentiments[int(self._sentiments.predict(sentence[None])[0])]
        return Understanding(text, candidates=candidates, decision=decision, slots=slots, sentiment=sentiment)

    def _tokens(self, text: str) -> Tokens:
        return self._base.tokenizer.encode([w.text for w in words(text)])

    def _features(self, items: Sequence[EncodedSentence]) -> tuple[Array, Array, list[int]]:
        """(sentences, state), (tagged words, state) and the tags of those words."""
        sentences: dict[int, Array] = {}
        tagged: list[Array] = []
        tags: list[int] = []
        for i, sentence, states in self._base.states([item.tokens for item in items]):
            sentences[i] = sentence
            known = items[i].tags
            if known:
                tagged.append(states[: len(known)])
                tags += known
        means = np.array([sentences[i] for i in range(len(items))], dtype=np.float32)
        return means, np.concatenate(tagged) if tagged else np.zeros((0, 0), np.float32), tags

    def _confidences(self, sentences: Array) -> Array:
        """(sentences, intents): the probability that each is in scope and has each intent."""
        found = np.zeros((len(sentences), len(self._labels.intents)), dtype=np.float32)
        found[:, self._intents.classes_] = self._intents.predict_proba(sentences)
        if self._scope and 0 in self._scope.classes_:
            found *= self._scope.predict_proba(sentences)[
                :, [int(np.flatnonzero(self._scope.classes_ == 0)[0])]
            ]
        return found

    def _tag_logits(self, states: Array) -> Array:
        found = np.full((len(states), len(self._labels.tags)), _UNSEEN, dtype=np.float32)
        if len(states):
            found[:, self._tags.classes_] = self._tags.predict_log_proba(states)
        return found


def _alone(sources: Mapping[str, Sequence[Example]]) -> dict[str, list[Example]]:
    """The examples without their contexts."""
    return {name: [replace(e, context=()) for e in examples] for name, examples in sources.items()}


def _head(states: Array, labels: Sequence[int], c: float, *, balanced: bool = False) -> Any:
    """A fitted scikit-learn classifier of the states with a known label; None where there is none."""
    known = np.array(labels, dtype=np.int64)
    chosen = known != IGNORED
    if not chosen.any():
        return None
    if len(np.unique(known[chosen])) < 2:
        return DummyClassifier().fit(states[chosen], known[chosen])
    regression = LogisticRegression(
        C=c, max_iter=_MAX_ITERATIONS, class_weight="balanced" if balanced else None
    )
    return make_pipeline(StandardScaler(), regression).fit(states[chosen], known[chosen])
