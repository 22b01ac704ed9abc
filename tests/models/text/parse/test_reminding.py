"""What a reminder is about."""

from __future__ import annotations

import pytest

from models.text.parse import reminding


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("remind me to phone my aunt", ["phone my aunt"], "to phone your aunt"),
        ("remind me about the choir", ["choir"], "about the choir"),
        ("remind me of choir at six", ["choir"], "about choir"),
        ("remind me not to lock the gate", ["lock the gate"], "not to lock the gate"),
        ("remind me that I'm on call", ["I'm on call"], "that you're on call"),
        ("add choir on friday", ["choir"], "choir"),
        ("remind me about lunch with dad", ["lunch", "dad"], "about lunch with dad"),
    ],
)
def test_the_subject_of_a_reminder(text: str, words: list[str], said: str) -> None:
    places = [(text.index(word), text.index(word) + len(word)) for word in words]

    assert reminding.subject(text, places) == said


def test_a_time_between_the_words_is_left_out() -> None:
    text = "remind me about lunch at one with dad"

    assert reminding.subject(text, [(16, 21), (34, 37)], [(25, 28)]) == "about lunch dad"


def test_somebody_is_to_be_woken() -> None:
    assert reminding.wakes("get me up at five")
    assert not reminding.wakes("an alarm at five")
