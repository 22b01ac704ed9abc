"""Word n-gram model of a domain's sentences, in which each slot is one word. Knows no sound.

Trigrams with Witten-Bell smoothing (Chen and Goodman, "An empirical study of smoothing techniques", 1999):
a few hundred sentences are enough, since a slot stands for all its values.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from models.nlu.domain import DomainSentence
from models.text.normalise import normalise

START, END = "<s>", "</s>"
UNKNOWN = "<unknown>"
ORDER = 3
OTHER_WORDS = 20_000
"""Words of the language outside the domain, all equally likely."""


class DomainNGram:
    """Trigram probabilities.

    Arguments:
        sentences: tokens of each; a slot is the token of `slot_token`.
    """

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            tokens = [*[START] * (ORDER - 1), *sentence, END]
            for i in range(ORDER - 1, len(tokens)):
                for length in range(ORDER):
                    counts[tuple(tokens[i - length : i])][tokens[i]] += 1
        self._counts = dict(counts)
        self._sizes = {context: (c.total(), len(c)) for context, c in self._counts.items()}
        self.log_probability = lru_cache(maxsize=200_000)(self._log_probability)

    @property
    def tokens(self) -> frozenset[str]:
        """Every token of the sentences."""
        return frozenset(self._counts.get((), ())) - {END}

    def _log_probability(self, context: tuple[str, ...], token: str) -> float:
        """Log-probability of `token` after the last two tokens of `context`."""
        return math.log(self._probability(context[-(ORDER - 1) :], token))

    def _probability(self, context: tuple[str, ...], token: str) -> float:
        shorter = self._probability(context[1:], token) if context else 1.0 / OTHER_WORDS
        total, kinds = self._sizes.get(context, (0, 0))
        if not total:
            return shorter
        return (self._counts[context][token] + kinds * shorter) / (total + kinds)


def slot_token(name: str) -> str:
    """The token of a slot; no normalised word has braces."""
    return f"{{{name}}}"


def tokenize(sentence: DomainSentence) -> list[str]:
    """A sentence's normalised words, each slot one token."""
    tokens: list[str] = []
    last = 0
    for slot in sorted(sentence.slots, key=lambda s: s.start):
        tokens += [*normalise(sentence.text[last : slot.start]).split(), slot_token(slot.name)]
        last = slot.end
    return tokens + normalise(sentence.text[last:]).split()
