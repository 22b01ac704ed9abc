"""Clauses that only ask or tell."""

from __future__ import annotations

import pytest

from models.text.asking import (
    asks_in_general,
    asks_what_is_left,
    has_enough,
    keeps,
    keeps_one,
    may_be_past,
    only_asks,
    reports,
    tells,
    tells_a_state,
)


@pytest.mark.parametrize(
    "text",
    ["does the stew timer want two more minutes", "Did the alarm stop?", "has anybody emptied my list",
     "would you wipe my notes if I told you to", "should we set an alarm for nine",
     "could the alarm have been removed", "can an alarm ring twice", "who put leeks on the list"],
)  # fmt: skip
def test_a_question_by_its_form(text: str) -> None:
    assert only_asks(text)
    assert not asks_in_general(text)


@pytest.mark.parametrize(
    "text",
    ["can timers be paused", "can alarms repeat", "is it possible to rename a timer",
     "are you able to move reminders", "do you know how to shorten timers"],
)  # fmt: skip
def test_a_question_about_things_in_general(text: str) -> None:
    assert asks_in_general(text)
    assert only_asks(text)


@pytest.mark.parametrize(
    "text",
    ["can you stop the timer", "could the lights be dimmed please", "why don't you close the blinds",
     "is it possible to dim the lamp to 40 percent", "is it okay to turn the fan off",
     "would it be possible to wake me at six",
     "is there a way you could turn it down", "do you mind stopping the timer", "will you remind me at five",
     "have the lights turned off at ten", "is the lamp on? turn it off", "how about a timer for six minutes"],
)  # fmt: skip
def test_what_may_be_a_wish(text: str) -> None:
    assert not only_asks(text)


@pytest.mark.parametrize(
    ("text", "told", "state"),
    [
        ("lunch is in twenty minutes", True, False),
        ("twelve minutes were not enough", True, True),
        ("the box says nine minutes", True, False),
        ("it's ten past", True, False),
        ("the tea is ready", True, True),
        ("the stair light is broken", True, True),
        ("wake me when it is seven", False, False),
        ("march fifth is a holiday, please note it", False, False),
        ("I am ready", False, False),
        ("a timer for when the tea is done", False, False),
        ("what time is it", False, False),
    ],
)
def test_what_is_told(text: str, told: bool, state: bool) -> None:
    assert tells(text) == told
    assert tells_a_state(text) == state


def test_nothing_is_forgotten() -> None:
    assert keeps("please don't forget the alarm code")
    assert not keeps("forget the alarm code")


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("we've got plenty of oats", True),
        ("there are enough candles", True),
        ("I already have a ladder", True),
        ("we still have no oats", False),
        ("we have to get oats", False),
        ("I have enough, but get oats", False),
    ],
)
def test_what_is_there_is_not_wanted(text: str, there: bool) -> None:
    assert has_enough(text) is there


@pytest.mark.parametrize(
    ("text", "asks"),
    [("can I empty a list", True), ("can I have an alarm", False), ("can I empty my list", False)],
)
def test_a_thing_in_general_is_not_touched(text: str, asks: bool) -> None:
    assert asks_in_general(text) is asks


@pytest.mark.parametrize(
    ("text", "left"),
    [("how much time remains?", True), ("how long is left now", True), ("how much time until noon", False),
     ("what time is it", False)],
)  # fmt: skip
def test_what_is_left(text: str, left: bool) -> None:
    assert asks_what_is_left(text) is left


def test_a_report_may_go_on_with_a_verb_of_one_form() -> None:
    assert reports("I already fed the cat") and reports("we've put the rice on")
    assert not reports("I want eggs")
    assert may_be_past("and set a timer") and not may_be_past("start a timer")


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("keep an alarm for six", True),
        ("Please keep me a reminder for noon", True),
        ("kindly keep another timer for ten minutes", True),
        ("keep the alarm for six", False),
        ("keep all alarms", False),
        ("keep an eye on the oven", False),
        ("don't keep an alarm for six", False),
        ("I keep a diary", False),
    ],
)
def test_what_is_kept_may_not_be_there_yet(text: str, one: bool) -> None:
    assert keeps_one(text) is one
