"""Text → understanding: words, one forward pass, confidences, slots, decision. Knows no engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from models.nlu import decoding
from models.nlu.decision import decide
from models.nlu.decoding import Array
from models.nlu.labels import Description
from models.nlu.tokens import Tokens, WordTokenizer
from models.nlu.words import MARKS, words
from models.types import IntentCandidate, Understanding

CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class HeadOutputs:
    """The heads' logits for one sentence; None for an absent head."""

    intents: Array | None
    """(intents,)"""
    out_of_scope: float | None
    tags: Array | None
    """(words, tags)"""
    sentiments: Array | None
    """(sentiments,)"""
    transitions: Array | None = None
    """(tags, tags), common to all sentences: score of each tag pair, the first before the second."""


class Network(Protocol):
    """An engine that runs the encoder and its heads."""

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        """The logits of one sentence."""
        ...


class JointClassifier:
    """A classifier checkpoint on an engine."""

    def __init__(self, description: Description, tokenizer: WordTokenizer, network: Network) -> None:
        self.description = description
        self._tokenizer = tokenizer
        self._network = network

    @property
    def intents(self) -> tuple[str, ...]:
        """The labels of the intent head; empty without one."""
        return self.description.labels.intents

    def understand(self, text: str) -> Understanding:
        """Intent, slots, sentiment and decision for a text; slots have offsets into `text`."""
        labels, temperatures = self.description.labels, self.description.temperatures
        spoken = words(text)
        outputs = self._network(self._tokenizer.encode([w.text for w in spoken]))
        understanding = Understanding(text)
        rejected = False
        if outputs.intents is not None:
            confidences = decoding.intent_confidences(outputs.intents, outputs.out_of_scope, temperatures)
            order = np.argsort(-confidences)[:CANDIDATES]
            first = float(confidences[order[0]])
            # a text of marks alone has no intent
            has_words = any(w.text not in MARKS for w in spoken)
            decision = decide(first, self.description.thresholds) if has_words else "reject"
            rejected = decision == "reject"
            understanding = replace(
                understanding,
                intent=None if rejected else labels.intents[order[0]],
                intent_confidence=first,
                decision=decision,
                candidates=tuple(IntentCandidate(labels.intents[i], float(confidences[i])) for i in order),
            )
        if outputs.tags is not None:
            tags = [] if rejected else decoding.best_tags(outputs.tags, labels.tags, outputs.transitions)
            closed = self.description.vocabularies
            slots = decoding.slots(tags, spoken, text, closed)
            missed = decoding.unresolved(tags, spoken, text, closed, slots)
            understanding = replace(understanding, slots=slots, unresolved=missed)
        if outputs.sentiments is not None:
            mood = decoding.softmax(outputs.sentiments, temperatures.sentiment)
            understanding = replace(
                understanding,
                sentiment=labels.sentiments[int(mood.argmax())],
                sentiment_confidence=float(mood.max()),
            )
        return understanding
