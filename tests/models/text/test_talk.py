"""Farewells, and whose words a question is about."""

from __future__ import annotations

import pytest

from models.text.talk import asks_for_own_words, asks_for_sound, is_farewell


@pytest.mark.parametrize(
    "text", ["Goodbye!", "bye bye", "good night", "see you tomorrow", "have a nice evening"]
)
def test_farewells(text: str) -> None:
    assert is_farewell(text)


@pytest.mark.parametrize(
    "text", ["hello", "good morning", "play bye bye birdie backwards"[:4], "what a night"]
)
def test_no_farewells(text: str) -> None:
    assert not is_farewell(text)


def test_whose_words() -> None:
    assert asks_for_own_words("what did I just ask?")
    assert asks_for_own_words("repeat my question")
    assert not asks_for_own_words("say that again")
    assert not asks_for_own_words("what did you say")
    assert not asks_for_own_words("I didn't hear you, say it again")


@pytest.mark.parametrize("text", ["unmute", "un-mute yourself", "sound back on please", "turn the volume on"])
def test_the_sound_is_to_come_back(text: str) -> None:
    assert asks_for_sound(text)
    assert not asks_for_sound("mute the sound")
