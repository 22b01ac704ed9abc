"""Words that a sentence takes back by saying them again, and prohibitions beside requests."""

from __future__ import annotations

import pytest

from assistant.conversation.mending import mend, understood
from assistant.conversation.retracting import forbidden_and_wanted
from models.types import DialogueAct, Understanding
from tests.fixtures.commands import command


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("put salt, no, not salt, we've loads, put sugar on the list", "put sugar on the list"),
        ("put rice wait not rice we have rice put pasta on my list", "put pasta on my list"),
        ("add elbows and paste no not paste ptfe tape to my list", "add elbows and ptfe tape to my list"),
        ("put salt and pepper on my list, no, not pepper", "put salt on my list"),
        ("put salt and pepper on my list, no, not the salt", "put pepper on my list"),
        ("put nails and screws no wait not screws bolts on the list", "put nails and bolts on the list"),
        ("a timer for five minutes no not five minutes eight minutes", "a timer for eight minutes"),
        ("remind me to call Peter, no, not Peter, Martin at six", "remind me to call Martin at six"),
        ("milk on the party list no not the party list the shopping list", "milk on the shopping list"),
        ("start a rice timer for ten minutes, no, not a rice timer, a pasta timer.",
         "start a pasta timer for ten minutes."),
        ("put salt on the list, no, not salt, sugar on the list", "put sugar on the list"),
    ],
)  # fmt: skip
def test_what_is_refused_by_its_name_is_taken_back(text: str, mended: str) -> None:
    assert mend(text).text == mended


@pytest.mark.parametrize(
    "text",
    [
        "put almond milk, not milk, on my list",
        "no, not the salt",
        "add milk and not oat milk to the list",
        "put salt on the list, no, not salt",
        "wake me at seven, no, not on Sunday",
    ],
)
def test_what_is_not_said_twice_stays(text: str) -> None:
    assert mend(text).text == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("please don't remove the milk; remove only the eggs",
         ("please don't remove the milk", "remove only the eggs")),
        ("leave the milk, just take off the eggs", ("leave the milk", "just take off the eggs")),
        ("do not stop the tea timer, stop the rice one", ("do not stop the tea timer", "stop the rice one")),
        ("take only the eggs off, don't remove the milk",
         ("take only the eggs off", "don't remove the milk")),
    ],
)  # fmt: skip
def test_a_prohibition_and_a_request_are_told_apart(text: str, parts: tuple[str, str]) -> None:
    stretches = forbidden_and_wanted(text)

    assert stretches is not None
    assert tuple(text[start:end] for start, end in stretches) == parts


@pytest.mark.parametrize(
    "text",
    [
        "don't remove the milk, remove everything else",
        "don't remove the milk",
        "never stop the tea timer, it is for the tea",
        "remove only the eggs",
        "don't forget the milk, we need it",
    ],
)
def test_one_of_them_is_no_two(text: str) -> None:
    assert forbidden_and_wanted(text) is None


def test_each_of_the_two_is_understood_alone() -> None:
    def classify(text: str) -> Understanding:
        act: DialogueAct = "prohibition" if text.startswith("don't") else "request"
        item = "eggs" if text.endswith("eggs") else "milk"
        given = command(text, "lists_remove", ("item", item), act=act)
        return Understanding(text, "lists_remove", 0.9, "act", slots=given.slots, commands=(given,))

    _, found = understood("don't remove the milk, remove only the eggs", classify)

    assert [(one.text, one.dialogue_act) for one in found.commands] == [
        ("don't remove the milk", "prohibition"),
        ("remove only the eggs", "request"),
    ]
    assert [found.text[slot.start : slot.end] for one in found.commands for slot in one.slots] == [
        "milk",
        "eggs",
    ]
