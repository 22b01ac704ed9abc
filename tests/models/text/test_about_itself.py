"""Questions about the assistant."""

from __future__ import annotations

import pytest

from models.text.about_itself import (
    asks_again,
    asks_how_it_is,
    asks_the_same_of_it,
    asks_what_it_is,
    is_question,
)


@pytest.mark.parametrize(
    "text",
    [
        "and which town do you come from", "so who built you", "who are we talking to",
        "what's your favourite band", "are you made of metal", "what about you, how old are you",
        "could you describe yourself", "who's this?", "so you are a parrot?",
    ],
)  # fmt: skip
def test_what_it_is(text: str) -> None:
    assert asks_what_it_is(text)


@pytest.mark.parametrize(
    "text",
    [
        "what are you doing",
        "where do I live",
        "do you have my address",
        "what's my name",
        "what can you do",
        "who was that singer",
    ],
)
def test_what_it_is_not(text: str) -> None:
    assert not asks_what_it_is(text)


def test_the_subject_decides() -> None:
    assert asks_the_same_of_it("do you live there too")
    assert not asks_the_same_of_it("do you live near me")


def test_how_it_is() -> None:
    assert asks_how_it_is("Hey, how are you doing?")
    assert not asks_how_it_is("how are you made")


def test_what_was_not_heard() -> None:
    assert asks_again("Sorry, what was that?")
    assert not asks_again("what was that song")


def test_a_question_begins_as_one() -> None:
    assert is_question("So, whose is it")
    assert not is_question("tell the whole story")
