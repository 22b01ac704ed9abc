"""Content words by their dictionary forms."""

from __future__ import annotations

from models.text.lemmas import content_words, lemmas


def test_forms_of_one_word_meet() -> None:
    for one, other in [("parked", "park"), ("mice", "mouse"), ("lent", "lend"), ("tom's", "tom")]:
        assert lemmas(one) & lemmas(other)
    assert not lemmas("shed") & lemmas("shop")


def test_words_that_tell_nothing_are_left_out() -> None:
    assert list(content_words("What did I say about the neighbours’ hedges?")) == ["neighbours", "hedges"]
    assert content_words("what have I asked you to remember") == {}
