"""What is said beside a command."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversation.asides import without_asides
from assistant.conversation.mended import Mended
from models.types import Understanding
from tests.fixtures.commands import command

TOLD = ("I've found a jar", "the doorbell's gone", "he's always hungry", "I've got a cake in the oven")


def classify(text: str) -> Understanding:
    """A classifier that takes but a few clauses for statements."""
    if text.rstrip(".") in TOLD:
        given = replace(command(text, "general_quirky"), dialogue_act="statement")
    elif text.startswith(("no", "sorry")):
        given = command(text, "general_negate")
    else:
        given = command(text, "timer_set")
    return Understanding(text, given.intent, 0.9, "act", slots=(), commands=(given,), danger=0.1)


def understood(text: str) -> tuple[Mended, Understanding]:
    whole = replace(classify(text), danger=0.7, sentiment="negative")
    return without_asides(Mended(text, tuple(range(len(text))), text), whole, classify)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("pause the timer, would you, the doorbell's gone", "pause the timer"),
        ("what's the time in Sydney, dear?", "what's the time in Sydney"),
        ("cancel that, dear, I've found a jar.", "cancel that"),
        ("mate, what's 7 times 8", "what's 7 times 8"),
        ("set an alarm for 7, because Sunday's my day of rest", "set an alarm for 7"),
        ("I've got a cake in the oven, set a timer for forty minutes", "set a timer for forty minutes"),
        ("feed the cat at six, he's always hungry, bless him", "feed the cat at six"),
        ("put milk, hang on, Josh, sit down please, and tea on my list", "put milk, and tea on my list"),
        ("put milk, hang on, eggs, and tea on my list", "put milk, eggs, and tea on my list"),
    ],
)
def test_asides_are_left_out(text: str, left: str) -> None:
    assert understood(text)[0].text == left


@pytest.mark.parametrize(
    "text",
    [
        "add milk, honey, eggs",
        "set a timer for ten minutes, I mean twelve",
        "I've got a cake in the oven, take it out in ten minutes",
        "set a timer for ten minutes, it's for the pasta",
        "my name is Bo, I live in Leeds",
        "wake me at seven, he's coming at eight",
        "dear",
    ],
)
def test_what_a_command_needs_stays(text: str) -> None:
    mended, meant = understood(text)
    assert (mended.text, meant.danger) == (text, 0.7)


def test_danger_and_mood_are_those_of_the_whole_text() -> None:
    mended, meant = understood("oh, pause the timer, the doorbell's gone")
    assert (meant.danger, meant.sentiment, meant.text) == (0.7, "negative", "oh, pause the timer")
    assert mended.whole_span(0, len(mended.text)) == (0, 19)


@pytest.mark.parametrize("end", ["no, forget it", "oh never mind", "scratch that", "no, leave it"])
def test_what_is_given_up_is_forbidden(end: str) -> None:
    mended, meant = understood(f"set a timer for ten minutes, {end}")
    assert mended.text.startswith("set a timer for ten minutes")
    assert [one.dialogue_act for one in meant.commands] == ["prohibition"]


def test_without_a_command_before_it_nothing_is_given_up() -> None:
    assert [one.dialogue_act for one in understood("no, scratch that")[1].commands] == ["request"]
