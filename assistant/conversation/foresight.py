"""What an utterance that may go on would mean: computed while its speaker pauses, with no effect."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.stages import Classifier
from models.types import Message, Understanding

REMEMBERED = 16
"""Texts with their context: the hypotheses of a few pauses."""


class RememberingClassifier:
    """A classifier that remembers its last results: what a pause was understood as is not computed again."""

    def __init__(self, classifier: Classifier) -> None:
        self.intents = classifier.intents
        self._recall = lru_cache(REMEMBERED)(classifier.understand)

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        """As the classifier's."""
        return self._recall(text, tuple(context))
