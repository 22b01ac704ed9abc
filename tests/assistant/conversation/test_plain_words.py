"""Commands as set phrases mean them."""

from __future__ import annotations

import pytest

from assistant.conversation.plain_words import only_holds, plainly
from models.types import Command, Decision, Slot, Understanding


def heard(text: str, intent: str | None, decision: Decision = "act", *slots: Slot) -> Command:
    return Command(text, 0, len(text), intent=intent, decision=decision, slots=slots)


def nothing(intent: str) -> bool:
    return False


def anything(intent: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("text", "intent", "decision", "meant"),
    [
        ("stop", "iot_fan_set", "confirm", "general_commandstop"),
        ("next", "play_podcasts", "act", "general_cancel"),
        ("skip that", None, "reject", "general_cancel"),
        ("set a timer", "timer_set", "act", "timer_set"),
    ],
)
def test_a_set_phrase(text: str, intent: str | None, decision: Decision, meant: str) -> None:
    assert plainly(heard(text, intent, decision), None, nothing, asked=False).intent == meant


def test_what_a_skill_skips_is_left_to_it() -> None:
    assert plainly(heard("next", "play_podcasts"), None, anything, asked=False).intent == "play_podcasts"


def test_the_next_one_may_be_an_answer() -> None:
    assert plainly(heard("the next one", None, "reject"), None, nothing, asked=True).intent is None


def test_a_second_to_wait_sets_no_timer() -> None:
    text = "give me a second"
    command = heard(text, "timer_set", "act", Slot("duration", "a second", 1, 8, 16))
    assert only_holds(Understanding(text, commands=(command,)), anything)


def test_a_pause_of_what_plays_is_left_to_its_skill() -> None:
    paused = Understanding("pause", commands=(heard("pause", "music_settings"),))
    assert only_holds(paused, nothing)
    assert not only_holds(paused, anything)
