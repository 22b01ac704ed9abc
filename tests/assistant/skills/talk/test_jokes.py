"""Jokes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from assistant.skills.talk.jokes import MAX_WORDS, Jokes, closed
from tests.fixtures.talk import Table


def test_none_twice_in_a_row_and_none_too_long(tmp_path: Path) -> None:
    table = Table(tmp_path, Jokes)
    told = [table.say("tell me a joke", "general_joke") for _ in range(30)]
    assert all(one != other for one, other in pairwise(told))
    assert max(len(joke.split()) for joke in told) <= MAX_WORDS


def test_a_joke_is_one_closed_line() -> None:
    assert closed("Two lines\nand no stop") == "Two lines and no stop."
    assert closed("Really?") == "Really?"
