"""When an alarm or a reminder rings."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from assistant.skills.api import Call, Reading, Unclear
from assistant.skills.time.appointing import Appointed, appointed, said_time, usual_waking
from models.text.parse import Recurrence, TimeOfDay
from models.types import Modifiers
from tests.fixtures.commands import command
from tests.fixtures.skills import Chat

ALARM = appointed(ask="When?")
REMINDER = appointed(ask="When?", reminds=True)


@pytest.fixture
def call(chat: Chat) -> Call:
    return chat.responder.call(chat.dialogue)


def test_a_distance_counts_and_a_time_of_day_stays(call: Call) -> None:
    soon = ALARM.read(Reading(command("in an hour", "alarm_set", ("time", "an hour")), call))
    six = ALARM.read(Reading(command("at 6 pm", "alarm_set", ("time", "6 pm")), call))

    assert soon == Appointed(call.now + timedelta(hours=1), elapsed=True)
    assert six == Appointed(call.now.replace(hour=18, minute=0))
    assert said_time(six, call) == "6 PM today"


def test_a_part_of_the_day_is_enough_for_a_reminder_only(call: Call) -> None:
    tonight = Reading(command("tonight", "calendar_set", ("timeofday", "tonight")), call)

    assert REMINDER.read(tonight).due == call.now.replace(hour=21, minute=0)
    with pytest.raises(Unclear, match=r"^When\?$"):
        ALARM.read(tonight)


def test_minutes_to_an_hour_are_no_span(call: Call) -> None:
    said = command("wake me at ten to five", "alarm_set", ("time", "ten to five"))

    assert ALARM.read(Reading(said, call)).due == call.now.replace(day=23, hour=4, minute=50)


def test_an_interval_begins_with_its_next_time(call: Call) -> None:
    said = command(
        "every other day at 8 am", "alarm_set", ("general_frequency", "every other day"), ("time", "8 am")
    )

    found = ALARM.read(Reading(said, call))

    assert found.due == call.now.replace(day=23, hour=8, minute=0)
    assert found.rule.interval == 2
    assert said_time(found, call) == "every other day at 8 AM"


def test_exceptions_belong_to_a_repetition(call: Call) -> None:
    said = command(
        "every day at 8 am but mondays", "alarm_set", ("general_frequency", "every day"), ("time", "8 am"),
        modifiers=Modifiers(repeat="every day", excluded=("mondays",)),
    )  # fmt: skip

    found = ALARM.read(Reading(said, call))

    assert found.rule == Recurrence(tuple(range(7)), times=(TimeOfDay(8, 0, "am"),), except_days=(0,))
    assert found.due.day == 24


@pytest.mark.parametrize("words", ["february 30th", "doomsday"])
def test_what_is_no_date_is_asked_about(call: Call, words: str) -> None:
    said = command(f"on {words} at 8", "alarm_set", ("date", words), ("time", "8"))

    with pytest.raises(Unclear, match=words):
        ALARM.read(Reading(said, call))


def test_an_answer_adds_to_the_question(call: Call) -> None:
    asked = command("get me up on tuesday", "alarm_set", ("date", "tuesday"))
    answer = ALARM.answer
    assert answer is not None

    found = answer(Reading(command("at half five", "alarm_set", relation="answer"), call, asked))

    assert (found.due.day, found.due.hour, found.due.minute) == (24, 5, 30)
    assert answer(Reading(command("what for", None), call, asked)) is None


def test_the_usual_time_of_getting_up(chat: Chat) -> None:
    assert usual_waking(chat.responder.call(chat.dialogue)) is None
    chat.context.profile.set("habit", "drink tea at five")
    assert usual_waking(chat.responder.call(chat.dialogue)) is None
    chat.context.profile.set("habit", "get up at 6:30")

    call = chat.responder.call(chat.dialogue)
    assert usual_waking(call) == time(6, 30)
    offered = appointed(ask="When?", usual=usual_waking)
    assert offered.read(Reading(command("wake me up", "alarm_set"), call)) == Appointed(
        call.now.replace(day=23, hour=6, minute=30), usual=True
    )


def test_what_is_no_time_is_not_waited_for(call: Call) -> None:
    arrival = Reading(command("remind me to eat when I get home", "calendar_set"), call)
    rain = command("if it rains tomorrow remind me to swim", "calendar_set", ("date", "tomorrow"))

    for asked, waits in [(arrival, "when you get home"), (Reading(rain, call), "if it rains tomorrow")]:
        with pytest.raises(Unclear, match=f"not for “{waits}”"):
            REMINDER.read(asked)


def test_a_day_alone_lacks_its_time(call: Call) -> None:
    with pytest.raises(Unclear, match=r"^At what time\?$"):
        REMINDER.read(Reading(command("on friday", "calendar_set", ("date", "friday")), call))


@pytest.mark.parametrize(
    ("text", "slots", "due"),
    [
        ("remind me in a fortnight at 5 pm", [("time", "5 pm")], (12, 6, 17)),
        ("remind me in a fortnight at 5 pm", [("date", "a fortnight"), ("time", "5 pm")], (12, 6, 17)),
        ("remind me in a fortnight at 5 pm", [("date", "in a fortnight"), ("time", "5 pm")], (12, 6, 17)),
        ("an alarm in a week at 7 am", [("time", "7 am")], (11, 29, 7)),
        ("an alarm in two weeks at 7 am", [("date", "two weeks"), ("time", "7 am")], (12, 6, 7)),
        ("remind me in the kitchen at 6 pm", [("time", "6 pm")], (11, 22, 18)),
        ("remind me to come in at 6 pm", [("time", "6 pm")], (11, 22, 18)),
    ],
)
def test_a_distance_of_days_is_that_of_its_time(
    call: Call, text: str, slots: list[tuple[str, str]], due: tuple[int, int, int]
) -> None:
    found = REMINDER.read(Reading(command(text, "calendar_set", *slots), call))

    month, day, hour = due
    assert found == Appointed(call.now.replace(month=month, day=day, hour=hour, minute=0))


@pytest.mark.parametrize("name", ["date", "time", "duration"])
def test_a_distance_of_days_alone_keeps_the_time(call: Call, name: str) -> None:
    found = REMINDER.read(Reading(command("remind me in a week", "calendar_set", (name, "a week")), call))

    assert found.due == call.now + timedelta(weeks=1)
