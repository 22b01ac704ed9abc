"""Commands as their words are meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversation.rereading import by_form, from_memory, reread
from assistant.skills.api import Recalled
from models.types import Command, DialogueAct, Understanding
from tests.fixtures.commands import command, understood

SUPPORTED = frozenset(
    {"lists_query", "note_query", "profile_query", "profile_set", "timer_set", "calendar_query"}
)


def supported(intent: str) -> bool:
    return intent in SUPPORTED


def meant(text: str, intent: str | None, act: DialogueAct = "question") -> Command:
    return reread(command(text, intent, act=act), supported)


@pytest.mark.parametrize(
    ("text", "intent", "expected"),
    [
        ("which town do you come from", "profile_query", "general_identity"),
        ("who built you", "general_quirky", "general_identity"),
        ("whom am i speaking to", "profile_query", "profile_query"),
        ("who am i speaking to", "profile_query", "general_identity"),
        ("which town do i live in", "profile_query", "profile_query"),
        ("could the police read my reminders", "calendar_query", "general_privacy"),
        ("are my lists kept on some server", "lists_query", "general_privacy"),
        ("is there butter on my list", "lists_query", "lists_query"),
        ("pardon me?", None, "general_repeat"),
        ("how have you been", "general_quirky", "general_greet"),
        ("where does my uncle live", "profile_query", "note_query"),
    ],
)
def test_words_tell_what_is_asked(text: str, intent: str | None, expected: str) -> None:
    assert meant(text, intent).intent == expected


def test_a_question_about_the_assistant_tells_nothing_of_the_owner() -> None:
    asked = meant("do you live in Bonn as well", "profile_set", "request")
    assert (asked.intent, asked.dialogue_act, asked.slots) == ("general_identity", "question", ())


def test_what_is_no_sentence_is_not_understood() -> None:
    assert meant("grib the flonk", "timer_set", "request").decision == "reject"
    assert meant("set a timer for ten minutes", "timer_set", "request").decision == "act"


def test_a_note_is_one_whatever_its_clause_says() -> None:
    kept = meant("remember I put the tent in the loft", "note_set", "statement")
    assert (kept.intent, kept.dialogue_act) == ("note_set", "request")
    assert meant("remember that my uncle lives in Bonn", "profile_set", "request").intent == "note_set"
    assert meant("my uncle lives in Bonn", "profile_set", "request").dialogue_act == "statement"
    assert meant("I live in Bonn", "profile_set", "request").dialogue_act == "request"


@pytest.mark.parametrize(
    ("intent", "decision", "held", "asked", "expected"),
    [
        ("qa_factoid", "act", 2, 2, "note_query"),
        (None, "reject", 1, 1, "note_query"),
        ("qa_factoid", "act", 1, 2, "qa_factoid"),
        ("calendar_query", "act", 1, 1, "calendar_query"),
        ("calendar_query", "confirm", 1, 1, "note_query"),
        ("lists_query", "act", 2, 2, "lists_query"),
        (None, "reject", 2, 3, "note_query"),
        (None, "reject", 0, 0, None),
    ],
)
def test_notes_answer_what_nothing_answers_better(
    intent: str | None, decision: str, held: int, asked: int, expected: str | None
) -> None:
    question = replace(command("what is it", intent, act="question"), decision=decision)  # type: ignore[arg-type]
    assert from_memory(question, supported, [Recalled(held, asked)]).intent == expected
    assert from_memory(question, supported, []).intent == intent


def test_what_is_to_be_done_is_not_chatted_about() -> None:
    unsure = replace(command("knit me a scarf", "general_quirky"), decision="confirm")
    assert reread(unsure, supported).decision == "reject"
    social = replace(unsure, dialogue_act="social")
    assert reread(social, supported) == social


def test_what_no_skill_does_with_a_dictated_clause_is_a_note() -> None:
    kept = meant("remember that I take my tea black", "music_likeness", "request")
    assert (kept.intent, kept.decision, kept.slots) == ("note_set", "act", ())


def test_lists_are_told_by_their_verbs() -> None:
    ticked = meant("tick the pens off my list", "lists_query")
    assert (ticked.intent, ticked.dialogue_act) == ("lists_remove", "request")
    gone = meant("we're out of coffee", "iot_coffee", "request")
    assert (gone.intent, [slot.text for slot in gone.slots]) == ("lists_createoradd", ["coffee"])


@pytest.mark.parametrize(
    ("text", "intent", "decision", "act"),
    [
        ("did the timer stop", "timer_cancel", "act", "question"),
        ("don't forget the alarm code", "note_remove", "act", "prohibition"),
        ("lunch is in ten minutes", "timer_set", "confirm", "statement"),
        ("lunch is in ten minutes", "timer_set", "act", "request"),
        ("it is dark in the den", "iot_hue_lighton", "confirm", "request"),
        ("the tea is ready", "iot_coffee", "act", "statement"),
        ("the milk is finished", "lists_createoradd", "act", "request"),
        ("my knee is worse", "log_pain", "confirm", "request"),
        ("set a timer", "timer_set", "act", "request"),
    ],
)
def test_what_has_no_form_of_a_request_is_none(text: str, intent: str, decision: str, act: str) -> None:
    given = replace(command(text, intent), decision=decision)  # type: ignore[arg-type]
    assert by_form(understood(given)).commands[0].dialogue_act == act


def test_what_is_possible_is_explained() -> None:
    assert meant("can timers be paused", "timer_pause").intent == "general_help"


def test_a_thing_that_is_no_setting_is_in_the_notes() -> None:
    assert meant("forget my locker code", "profile_remove", "request").intent == "note_remove"
    assert meant("forget my home town", "profile_remove", "request").intent == "profile_remove"


def test_a_setting_is_chosen_whatever_it_was_taken_for() -> None:
    assert meant("set the clock to 24 hour time", "timer_set", "request").intent == "profile_set"
    assert meant("what is 24 hour time", "qa_definition").intent == "qa_definition"


def test_letters_that_no_one_can_say_are_no_greeting() -> None:
    assert meant("kjhgf qwzx", "general_greet", "social").decision == "reject"


def test_a_reminder_is_no_alarm_and_plenty_is_no_wish() -> None:
    assert meant("remind me to swim at 5", "alarm_set", "request").intent == "calendar_set"
    assert meant("an alarm to remind me at 5", "alarm_set", "request").intent == "alarm_set"
    (plenty,) = by_form(understood(command("we have plenty of oats", "lists_createoradd"))).commands
    assert plenty.dialogue_act == "statement"


def test_a_report_goes_on() -> None:
    told = replace(command("I already fed the cat", "general_quirky"), dialogue_act="statement")
    timer = command("set a timer for ten minutes", "timer_set")
    commands = (told, replace(timer, start=26, end=53))
    given = Understanding("I already fed the cat and set a timer for ten minutes", commands=commands)

    assert [one.dialogue_act for one in by_form(given).commands] == ["statement", "statement"]
    asked = replace(given, commands=commands[1:])
    assert [one.dialogue_act for one in by_form(asked).commands] == ["request"]


def test_a_question_about_a_day_just_told_is_one_of_the_calendar() -> None:
    told = "my appointment is on the 9th of July. What day of the week is that?"
    assert meant(told, "calendar_query").intent == "datetime_query"
    assert meant("when is my appointment on the 9th of July", "calendar_query").intent == "calendar_query"


def test_a_report_beside_a_request_makes_it_none() -> None:
    told = replace(command("I already fed the cat", "general_quirky"), dialogue_act="statement")
    timer = replace(command("set a timer for ten minutes", "timer_set"), start=22, end=49)
    given = Understanding("I already fed the cat set a timer for ten minutes", commands=(told, timer))

    assert [one.dialogue_act for one in by_form(given).commands] == ["statement", "request"]


def test_a_question_of_spelling_is_told_by_its_words() -> None:
    given = command("how is tea spelled", "qa_definition", ("definition_word", "tea"), act="question")
    assert reread(given, lambda intent: True).intent == "qa_spelling"


def test_what_is_to_be_done_first_is_a_request() -> None:
    given = command("once you've added tea to my list", "lists_createoradd", act="statement")
    assert by_form(understood(given)).commands[0].dialogue_act == "request"
