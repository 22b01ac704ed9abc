"""Questions about things that exist, whatever intent was guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversation.done import Done
from assistant.conversation.of_things import about_things, answers, answers_nothing
from assistant.conversation.outcome import Outcome
from assistant.skills.api import HeldThing
from models.types import Command
from tests.fixtures.commands import command
from tests.fixtures.skills import Chat

KNEAD = HeldThing("kneading rye dough", "timer", "timer_query", "timer_name")
SAUNA = HeldThing("sauna", "timer", "timer_query", "timer_name")
PLUMBER = HeldThing("call the plumber", "reminder", "calendar_query", "event_name")
MOON = HeldThing("moon walk", "reminder", "calendar_query", "event_name")
ALARM = HeldThing("", "alarm", "alarm_query", "alarm_type")
PICNIC = HeldThing("picnic", "list", "lists_query", "list_name", "contents")
AGENDA = HeldThing("", "calendar", "calendar_query", "event_name", "day")
THINGS = (KNEAD, SAUNA, PLUMBER, MOON, ALARM, PICNIC, AGENDA)


def asked(text: str, intent: str | None = "qa_factoid") -> Command:
    return command(text, intent, act="question")


@pytest.mark.parametrize(
    ("text", "query", "name"),
    [
        ("How much longer must I knead for?", "timer_query", "kneading rye dough"),
        ("how long is left on the kneading timer", "timer_query", "kneading rye dough"),
        ("how long until the sauna session is over", "timer_query", "sauna"),
        ("When am I calling the plumber?", "calendar_query", "call the plumber"),
        ("what time is the plummber", "calendar_query", "call the plumber"),
        ("what do I need for the picnic", "lists_query", "picnic"),
    ],
)
def test_a_question_that_names_a_thing_is_about_it(text: str, query: str, name: str) -> None:
    meant = about_things(asked(text), THINGS)
    assert meant is not None
    assert (meant.intent, [slot.value for slot in meant.slots]) == (query, [name])
    assert meant.dialogue_act == "question"


@pytest.mark.parametrize(
    "text",
    [
        "how long do people knead dough",
        "when is the next full moon",
        "when does the sauna open",
        "when are you in the mood for a sauna",
        "when was the sauna built",
        "where is the plumber",
        "do you like a picnic",
        "what's the weather for the picnic",
        "what's on television on Saturday",
    ],
)
def test_other_questions_with_its_name_are_not(text: str) -> None:
    assert about_things(asked(text), THINGS) is None


def test_only_questions_are() -> None:
    assert about_things(command("when is the sauna over", "qa_factoid", act="statement"), THINGS) is None


def test_words_for_things_of_two_kinds_name_neither() -> None:
    reminder = replace(PLUMBER, name="book the sauna")
    assert about_things(asked("when is the sauna"), (SAUNA, reminder)) is None


def test_a_day_is_one_of_the_calendar() -> None:
    meant = about_things(asked("What's happening on Saturday?", "recommendation_events"), THINGS)
    assert meant is not None
    assert meant.intent == "calendar_query"
    assert "Saturday" in meant.slots[0].value


def test_what_rings_is_the_only_thing() -> None:
    text = "when does mine go off"
    meant = about_things(asked(text), (ALARM, PICNIC, AGENDA))
    assert meant is not None and meant.intent == "alarm_query"
    assert about_things(asked(text), (ALARM, SAUNA)) is None


def test_a_follow_up_repeats_a_question_about_its_kind() -> None:
    follow_up = replace(asked("And the sauna?"), relation="follow_up")
    meant = about_things(follow_up, THINGS, asked("how long has the dough got", "timer_query"))
    assert meant is not None and meant.intent == "timer_query"
    assert about_things(follow_up, THINGS, asked("who was Sibelius")) is None
    assert about_things(follow_up, THINGS, command("pause it", "timer_query")) is None


@pytest.mark.parametrize(
    ("intent", "sure", "touched", "nothing"),
    [
        ("datetime_query", True, (), False),
        ("datetime_query", False, (), True),
        ("timer_query", True, (), True),
        ("timer_query", True, ("1",), False),
        ("alarm_query", False, ("1",), True),
    ],
)
def test_an_intent_answers_surely_or_of_a_thing(
    intent: str, sure: bool, touched: tuple[str, ...], nothing: bool
) -> None:
    given = replace(asked("how long has the sauna got", intent), decision="act" if sure else "confirm")
    meant = about_things(given, THINGS)
    assert meant is not None
    outcome = Outcome("So.", done=Done(given, "skill", "tell", changes=False, touched=touched))
    assert answers_nothing(given, outcome, meant, THINGS) is nothing
    assert answers_nothing(given, Outcome("I can't."), meant, THINGS)


def test_sure_talk_stays_talk() -> None:
    talk = asked("when is the sauna", "general_quirky")
    assert not answers_nothing(talk, None, talk, THINGS)
    assert answers_nothing(replace(talk, intent=None, decision="reject"), None, talk, THINGS)


def test_an_answer_tells_of_a_thing_or_a_free_day() -> None:
    tells = Outcome("So.", done=Done(asked("when is it"), "skill", "tell", changes=False))
    assert not answers(tells, asked("when is the plumber", "calendar_query"), THINGS)
    assert answers(tells, asked("what's happening on Saturday", "calendar_query"), THINGS)
    assert not answers(None, asked("what's happening on Saturday", "calendar_query"), THINGS)


def test_things_that_are_there_are_told_of(chat: Chat) -> None:
    chat.say("set a sauna timer for 45 minutes", "timer_set", timer_name="sauna", duration="45 minutes")
    chat.say("start 20 minutes for the nap", "timer_set", timer_name="nap", duration="20 minutes")
    chat.wait(minutes=15)
    text = "How long until the sauna session is over?"
    told = "Your sauna timer is running: 30 minutes left."
    assert chat.say(text, "calendar_query", act="question", decision="confirm") == told
    assert chat.say("And the nap?", "iot_query", act="question", relation="follow_up") == (
        "Your nap timer is running: 5 minutes left."
    )
    assert chat.say("how long has the sauna got", act="question") == told
    assert chat.action is not None and not chat.action.changes


def test_what_is_on_a_day_is_told(chat: Chat) -> None:
    text = "what's happening on Saturday"
    nothing = "You have no reminders."
    assert chat.say(text, "recommendation_events", act="question", date="Saturday") == nothing
    chat.say(
        "add drill on Saturday at 10 am", "calendar_set", event_name="drill", date="Saturday", time="10 am"
    )
    assert chat.say(text, "recommendation_events", act="question", date="Saturday") == (
        "One reminder: drill on Saturday at 10 AM."
    )
