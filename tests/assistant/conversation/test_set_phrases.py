"""Utterances that mean one thing, and words that only order a talk."""

from __future__ import annotations

import pytest

from assistant.conversation.set_phrases import gives_up, holds, is_stop, skips, takes_back, without_order
from tests.fixtures.commands import command


@pytest.mark.parametrize(
    "text",
    ["Stop!", "okay, stop it", "shush", "shhh",
     "oh do be quiet", "that's enough, thank you", "no, stop please",
     "stop talking", "silence", "right, that'll do", "enough already", "cut it out"],
)  # fmt: skip
def test_a_stop(text: str) -> None:
    assert is_stop(text)
    assert not takes_back(text)


@pytest.mark.parametrize(
    "text",
    ["scratch that", "no, scrap that", "oops, take that back", "Undo that, please.", "forget that",
     "sorry, I didn't mean that", "never mind, undo it", "actually cancel that", "strike that last one"],
)  # fmt: skip
def test_what_is_taken_back(text: str) -> None:
    assert takes_back(text)
    assert not is_stop(text)


@pytest.mark.parametrize(
    "text",
    ["stop the timer", "stop the music", "enough about that, what's the time", "cancel the timer",
     "delete that alarm",
     "quiet hours start at ten", "undo the last two"],
)  # fmt: skip
def test_a_command_of_its_own(text: str) -> None:
    assert not is_stop(text)
    assert not takes_back(text)


@pytest.mark.parametrize(
    "text",
    ["wait", "Wait, wait!", "hold on", "okay, hold on a second", "hang on", "just a moment, please",
     "give me a second", "can you wait a minute", "pause", "let me think", "no, wait", "hold your horses"],
)  # fmt: skip
def test_a_pause(text: str) -> None:
    assert holds(text)
    assert not skips(text)


@pytest.mark.parametrize(
    "text",
    ["next", "next one please", "skip that", "Let's skip this one.", "move on", "go to the next one",
     "okay, drop it", "don't bother", "skip to the next"],
)  # fmt: skip
def test_what_passes_over_a_reply(text: str) -> None:
    assert skips(text)
    assert not holds(text)


@pytest.mark.parametrize(
    "text",
    ["wait for me", "hold the door", "hang up", "pause the timer", "one minute", "let me see it",
     "next friday", "pass the salt", "skip the alarm", "go on",
     "wait no, 8", "no wait, 6:50", "next 3", "please", "", "wait " * 500 + "for me"],
)  # fmt: skip
def test_neither_a_pause_nor_a_skip(text: str) -> None:
    assert not holds(text)
    assert not skips(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("first cancel my alarm", "cancel my alarm"),
        ("okay, first of all add eggs", "okay, add eggs"),
        ("set a timer for ten minutes first", "set a timer for ten minutes"),
        ("and lastly, set a timer", "and , set a timer"),
        ("one more thing, add milk", ", add milk"),
        ("next set an alarm", "set an alarm"),
        ("first timer off", "first timer off"),
        ("first alarm at 6", "first alarm at 6"),
        ("cancel the first", "cancel the first"),
        ("second timer please", "second timer please"),
        ("first thing tomorrow wake me", "first thing tomorrow wake me"),
        ("next friday wake me", "next friday wake me"),
    ],
)
def test_the_order_of_commands_is_no_value(text: str, plain: str) -> None:
    found = without_order(command(text, "any"))

    assert " ".join(found.text.split()) == plain
    assert len(found.text) == len(text)


def test_a_slot_stays_whole() -> None:
    given = command("first set up the den", "any", ("item", "first set"))

    assert without_order(given) is given


@pytest.mark.parametrize(
    ("text", "given_up"),
    [("no, forget it", True), ("oh never mind", True), ("don't bother", True), ("I always forget it", False),
     ("never", False)],
)  # fmt: skip
def test_what_is_given_up(text: str, given_up: bool) -> None:
    assert gives_up(text) is given_up


def test_a_value_is_more_than_a_pause() -> None:
    assert holds("no wait") and not holds("no wait, 6:50")
