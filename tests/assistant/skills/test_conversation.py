"""Stop, repeat, thanks, and yes or no to nothing, through the whole responder."""

from __future__ import annotations

import pytest

from assistant.skills.config import SkillsConfig


def test_repeat_says_what_was_really_said(chat) -> None:
    assert chat.say("say that again", "general_repeat") == "I haven't said anything yet."
    chat.say("what is two plus two", "qa_maths")
    # the owner interrupted: only a part was heard
    chat.dialogue.exchanges[-1] = type(chat.dialogue.exchanges[-1])("what is two plus two", "It's")
    assert chat.say("say that again", "general_repeat") == "It's"
    assert chat.say("and again", "general_repeat") == "It's"


def test_stop_silences(chat) -> None:
    assert chat.say("stop", "general_commandstop") == "Okay."
    assert chat.say("goodbye", "general_commandstop") == "Goodbye."
    assert chat.cancelled == [True, True]


@pytest.mark.parametrize(
    ("text", "intent", "reply"),
    [
        ("thanks", "general_thank", "You're welcome."),
        ("good night", "general_greet", "Goodbye."),
        ("good morning", "general_greet", "Good afternoon."),
        ("that was not what i asked", "general_negate", "All right."),
        ("i don't care", "general_dontcare", "All right."),
    ],
)
def test_courtesies(chat, text, intent, reply) -> None:
    assert chat.say(text, intent) == reply


def test_a_skill_that_is_switched_off_is_not_loaded(start) -> None:
    chat = start(SkillsConfig(off=frozenset({"arithmetic"})))
    assert chat.say("two plus two", "qa_maths") == "I can't do sums."
