"""Whether an order of the owner's domain was heard well enough to be carried out, or must be asked about.

The classifier only sees the text, and listening for the domain makes a sentence of it that the domain has: in
noise what is wrong looks as sure to it as what is right. Two signs are left, how sure the recognizer was and
how much of the text the domain knows; their product decides. Knows no engine.
"""

from __future__ import annotations

from dataclasses import replace

from models.nlu.domain import DomainDescription, words_of
from models.nlu.words import spoken_words
from models.types import Transcript, Understanding

UNSURE = 0.45
"""The recognizer's confidence times the share of words that the domain knows: with less, it is asked about.
Chosen on orders in synthetic voices, see "Asking back" in `.github/experiments.md`."""


class ConfirmationPolicy:
    """Arguments:
    domain: whose intents are doubted; what other intents there are is left to their own thresholds.
    """

    def __init__(self, domain: DomainDescription) -> None:
        self._intents = frozenset(s.intent for s in domain.sentences) | domain.replies.keys()
        self._words = words_of(domain)

    def strange(self, text: str) -> list[str]:
        """The words of a text that are none of the domain's."""
        return [word for word in spoken_words(text) if word not in self._words]

    def weigh(self, transcript: Transcript, understanding: Understanding) -> Understanding:
        """The same, its decision "confirm" where it was "act" and only half of it was heard."""
        if understanding.decision != "act" or understanding.intent not in self._intents:
            return understanding
        strange = len(self.strange(transcript.text)) / max(1, len(spoken_words(transcript.text)))
        if transcript.confidence * (1.0 - strange) >= UNSURE:
            return understanding
        return replace(understanding, decision="confirm")
