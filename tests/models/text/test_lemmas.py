"""Content words by their dictionary forms."""

from __future__ import annotations

from models.text.lemmas import base_form, content_words, known, lemmas


def test_forms_of_one_word_meet() -> None:
    for one, other in [("parked", "park"), ("mice", "mouse"), ("lent", "lend"), ("tom's", "tom")]:
        assert lemmas(one) & lemmas(other)
    assert not lemmas("shed") & lemmas("shop")


def test_words_that_tell_nothing_are_left_out() -> None:
    assert list(content_words("What did I say about the neighbours’ hedges?")) == ["neighbours", "hedges"]
    assert content_words("what have I asked you to remember") == {}


def test_parts_of_speech_and_dictionary_forms() -> None:
    assert known("walks", "VERB")
    assert not known("walks", "ADJ")
    assert not known("grib")
    assert base_form("ordering", "VERB") == "order"
    assert base_form("order", "VERB") == "order"
    assert base_form("grib", "VERB") is None
