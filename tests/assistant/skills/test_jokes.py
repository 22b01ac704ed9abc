"""Jokes."""

from __future__ import annotations

from itertools import pairwise

from tests.assistant.skills.conftest import Chat


def test_a_joke_is_told_and_the_next_is_another(chat: Chat) -> None:
    told = [chat.say("tell me a joke", "general_joke") for _ in range(5)]
    assert all(len(joke.split()) > 3 for joke in told)
    assert all(one != other for one, other in pairwise(told))
    assert chat.action is not None and chat.action.skill == "jokes"
