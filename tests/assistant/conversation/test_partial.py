"""Values that are only a part of one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.conversation.partial import completed_from
from models.text.parse import Context
from models.types import Command
from tests.fixtures.commands import command

NOW = Context(datetime(2026, 5, 4, 9, tzinfo=UTC))
TIMER = command("a timer for five minutes", "timer_set", ("duration", "five minutes"))
ALARM = command("wake me at half past seven", "alarm_set", ("time", "half past seven"))
DAY = command("what day is June 5th", "datetime_query", ("date", "June 5th"))


@pytest.mark.parametrize(
    ("given", "before", "name", "value"),
    [
        (command("hours, I mean", "timer_set", ("timer_name", "hours")), TIMER, "duration", "five hours"),
        (command("sorry, seconds", "timer_set"), TIMER, "duration", "five seconds"),
        (command("I mean pm", "alarm_set", ("time", "pm")), ALARM, "time", "7:30 pm"),
        (command("a.m. I meant", "alarm_set"), ALARM, "time", "7:30 am"),
        (
            command("make it a quarter past", "alarm_set", ("time", "quarter past")),
            command("wake me at eight am", "alarm_set", ("time", "eight am")),
            "time",
            "quarter past 8 am",
        ),
    ],
    ids=lambda value: getattr(value, "text", str(value)),
)
def test_the_rest_comes_from_the_command_before(
    given: Command, before: Command, name: str, value: str
) -> None:
    found = completed_from(given_as(given), before, NOW)

    assert {slot.name: slot.value for slot in found.slots} == {name: value}


def given_as(command_: Command, relation: str = "correction") -> Command:
    return command(
        command_.text,
        command_.intent,
        *((slot.name, slot.text) for slot in command_.slots),
        relation=relation,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("text", "words", "whole", "date"),
    [
        ("and the 12th?", "the 12th", "and June 12th?", "June 12th"),
        ("what about the sixth", "the sixth", "what about June sixth", "June sixth"),
        ("and July 4th", "July 4th", "and July 4th", "July 4th"),
        ("and tomorrow", "tomorrow", "and tomorrow", "tomorrow"),
    ],
)
def test_a_bare_day_is_of_the_month_before(text: str, words: str, whole: str, date: str) -> None:
    given = command(text, "datetime_query", ("date", words), relation="follow_up")

    found = completed_from(given, DAY, NOW)

    assert found.text == whole
    (slot,) = found.slots
    assert (slot.value, found.text[slot.start : slot.end], found.end) == (date, date, len(whole))


def test_a_command_of_its_own_is_whole() -> None:
    given = command("and the 12th?", "datetime_query", ("date", "the 12th"))

    assert completed_from(given, DAY, NOW) is given


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("and next year?", "what day is Easter next year"),
        ("what about in 2030", "what day is Easter in 2030"),
        ("and last year", "what day is Easter last year"),
        ("and next week", "and next week"),
    ],
)
def test_a_question_with_another_year(said: str, asked: str) -> None:
    before = command("what day is Easter this year?", "datetime_query", act="question")
    given = command(said, "datetime_query", act="question", relation="follow_up")
    assert completed_from(given, before, NOW).text == asked


@pytest.mark.parametrize(
    ("item", "said", "value"),
    [("leeks", "three", "three leeks"), ("two leeks", "three", "three leeks"), ("leeks", "pears", "pears")],
)
def test_an_item_in_another_number(item: str, said: str, value: str) -> None:
    before = command(f"add {item}", "lists_createoradd", ("item", item))
    given = command(f"make that {said}", "lists_createoradd", ("item", said), relation="correction")
    assert completed_from(given, before, NOW).slots[0].value == value


@pytest.mark.parametrize(
    ("first", "then", "whole"),
    [
        ("a dozen figs", "half a dozen", "half a dozen figs"),
        ("2 pounds of rye", "3 pounds", "3 pounds of rye"),
        ("rye", "two pounds", "two pounds of rye"),
        ("two loaves of rye", "3", "3 loaves of rye"),
        ("rye", "figs", "figs"),
    ],
)
def test_an_item_in_another_amount_keeps_its_name(first: str, then: str, whole: str) -> None:
    before = command(first, "lists_createoradd", ("item", first))
    given = command(then, "lists_createoradd", ("item", then), relation="correction")

    assert completed_from(given, before, NOW).slots[0].value == whole
