"""Clock and time zones, on a Sunday afternoon in November 2026, London time."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "slots", "reply"),
    [
        ("what time is it", {}, "It's 2:45 PM."),
        ("What time is it in Tokyo?", {}, "It's 11:45 PM in Tokyo."),
        ("time in dallas texas", {"place_name": "dallas texas"}, "It's 8:45 AM in Dallas."),
        ("what time is it in india", {"place_name": "india"}, "It's 8:15 PM in India."),
        ("current pacific time", {"time_zone": "pacific"}, "It's 6:45 AM Pacific time."),
        ("time on mars", {"place_name": "mars station"}, "I don't know what time it is in mars station."),
        ("what day is it", {}, "It's Sunday, November 22."),
        ("what is today's date", {}, "Today is Sunday, November 22, 2026."),
        ("what month is it", {}, "It's November."),
        ("which week of the year is it", {}, "It's week 47."),
        ("date and time please", {}, "It's 2:45 PM on Sunday, November 22."),
        ("what day is the fifteenth of march", {}, "That is Monday, March 15, 2027."),
        ("when is the last friday of the month", {}, "That is Friday, November 27."),
        ("on what date is christmas", {}, "Christmas is on Friday, December 25."),
        ("when is easter this year", {}, "Easter was on Sunday, April 5."),
        ("how many days until christmas", {}, "There are 33 days left until Friday, December 25."),
        ("what's tomorrow's date", {}, "Tomorrow is Monday, November 23."),
        ("when is the regatta", {"event_name": "the regatta"}, "I don't know when the regatta is."),
    ],
)
def test_clock(chat, text, slots, reply) -> None:
    assert chat.say(text, "datetime_query", **slots) == reply
    assert all(str(fact).lower() in reply.lower() for fact in chat.facts.values())


@pytest.mark.parametrize(
    ("text", "slots", "reply"),
    [
        ("if it is noon in virginia what time is it in california", {},
         "When it's noon in Virginia, it's 9 AM in California."),
        ("what is the time in india when the time in us is twelve pm", {},
         "When it's noon in the US, it's 10:30 PM in India."),
        ("convert nine am cst to est", {"place_name": "cst", "time_zone": "est"},
         "When it's 9 AM Central time, it's 10 AM Eastern time."),
        ("it's ten pm here what time is it in brisbane", {},
         "When it's 10 PM here, it's 8 AM the next day in Brisbane."),
        ("what is the time difference between london and new york", {},
        "London is 5 hours ahead of New York."),
        ("how much later is new york than la", {"place_name": "new york", "time_zone": "la"},
         "New York is 3 hours ahead of LA."),
        ("time difference between delhi and london", {}, "Delhi is 5 hours and 30 minutes ahead of London."),
        ("how far behind here is paris, what is the time difference to paris", {},
        "Paris is 1 hour ahead of here."),
        ("convert 8:30 from gmt plus four to gmt plus five thirty", {"time_zone": "gmt plus four"},
         "When it's 8:30 AM GMT plus 4, it's 10 AM GMT plus 5:30."),
        ("switch to los angeles time", {}, "I don't change the computer's time zone, "
         "but it's 6:45 AM in Los Angeles."),
    ],
)  # fmt: skip
def test_zones(chat, text, slots, reply) -> None:
    assert chat.say(text, "datetime_convert", **slots) == reply
