"""Words → tokens of a tiny BERT."""

from pathlib import Path

import pytest

from models.errors import CheckpointError
from models.nlu.tokens import MAX_TOKENS, WordTokenizer


def test_every_word_has_a_start_after_the_first_token(tiny_bert: Path) -> None:
    tokens = WordTokenizer(tiny_bert).encode(["turn", "xyzzy", "light"])
    assert len(tokens.ids) == 5 and tokens.word_starts == [1, 2, 3]
    assert WordTokenizer(tiny_bert).encode([]).word_starts == []


def test_a_word_without_a_token_has_the_sentences_own(tiny_bert: Path) -> None:
    assert WordTokenizer(tiny_bert).encode(["turn", "\u200d", "light"]).word_starts == [1, 0, 2]


def test_words_beyond_the_limit_are_cut_off(tiny_bert: Path) -> None:
    tokens = WordTokenizer(tiny_bert).encode(["light"] * 300)
    assert len(tokens.ids) == MAX_TOKENS and len(tokens.word_starts) == MAX_TOKENS - 2


def test_whole_words_are_in_the_vocabularys_order(tiny_bert: Path) -> None:
    found = WordTokenizer(tiny_bert).whole_words()
    assert {"light", "kitchen", "a"} <= set(found) and "?" not in found and "[CLS]" not in found
    assert found == sorted(found)  # the fixture's vocabulary is sorted


def test_a_folder_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no tokenizer\.json"):
        WordTokenizer(tmp_path)
