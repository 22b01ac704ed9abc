"""Answers to yes-or-no questions."""

from __future__ import annotations

import pytest

from assistant.conversation.yes_or_no import yes_or_no
from models.types import Command, Decision, DialogueAct, Relation, Understanding


def understood(
    text: str,
    intent: str | None = None,
    *,
    act: DialogueAct = "request",
    relation: Relation = "new",
) -> Understanding:
    decision: Decision = "act" if intent else "reject"
    given = Command(text, 0, len(text), act, relation, intent, 0.9, decision)
    return Understanding(text, intent, 0.9, decision, commands=(given,))


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
    assert yes_or_no(understood(text, intent)) == answer


def test_an_answer_has_the_act_of_a_yes_or_a_no() -> None:
    yes = understood("yes I would love that", "timer_cancel", relation="answer")
    no = understood("I would rather keep it", "timer_cancel", act="prohibition", relation="answer")
    value = understood("I would love that", "timer_cancel", relation="answer")

    assert [yes_or_no(one) for one in (yes, no, value)] == ["yes", "no", None]
