"""Answers to yes-or-no questions."""

from __future__ import annotations

import pytest

from assistant.conversation.yes_or_no import yes_or_no
from models.types import Decision, Understanding


def understood(text: str, intent: str | None = None, decision: Decision = "reject") -> Understanding:
    return Understanding(text, intent, 0.9, decision)


@pytest.mark.parametrize(
    "text", ["yes", "Yeah.", "yes please", "okay", "sure, go ahead", "do it", "Yes, do it!", "of course"]
)
def test_yes(text: str) -> None:
    assert yes_or_no(understood(text)) == "yes"


@pytest.mark.parametrize(
    "text", ["no", "Nope.", "no thank you", "don't do that", "not now", "cancel that", "stop", "leave it"]
)
def test_no(text: str) -> None:
    assert yes_or_no(understood(text)) == "no"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "please",
        "thanks",
        "yes or no",
        "yesterday",
        "turn on the light",
        "no way yes",
        "i said yes maybe",
    ],
)
def test_neither(text: str) -> None:
    assert yes_or_no(understood(text)) is None


@pytest.mark.parametrize(
    ("text", "intent", "answer"),
    [
        ("yes that would be lovely", "general_affirm", "yes"),
        ("yes but not the kitchen", "general_affirm", None),
        ("that would be lovely", "general_affirm", None),
        ("rather not", "general_negate", "no"),
        ("yes that would be lovely", "general_praise", None),
    ],
)
def test_a_sure_classifier_counts_for_other_words(text: str, intent: str, answer: str | None) -> None:
    assert yes_or_no(understood(text, intent, "act")) == answer
    assert yes_or_no(understood(text, intent, "confirm")) is None
