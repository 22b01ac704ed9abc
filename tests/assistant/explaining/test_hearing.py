"""What biasing changed in a transcript."""

from __future__ import annotations

from assistant.explaining.hearing import changed_words, hearing
from assistant.turn import Recognition
from models.types import Hypothesis, Transcript

HEARD = Transcript(
    "a large mocha", 0.6, alternatives=(Hypothesis("a large mocha", 0.6), Hypothesis("a large mocker", 0.7))
)


def test_the_words_that_a_domain_put_in_place() -> None:
    recognition = Recognition("a.wav", HEARD, 0.5, 2.0)
    found = hearing(recognition, Transcript("A large mocker.", 0.7), "a large mocker")
    assert found.changed == (("mocker", "mocha"),)
    assert found.unbiased == (Hypothesis("A large mocker.", 0.7),)
    assert (found.source, found.start_s, found.end_s, found.chosen) == ("a.wav", 0.5, 2.0, 1)
    plain = hearing(recognition, None, "something else")
    assert plain.changed == plain.unbiased == () and plain.chosen == 0


def test_words_that_come_and_go() -> None:
    assert changed_words("ice latte please", "iced latte") == (("ice", "iced"), ("please", ""))
    assert changed_words("a tea", "A tea!") == ()
