"""Time zones, on a Sunday afternoon in November 2026, London time."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.skills.time.zones import Zones
from tests.fixtures.asking import Asking


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return Asking(tmp_path, (Zones,))


@pytest.mark.parametrize(
    ("text", "slots", "reply"),
    [
        ("if it is noon in virginia what time is it in california", (),
         "When it's noon in Virginia, it's 9 AM in California."),
        ("what is the time in india when the time in us is twelve pm", (),
         "When it's noon in the US, it's 10:30 PM in India."),
        ("convert nine am cst to est", (("place_name", "cst"), ("time_zone", "est")),
         "When it's 9 AM Central time, it's 10 AM Eastern time."),
        ("it's ten pm here what time is it in brisbane", (),
         "When it's 10 PM here, it's 8 AM the next day in Brisbane."),
        ("what's 3 pm London in Tokyo", (("place_name", "London"), ("place_name", "Tokyo")),
         "When it's 3 PM in London, it's midnight the next day in Tokyo."),
        ("if it's noon here what is it in Sydney", (), "When it's noon here, it's 11 PM in Sydney."),
        ("what is 5 pm in berlin my time", (), "When it's 5 PM in Berlin, it's 4 PM here."),
        ("what's 3 pm tomorrow in london in tokyo", (),
         "When it's 3 PM tomorrow in London, it's midnight the next day in Tokyo."),
        ("convert new york time to london", (("place_name", "new york"), ("place_name", "london")),
         "When it's 9:45 AM in New York, it's 2:45 PM in London."),
        ("what is the time difference between london and new york", (),
         "London is 5 hours ahead of New York."),
        ("how much later is boston than vegas", (("place_name", "boston"), ("place_name", "vegas")),
         "Boston is 3 hours ahead of Vegas."),
        ("time difference between delhi and london", (), "Delhi is 5 hours and 30 minutes ahead of London."),
        ("how far ahead is tokyo", (("place_name", "tokyo"),), "Tokyo is 9 hours ahead of here."),
        ("convert 8:30 from gmt plus four to gmt plus five thirty",
         (("time_zone", "gmt plus four"), ("time_zone", "gmt plus five thirty")),
         "When it's 8:30 AM GMT plus 4, it's 10 AM GMT plus 5:30."),
        ("switch to los angeles time", (("place_name", "los angeles"),),
         "I don't change the computer's time zone, but it's 6:45 AM in Los Angeles."),
    ],
)  # fmt: skip
def test_zones(asking: Asking, text: str, slots: tuple[tuple[str, str], ...], reply: str) -> None:
    assert asking.ask(text, "datetime_convert", *slots) == reply
    assert asking.status == "done"


def test_a_missing_place_is_asked_for(asking: Asking) -> None:
    assert asking.ask("convert time zone", "datetime_convert") == "Which place do you want the time for?"
    assert asking.answer("tokyo") == "It's 11:45 PM in Tokyo."
    assert asking.ask("if it's 3 pm here", "datetime_convert") == "Which place do you want the time for?"
    assert asking.answer("paris") == "When it's 3 PM here, it's 4 PM in Paris."


def test_no_time_and_no_place_is_guessed(asking: Asking) -> None:
    slots = ("time", "sunrise"), ("place_name", "stockholm"), ("place_name", "okinawa")
    said = asking.ask("if it's sunrise in stockholm what time is it in okinawa", "datetime_convert", *slots)
    assert "didn't get which time" in said
    said = asking.ask("time difference to michegan", "datetime_convert", ("place_name", "michegan"))
    assert said == "I don't know where michegan is. Which city do you mean?"


def test_follow_ups(asking: Asking) -> None:
    asking.ask("if it's noon here what is it in sydney", "datetime_convert")

    for text, reply in [
        ("and in paris", "When it's noon here, it's 1 PM in Paris."),
        ("and if it's 5 pm", "When it's 5 PM here, it's 6 PM in Paris."),
        ("and the other way round", "When it's 5 PM in Paris, it's 4 PM here."),
    ]:
        assert asking.ask(text, "datetime_convert", relation="follow_up") == reply


def test_hours_between_two_times_of_a_place(asking: Asking) -> None:
    text = "how many hours are there between 11 pm on March 27th and 8 am on March 28th in Berlin"
    slots = (
        ("time", "11 pm"),
        ("date", "March 27th"),
        ("time", "8 am"),
        ("date", "March 28th"),
        ("place_name", "Berlin"),
    )
    said = asking.ask(text, "datetime_convert", *slots)
    assert said.startswith("There are 8 hours between 11 PM")
    assert asking.status == "done"
