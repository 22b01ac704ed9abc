"""Names of new things, and subjects of reminders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.skills.api import Call, Reading
from assistant.skills.time.naming import moves, name_of, speaks_of_reminders, subject_said
from tests.fixtures.commands import command
from tests.fixtures.skills import Chat


@pytest.fixture
def call(chat: Chat) -> Call:
    return chat.responder.call(chat.dialogue)


@pytest.mark.parametrize(
    ("words", "name"), [("the bun", "bun"), ("second", None), ("5 minute", None), ("tea timer", "tea")]
)
def test_the_name_of_something_new(call: Call, words: str, name: str | None) -> None:
    said = command(f"start {words}", "timer_set", ("timer_name", words))

    assert name_of("timer_name").read(Reading(said, call)) == name


def test_the_subject_of_a_reminder_is_taken_from_the_command_before(call: Call) -> None:
    before = command(
        "remind me to feed my hens at 5", "calendar_set", ("event_name", "feed my hens"), ("time", "5")
    )
    after = command("and again at 6", "calendar_set", ("time", "6"), relation="follow_up")

    parameter = subject_said()
    assert parameter.read(Reading(before, call)) == "to feed your hens"
    assert parameter.read(Reading(after, call, before)) == "to feed your hens"
    assert parameter.answer is not None
    assert parameter.answer(Reading(command("my hens.", None), call)) == "your hens"


def test_a_reminder_that_is_moved_has_no_new_subject(call: Call) -> None:
    said = command("push the choir reminder back an hour", "calendar_set", ("event_name", "choir"))

    assert moves().read(Reading(said, call))
    assert speaks_of_reminders().read(Reading(said, call))
    assert subject_said().read(Reading(said, call)) == ""
    assert moves().read(Reading(command("remind me of choir", "calendar_set"), call)) is None


def test_a_condition_is_for_the_owner_to_judge(call: Call) -> None:
    said = command(
        "remind me to ring Ida at 5 if she hasn't written",
        "calendar_set", ("event_name", "ring Ida"), ("time", "5"),
    )  # fmt: skip

    assert subject_said().read(Reading(said, call)) == "to ring Ida if she hasn't written"


def test_a_subject_of_a_command_further_back_is_said_again(call: Call) -> None:
    first = command("remind me to feed my hens at 5", "calendar_set", ("event_name", "feed my hens"))
    hens = replace(first.slots[0], start=0, end=0)
    second = replace(
        command("make it 6", "calendar_set", ("time", "6"), relation="correction"), slots=(hens,)
    )
    third = command("at 7 I mean", "calendar_set", ("time", "7"), relation="correction")

    assert subject_said().read(Reading(third, call, second)) == "to feed your hens"
