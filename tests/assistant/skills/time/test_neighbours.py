"""Times that are told by that of the command before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.skills.api import Call, Reading
from assistant.skills.time.neighbours import next_to, with_day_after
from tests.fixtures.commands import command
from tests.fixtures.skills import Chat

NOW = datetime(2026, 3, 10, 13, 5, tzinfo=UTC)
SIX = command("wake me at 6 tomorrow", "alarm_set", ("time", "6"), ("date", "tomorrow"))


@pytest.fixture
def call(chat: Chat) -> Call:
    return replace(chat.responder.call(chat.dialogue), now=NOW)


@pytest.mark.parametrize(
    ("text", "words", "hour", "minute"),
    [
        ("and another ten minutes before that", "ten minutes", 5, 50),
        ("again a quarter of an hour after that", "a quarter of an hour", 6, 15),
        ("and another one an hour later", "one an hour", 7, 0),
        ("a second one half an hour earlier", "half an hour", 5, 30),
    ],
)
def test_another_beside_the_one_before(call: Call, text: str, words: str, hour: int, minute: int) -> None:
    given = command(text, "alarm_set", ("time", words))

    assert next_to(Reading(given, call, SIX)) == datetime(2026, 3, 11, hour, minute, tzinfo=UTC)
    assert next_to(Reading(given, call)) is None
    assert next_to(Reading(replace(given, relation="correction"), call, SIX)) is None


@pytest.mark.parametrize("text", ["half an hour later", "another in half an hour"])
def test_what_moves_it_is_no_other(call: Call, text: str) -> None:
    given = command(text, "alarm_set", ("time", "half an hour"))

    assert next_to(Reading(given, call, SIX)) is None


def test_the_day_after_is_that_of_the_one_before(call: Call) -> None:
    given = command("and the same for the day after", "alarm_set", ("date", "the day after"))

    assert with_day_after(("the day after",), Reading(given, call, SIX)) == ["06:00", "2026-03-12"]
    assert with_day_after(("6 am", "the day after"), Reading(given, call, SIX)) == ["6 am", "2026-03-12"]
    far = command("and for the day after tomorrow", "alarm_set", ("date", "the day after tomorrow"))
    assert with_day_after(("6", "the day after tomorrow"), Reading(far, call, SIX)) == (
        "6",
        "the day after tomorrow",
    )
    other = command("the same on friday", "alarm_set", ("date", "friday"))
    assert with_day_after(("friday",), Reading(other, call, SIX)) == ("friday",)
