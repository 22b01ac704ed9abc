"""Words → BERT tokens. Knows the base's tokenizer.json, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tokenizers import Tokenizer

from models.errors import CheckpointError
from models.nlu.files import TOKENIZER
from models.nlu.words import words
from models.types import Message, Role

MAX_TOKENS = 128
"""Limit of a sentence, about a hundred spoken words; the rest is cut off."""
CONTEXT_TOKENS = 16
"""Limit of each text of the context, its separator included; the rest is cut off."""
_CONTEXT_CHARACTERS = 300
"""Beginning of a text of the context, which has more tokens than the limit."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One sentence for the network."""

    ids: list[int]
    """Special tokens included."""
    word_starts: list[int]
    """Index into `ids` of the first token of each word within `MAX_TOKENS`."""
    types: list[int] = field(default_factory=list)
    """0 for the utterance's tokens, 1 for the context's behind them; empty without context."""

    @property
    def own(self) -> int:
        """Number of the utterance's tokens, special ones included."""
        return self.types.count(0) if self.types else len(self.ids)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The first token of a span of words and the token after its last.

        Special tokens are excluded; a span of words without tokens is empty.

        Arguments:
            first, last: indices of words, `last` excluded.
        """
        start, end = (
            next((place for place in self.word_starts[word:] if place), self.own - 1)
            for word in (first, last)
        )
        return start, end


class WordTokenizer:
    """The base's own tokenizer, applied to single words.

    Raises:
        CheckpointError: the base has no tokenizer.json.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / TOKENIZER
        if not path.is_file():
            raise CheckpointError(
                "has no tokenizer.json", where=str(folder), do="name a base with a fast tokenizer"
            )
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, spoken: Sequence[str], context: Sequence[Message] = ()) -> Tokens:
        """Words → tokens, with a word start even for a word that has no token.

        Arguments:
            spoken: the utterance's words.
            context: the previous exchange; the last text of the user and of the assistant are appended.
        """
        encoding = self._tokenizer.encode(list(spoken), is_pretokenized=True)
        first: dict[int, int] = {}
        for position, word in enumerate(encoding.word_ids):
            if word is not None:
                first.setdefault(word, position)
        # a word that the tokenizer drops (a lone joiner, for example) gets the sentence's own token
        starts = [first.get(word, 0) for word in range(max(first, default=-1) + 1)]
        if not context:
            return Tokens(encoding.ids, starts)
        said: dict[Role, str] = {message.role: message.text for message in context}
        separator = encoding.ids[-1]
        appended: list[int] = []
        # both texts have their places, an empty one's is its separator
        for text in (said.get("user", ""), said.get("assistant", "")):
            read = [word.text for word in words(text[:_CONTEXT_CHARACTERS])]
            known = self._tokenizer.encode(read, is_pretokenized=True, add_special_tokens=False)
            appended += [*known.ids[: CONTEXT_TOKENS - 1], separator]
        return Tokens(encoding.ids + appended, starts, [0] * len(encoding.ids) + [1] * len(appended))

    @property
    def vocabulary(self) -> dict[str, int]:
        """Id of each token."""
        return self._tokenizer.get_vocab()

    @property
    def mask(self) -> int:
        """Id of the token that stands for a hidden word."""
        found = (self._tokenizer.token_to_id(name) for name in ("[MASK]", "<mask>"))
        return next(token for token in found if token is not None)

    def whole_words(self) -> list[str]:
        """Words of a single token, in the order of the vocabulary, which begins with frequent ones."""
        ids = self.vocabulary
        known = (w for w in ids if w.isascii() and w.isalpha() and (len(w) > 1 or w in "ai"))
        return sorted(known, key=ids.__getitem__)
