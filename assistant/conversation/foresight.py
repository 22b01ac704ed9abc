"""What an utterance that may go on would mean: computed while its speaker pauses, with no effect."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future

from assistant.stages import Classifier
from models.types import Message, Understanding

REMEMBERED = 16
"""Texts with their context: the hypotheses of a few pauses."""
BEGUN_S = 1.0
"""Longest wait for what another thread has begun."""

Key = tuple[str, tuple[Message, ...]]


class RememberingClassifier:
    """A classifier that remembers its last results: what a pause was understood as is not computed again.

    What another thread is computing is waited for.
    """

    def __init__(self, classifier: Classifier) -> None:
        self.intents = classifier.intents
        self._classifier = classifier
        self._known: OrderedDict[Key, Future[Understanding]] = OrderedDict()
        self._change = threading.Lock()

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        """As the classifier's."""
        key = text, tuple(context)
        with self._change:
            found = self._known.get(key)
            begun = found is not None
            if found is None:
                found = self._known[key] = Future()
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
        if begun:
            try:
                return found.result(BEGUN_S)
            except TimeoutError:
                # that thread hangs
                return self._classifier.understand(text, context)
        try:
            found.set_result(self._classifier.understand(text, context))
        except BaseException as error:
            with self._change:
                self._known.pop(key, None)
            found.set_exception(error)
            raise
        return found.result()
