"""Words → BERT tokens. Knows the base's tokenizer.json, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from models.errors import CheckpointError

MAX_TOKENS = 128
"""Limit of a sentence, about a hundred spoken words; the rest is cut off."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One sentence for the network."""

    ids: list[int]
    """Special tokens included."""
    word_starts: list[int]
    """Index into `ids` of the first token of each word within `MAX_TOKENS`."""


class WordTokenizer:
    """The base's own tokenizer, applied to single words.

    Raises:
        CheckpointError: the base has no tokenizer.json.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "tokenizer.json"
        if not path.is_file():
            raise CheckpointError(
                "has no tokenizer.json", where=str(folder), do="name a base with a fast tokenizer"
            )
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, words: Sequence[str]) -> Tokens:
        """Words → tokens, with a word start even for a word that has no token."""
        encoding = self._tokenizer.encode(list(words), is_pretokenized=True)
        first: dict[int, int] = {}
        for position, word in enumerate(encoding.word_ids):
            if word is not None:
                first.setdefault(word, position)
        # a word that the tokenizer drops (a lone joiner, for example) gets the sentence's own token
        return Tokens(encoding.ids, [first.get(word, 0) for word in range(max(first, default=-1) + 1)])

    def whole_words(self) -> list[str]:
        """Words of a single token, in the order of the vocabulary, which begins with frequent ones."""
        ids = self._tokenizer.get_vocab()
        known = (w for w in ids if w.isascii() and w.isalpha() and (len(w) > 1 or w in "ai"))
        return sorted(known, key=ids.__getitem__)
