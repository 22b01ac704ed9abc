"""The n-gram model of a domain."""

from __future__ import annotations

from models.asr.biasing.domain_ngram import UNKNOWN, DomainNGram, slot_token, tokenize
from tests.fixtures.tea_room import TEA


def test_a_slot_is_one_token() -> None:
    assert tokenize(TEA.sentences[0]) == ["pour", "me", "a", slot_token("cup"), "of", slot_token("tea")]


def test_the_ngram_sums_to_one_over_what_it_knows_and_one_unknown_word_each() -> None:
    ngram = DomainNGram([tokenize(s) for s in TEA.sentences])
    seen = sum(pow(2.718281828, ngram.log_probability(("a",), t)) for t in (*ngram.tokens, "</s>"))
    assert 0.8 < seen <= 1.001


def test_a_seen_word_is_likelier_than_an_unseen_one() -> None:
    ngram = DomainNGram([tokenize(s) for s in TEA.sentences])
    assert ngram.log_probability(("pour",), "me") > ngram.log_probability(("pour",), "please")
    assert ngram.log_probability(("pour",), "please") > ngram.log_probability(("pour",), UNKNOWN)
    assert slot_token("tea") in ngram.tokens and "</s>" not in ngram.tokens
