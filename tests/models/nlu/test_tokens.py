"""Words → tokens of a tiny BERT."""

from pathlib import Path

import pytest

from models.errors import CheckpointError
from models.nlu.tokens import CONTEXT_TOKENS, MAX_TOKENS, Tokens, WordTokenizer
from models.types import Message


def test_every_word_has_a_start_after_the_first_token(tiny_bert: Path) -> None:
    tokens = WordTokenizer(tiny_bert).encode(["turn", "xyzzy", "light"])
    assert len(tokens.ids) == 5 and tokens.word_starts == [1, 2, 3]
    assert WordTokenizer(tiny_bert).encode([]).word_starts == []


def test_a_word_without_a_token_has_the_sentences_own(tiny_bert: Path) -> None:
    assert WordTokenizer(tiny_bert).encode(["turn", "\u200d", "light"]).word_starts == [1, 0, 2]


def test_words_beyond_the_limit_are_cut_off(tiny_bert: Path) -> None:
    tokens = WordTokenizer(tiny_bert).encode(["light"] * 300)
    assert len(tokens.ids) == MAX_TOKENS and len(tokens.word_starts) == MAX_TOKENS - 2


def test_the_context_follows_as_two_texts_of_its_own_type(tiny_bert: Path) -> None:
    tokenizer = WordTokenizer(tiny_bert)
    alone, light = tokenizer.encode(["turn", "light"]), tokenizer.encode(["light"]).ids[1]
    user, reply = Message("user", "Light."), Message("assistant", "light? light")
    both = tokenizer.encode(["turn", "light"], (user, reply))
    assert alone.types == [] and alone.own == both.own == 4
    assert both.ids[:4] == alone.ids and both.word_starts == alone.word_starts
    assert both.types == [0] * 4 + [1] * 6
    assert [i for i in both.ids[4:] if i in (light, 3)] == [light, 3, light, light, 3]
    # without one of them, the other keeps its place
    assert tokenizer.encode(["turn"], (user,)).ids[3:] == [light, 3, 3]
    assert tokenizer.encode(["turn"], (Message("assistant", "light"),)).ids[3:] == [3, light, 3]
    assert tokenizer.encode(["turn"], (reply, user, Message("user", ""))).ids[3] == 3


def test_a_long_context_is_cut_off(tiny_bert: Path) -> None:
    long = "light " * 200
    tokens = WordTokenizer(tiny_bert).encode(
        ["light"] * 300, (Message("user", long), Message("assistant", long))
    )
    assert tokens.own == MAX_TOKENS and len(tokens.ids) == MAX_TOKENS + 2 * CONTEXT_TOKENS
    assert tokens.ids[MAX_TOKENS + CONTEXT_TOKENS - 1] == tokens.ids[-1] == 3


def test_a_span_of_words_is_a_span_of_tokens() -> None:
    tokens = Tokens([2, 5, 6, 7, 8, 3, 9, 3], [1, 0, 2, 4], [0] * 6 + [1] * 2)
    assert tokens.span(0, 4) == (1, 5)
    assert [tokens.span(i, i + 1) for i in range(4)] == [(1, 2), (2, 2), (2, 4), (4, 5)]
    assert Tokens([2, 3], []).span(0, 0) == (1, 1)


def test_whole_words_are_in_the_vocabularys_order(tiny_bert: Path) -> None:
    found = WordTokenizer(tiny_bert).whole_words()
    assert {"light", "kitchen", "a"} <= set(found) and "?" not in found and "[CLS]" not in found
    assert found == sorted(found)  # the fixture's vocabulary is sorted


def test_a_folder_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no tokenizer\.json"):
        WordTokenizer(tmp_path)
