"""Greetings, thanks and goodbyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.skills.talk.courtesy import Courtesy
from tests.fixtures.commands import command
from tests.fixtures.talk import NOW, Table


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path, Courtesy)


@pytest.mark.parametrize(
    ("hour", "expected"), [(8, "Good morning."), (14, "Good afternoon."), (21, "Good evening.")]
)
def test_a_greeting_by_the_time_of_day(table: Table, hour: int, expected: str) -> None:
    table.moment = replace(table.moment, now=NOW + timedelta(hours=hour - NOW.hour))
    assert table.decide(command("hello there", "general_greet", act="social")).sentence == expected


def test_thanks_and_praise_name_the_owner(table: Table) -> None:
    table.profile.set("name", "Anna")
    thanked = command("thanks", "general_thank", act="social")
    assert table.decide(thanked).sentence == "You're welcome, Anna."
    praised = command("good job", "general_praise", act="social")
    assert table.decide(praised).sentence == "Thank you, Anna."


def test_a_goodbye_ends_the_conversation(table: Table) -> None:
    assert table.decide(command("thanks, good night", "general_thank", act="social")).sentence == "Goodbye."
    assert table.ended == ["leave"]


def test_stopping_is_silent_at_once(table: Table) -> None:
    assert table.say("stop", "general_commandstop") == "Okay."
    assert table.say("never mind", "general_cancel") == "All right."
    assert table.ended == ["cancel", "cancel"]


def test_yes_to_nothing_does_nothing(table: Table) -> None:
    outcome = table.decide(command("yes", "general_affirm"))
    assert outcome.sentence == "All right."
    assert outcome.action is not None
    assert not outcome.action.changes


@pytest.mark.parametrize("text", ["how are you", "hi, how's it going", "hello, are you well?"])
def test_the_question_how_it_is_gets_an_answer(table: Table, text: str) -> None:
    said = table.decide(command(text, "general_greet", act="social")).sentence
    assert said == "I'm fine, thank you. All is working well here."
