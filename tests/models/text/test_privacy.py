"""Questions about privacy."""

from __future__ import annotations

import pytest

from models.text.privacy import asks_of_privacy


@pytest.mark.parametrize(
    "text",
    [
        "could my landlord hear what I say", "do you rely on some server",
        "are my reminders backed up online", "who gets to see our chats", "do you pass my words on",
        "where are my questions stored", "is this private", "do you store my speech",
        "could anybody look at my lists", "are you spying on us", "can you be hacked",
        "do you share my address with anyone",
    ],
)  # fmt: skip
def test_who_hears_gets_or_keeps(text: str) -> None:
    assert asks_of_privacy(text)


@pytest.mark.parametrize(
    "text",
    [
        "what's on my list", "can you read my notes", "did you save that note",
        "where did I leave my keys", "upload my photo", "can you upload my photo", "who sings this",
        "where do I keep the salt", "is the wifi on", "what did I say about the boiler",
        "do you have any jokes",
    ],
)  # fmt: skip
def test_other_questions(text: str) -> None:
    assert not asks_of_privacy(text)


@pytest.mark.parametrize(
    "text",
    ["does what I tell you go off to one of those big companies", "do my lists end up with other companies"],
)
def test_where_words_go(text: str) -> None:
    assert asks_of_privacy(text)
