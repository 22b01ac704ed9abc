"""Conversations become examples with context."""

from collections.abc import Callable
from pathlib import Path

from models.types import Message
from training.corpora import conversation

Shared = Callable[[str], Path]


def test_a_long_conversation_keeps_its_last_messages() -> None:
    turns = [Message("assistant" if n % 2 else "user", f"line {n}") for n in range(20)]
    *_, last = conversation.pairs(turns)
    assert [m.text for m in last.context] == [f"line {n}" for n in range(12, 18)]


def test_only_answers_to_the_user_are_examples() -> None:
    turns = [
        Message("assistant", "Hello."), Message("user", "Tea."), Message("user", "Green."),
        Message("assistant", "Gladly."), Message("assistant", "Milk?"),
    ]  # fmt: skip
    (example,) = conversation.pairs(turns, "test")
    assert (example.text, example.reply, example.split) == ("Green.", "Gladly.", "test")
    assert [m.text for m in example.context] == ["Hello.", "Tea."]
