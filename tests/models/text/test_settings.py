"""Words for an owner's settings."""

from __future__ import annotations

import pytest

from models.text import settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what's my name", ("name",)),
        ("where do I live", ("home_town",)),
        ("which country do I live in", ("country",)),
        ("which time zone is my home in", ("zone",)),
        ("my name and where I live", ("name", "home_town")),
        ("am I on the 24 hour clock", ("hours",)),
        ("what have I told you", ()),
        ("how are you to address me", ("name",)),
        ("what is my address", ("home_town",)),
    ],
)
def test_the_settings_that_are_named(text: str, expected: tuple[str, ...]) -> None:
    assert settings.settings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("celsius", "metric"), ("pounds and ounces", "imperial"), ("metric or imperial", None),
        ("smoots", None),
    ],
)  # fmt: skip
def test_units(text: str, expected: str | None) -> None:
    assert settings.units(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 24 hour clock", 24), ("twenty-four hour time", 24), ("military time", 24), ("24h", 24),
        ("a 12-hour clock", 12), ("with a.m. and p.m.", 12), ("the wall clock", None), ("240 hours", None),
    ],
)  # fmt: skip
def test_the_clock(text: str, expected: int | None) -> None:
    assert settings.hours(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("robin", "Robin"), ("Ann McDonald", "Ann McDonald"), ("mary-jane o'neill", "Mary-Jane O'Neill"),
        ("tom and anna", "Tom and Anna"), ("zoë", "Zoë"), ("", None), ("one two three four five", None),
        ("bob; drop table", None),
    ],
)  # fmt: skip
def test_names(text: str, expected: str | None) -> None:
    assert settings.person(text) == expected


def test_a_habit_in_the_second_person() -> None:
    assert settings.second_person("call my mum before I leave") == "call your mum before you leave"


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("use 24 hour time please", True),
        ("switch to the twelve-hour clock", True),
        ("set the clock to military time", True),
        ("I want the imperial system", True),
        ("set a 12 hour timer", False),
        ("set an alarm in 24 hours", False),
        ("change two miles to kilometers", False),
    ],
)
def test_a_clock_or_a_system_is_chosen(text: str, chosen: bool) -> None:
    assert settings.chooses(text) == chosen


@pytest.mark.parametrize(
    ("text", "other"),
    [("I work in London", True), ("I was born in Leeds", True), ("I live and work in London", False),
     ("I live in Workington", False)],
)  # fmt: skip
def test_a_place_that_is_no_home(text: str, other: bool) -> None:
    assert settings.tells_of_another_place(text) is other
