"""Stop, repeat, help, thanks, and yes or no to nothing."""

from __future__ import annotations

import pytest

from assistant.skills.config import HomeAssistantConfig, SkillsConfig


def test_repeat_says_what_was_really_said(chat) -> None:
    assert chat.say("say that again", "general_repeat") == "I haven't said anything yet."
    chat.say("what is two plus two", "qa_maths")
    # the owner interrupted: only a part was heard
    chat.dialogue.exchanges[-1] = type(chat.dialogue.exchanges[-1])("what is two plus two", "It's")
    assert chat.say("say that again", "general_repeat") == "It's"
    assert chat.say("and again", "general_repeat") == "It's"


def test_checking_and_explaining_name_both_sides(chat) -> None:
    chat.say("what is two plus two", "qa_maths")
    assert (
        chat.say("check what i said", "general_confirm") == "You said: what is two plus two. I said: It's 4."
    )


def test_stop_silences(chat) -> None:
    assert chat.say("stop", "general_commandstop") == "Okay."
    assert chat.say("goodbye", "general_commandstop") == "Goodbye."
    assert chat.cancelled == [True, True]


@pytest.mark.parametrize("text", ["stop", "Stop it, please.", "that's enough"])
def test_stop_is_heard_whatever_the_classifier_made_of_it(chat, text) -> None:
    assert chat.say(text) == "Okay."
    assert chat.cancelled == [True]


def test_thanks_are_heard_whatever_the_classifier_made_of_them(chat) -> None:
    assert chat.say("Thanks!") == "You're welcome."


def test_help_names_only_what_is_set_up(chat, start) -> None:
    reply = chat.say("what can you do", "general_help")
    assert "set timers" in reply and "lights" not in reply
    house = start(SkillsConfig(home_assistant=HomeAssistantConfig(url="http://home", token="x")))
    assert "switch lights" in house.say("help", "general_help")


@pytest.mark.parametrize(
    ("text", "intent", "reply"),
    [
        ("thanks", "general_thank", "You're welcome."),
        ("good night", "general_greet", "Goodbye."),
        ("good morning", "general_greet", "Good afternoon."),
        ("that was not what i asked", "general_negate", "All right."),
        ("thank you very much", "general_praise", "You're welcome."),
        ("great", "general_affirm", "Good."),
        ("i don't care", "general_dontcare", "All right."),
    ],
)
def test_courtesies(chat, text, intent, reply) -> None:
    assert chat.say(text, intent) == reply


def test_a_complaint_after_an_answer_is_met_with_regret(chat) -> None:
    chat.say("what is two plus two", "qa_maths")
    assert chat.say("that was wrong", "general_negate").startswith("I'm sorry I got that wrong.")


def test_how_are_you_is_small_talk(chat) -> None:
    chat.say("how are you", "general_greet")
    assert chat.action.skill == "small_talk"


def test_a_skill_that_is_switched_off_is_not_loaded(start) -> None:
    chat = start(SkillsConfig(off=frozenset({"arithmetic"})))
    assert chat.say("two plus two", "qa_maths") == "Arithmetic isn't set up on this assistant."
