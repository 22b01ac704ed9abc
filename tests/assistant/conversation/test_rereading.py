"""Commands as their words are meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversation.rereading import by_form, from_memory, reread
from assistant.skills.api import Recalled
from models.types import Command, Decision, DialogueAct, Understanding
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


@pytest.mark.parametrize(
    ("text", "intent", "act"),
    [
        ("keep an alarm for six", "alarm_set", "request"),
        ("kindly keep me another timer for ten minutes", "timer_set", "request"),
        ("keep the alarm for six", "alarm_set", "prohibition"),
        ("keep an eye on the stew", "calendar_set", "prohibition"),
        ("keep an alarm for six", "alarm_remove", "prohibition"),
        ("don't set an alarm for six", "alarm_set", "prohibition"),
    ],
)
def test_one_that_is_not_there_yet_is_kept_by_setting_it(text: str, intent: str, act: DialogueAct) -> None:
    given = command(text, intent, act="prohibition")
    assert by_form(understood(given)).commands[0].dialogue_act == act


@pytest.mark.parametrize("intent", ["general_quirky", "timer_set", None])
def test_what_is_left_to_chance_is_told_by_its_words(intent: str | None) -> None:
    flipped = meant("flip a coin", intent, "request")
    assert (flipped.intent, flipped.dialogue_act, flipped.decision) == ("general_chance", "request", "act")
    assert meant("can you roll two dice", intent).intent == "general_chance"
    assert meant("flip a coin", intent, "statement").intent == intent
    assert meant("flip the pancakes", intent, "request").intent != "general_chance"


LASTS = "if I put them on at half past five for forty minutes when would they be done"


@pytest.mark.parametrize(
    ("text", "intent", "decision", "expected"),
    [
        (LASTS, "general_quirky", "act", "datetime_query"),
        (LASTS, None, "reject", "datetime_query"),
        (LASTS, "timer_set", "confirm", "datetime_query"),
        (LASTS, "timer_set", "act", "timer_set"),
        ("I sleep from ten to six, how many hours is that", "qa_factoid", "act", "datetime_query"),
        ("when is my 20 minute timer done", "timer_query", "confirm", "timer_query"),
    ],
)
def test_what_lasts_from_a_told_time_is_asked_of_the_clock(
    text: str, intent: str | None, decision: Decision, expected: str
) -> None:
    asked = reread(replace(command(text, intent), decision=decision), supported)

    assert asked.intent == expected
    assert (asked.dialogue_act, asked.decision) == (
        ("question", "act") if expected == "datetime_query" else ("request", decision)
    )


@pytest.mark.parametrize(
    ("text", "intent", "act", "expected"),
    [
        ("my sister's birthday is the ninth of March", "calendar_set", "statement", "note_set"),
        ("my sister's birthday is the ninth of March", None, "statement", "note_set"),
        ("our wifi password is swordfish", "general_quirky", "social", "note_set"),
        ("my sister's birthday is the ninth of March", "calendar_query", "question", "calendar_query"),
        ("my name is Noor", "profile_set", "statement", "profile_set"),
        ("my sister rang in March", "general_quirky", "statement", "general_quirky"),
    ],
)
def test_a_fact_of_someone_s_is_a_note(
    text: str, intent: str | None, act: DialogueAct, expected: str
) -> None:
    kept = meant(text, intent, act)

    assert kept.intent == expected
    assert kept.dialogue_act == ("request" if expected == "note_set" else act)


TIP = "the bill is 62 pounds, how much is a 10 percent tip"


@pytest.mark.parametrize(
    ("text", "intent", "decision", "expected"),
    [
        (TIP, "qa_currency", "act", "qa_maths"),
        ("I have 24 eggs. What is that divided by 6", None, "reject", "qa_maths"),
        ("I have 24 eggs. What is that divided by 6", "lists_query", "confirm", "qa_maths"),
        ("I have 24 eggs. What is that divided by 6", "lists_query", "act", "lists_query"),
        ("I set a timer for 10 minutes, how much is left", "timer_query", "confirm", "timer_query"),
        ("what's double 350 grams", "unit_conversion", "act", "qa_maths"),
        ("how many ounces are 300 grams", "unit_conversion", "act", "unit_conversion"),
    ],
)
def test_a_sum_of_a_told_amount_is_one(
    text: str, intent: str | None, decision: Decision, expected: str
) -> None:
    asked = replace(command(text, intent, act="question"), decision=decision)
    assert reread(asked, supported).intent == expected


def test_an_amount_that_is_only_told_is_no_sum() -> None:
    assert meant(TIP, "qa_currency", "statement").intent == "qa_currency"
