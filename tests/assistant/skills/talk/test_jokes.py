"""Jokes."""

from __future__ import annotations

from itertools import pairwise

from assistant.skills.talk.jokes import closed
from tests.fixtures.skills import Chat


def test_a_joke_is_told_and_the_next_is_another(chat: Chat) -> None:
    told = [chat.say("tell me a joke", "general_joke") for _ in range(5)]
    assert all(len(joke.split()) > 3 for joke in told)
    assert all(one != other for one, other in pairwise(told))
    assert chat.action is not None and chat.action.skill == "jokes"


def test_another_one_after_a_joke_is_another_joke(chat: Chat) -> None:
    first = chat.say("tell me a joke", "general_joke")
    assert chat.say("tell me another one", "general_repeat") != first
    assert chat.action is not None and chat.action.skill == "jokes"
    chat.say("thank you", "general_thank")
    chat.say("another one", "general_repeat")
    assert chat.action.skill == "repeat"


def test_every_joke_ends_like_a_sentence() -> None:
    assert closed("to C or\nnot to C") == "to C or not to C."
    assert closed("Why?") == "Why?"
