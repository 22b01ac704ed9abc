"""The clock and the calendar, on a Sunday afternoon in November 2026, London time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.skills.time.clock import Clock
from tests.fixtures.asking import Asking


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return Asking(tmp_path, (Clock,))


@pytest.mark.parametrize(
    ("text", "slots", "reply"),
    [
        ("what time is it", (), "It's 2:45 PM."),
        ("What time is it in Tokyo?", (), "It's 11:45 PM in Tokyo."),
        ("time in dallas texas", (("place_name", "dallas texas"),), "It's 8:45 AM in Dallas."),
        ("what time is it in india", (("place_name", "india"),), "It's 8:15 PM in India."),
        ("current pacific time", (("time_zone", "pacific"),), "It's 6:45 AM Pacific time."),
        ("what time is it in this city", (("place_name", "this city"),), "It's 2:45 PM."),
        ("what day is it", (), "It's Sunday, November 22."),
        ("what day of the week is it", (), "It's Sunday, November 22."),
        ("what is today's date", (("date", "today's"),), "Today is Sunday, November 22, 2026."),
        ("what month is it", (), "It's November."),
        ("date and time please", (), "It's 2:45 PM on Sunday, November 22."),
        ("which week of the year is it", (), "It's week 47."),
        ("what day is the fifteenth of march", (), "That is Monday, March 15, 2027."),
        ("when is the last friday of the month", (), "That is Friday, November 27."),
        ("on what date is christmas", (("event_name", "christmas"),), "Christmas is on Friday, December 25."),
        ("what day does Christmas fall on this year", (), "Christmas is on Friday, December 25."),
        ("when is easter this year", (), "Easter was on Sunday, April 5."),
        ("what's the date on saturday", (), "That is Saturday, November 28."),
        ("what's tomorrow's date", (), "Tomorrow is Monday, November 23, 2026."),
        ("what day of the week was February 29th 2024", (), "That was Thursday, February 29, 2024."),
        ("what was the date two weeks ago", (), "That was Sunday, November 8."),
        ("what's the date in 100 days", (), "That is Tuesday, March 2, 2027."),
        ("what week number is march 3rd", (), "Wednesday, March 3, 2027 is in week 9."),
        ("is it monday today", (), "No, it's Sunday, November 22."),
        ("what quarter is it", (), "It's the 4th quarter."),
        ("is it morning in tokyo", (("place_name", "tokyo"),), "No, it's 11:45 PM in Tokyo."),
        ("what's the date on this coming friday", (), "That is Friday, November 27."),
        ("what day was january second in 1999", (), "That was Saturday, January 2, 1999."),
        ("is it the weekend", (), "Yes, it's Sunday, November 22."),
        ("is it noon in paris", (("place_name", "paris"),), "No, it's 3:45 PM in Paris."),
    ],
)
def test_the_clock_and_the_calendar(
    asking: Asking, text: str, slots: tuple[tuple[str, str], ...], reply: str
) -> None:
    assert asking.ask(text, "datetime_query", *slots) == reply
    assert asking.status == "done"
    assert asking.outcome
    assert asking.outcome.action
    assert all(str(fact).lower() in reply.lower() for fact in asking.outcome.action.facts.values())


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("how many days until christmas", "There are 33 days left until Friday, December 25."),
        ("how long until friday", "There are 5 days left until Friday, November 27."),
        (
            "how many weeks until august 30th",
            "There are 40 weeks and 1 day left until Monday, August 30, 2027.",
        ),
        ("how long till midnight", "It's 9 hours and 15 minutes until midnight."),
        ("how many minutes until 3 pm", "It's 15 minutes until 3 PM."),
        (
            "how many days between march 1st and april 15th",
            "There are 45 days between Monday, March 1, 2027 and Thursday, April 15, 2027.",
        ),
        ("how many days since march 1st", "It's been 266 days since Sunday, March 1."),
        ("how many days in february", "February 2027 has 28 days."),
        ("how many days does February have in 2028", "February 2028 has 29 days."),
        ("how many days are left in the year", "There are 39 days left until Thursday, December 31."),
        ("is it a leap year", "No, 2026 isn't a leap year."),
        ("is 2028 a leap year", "Yes, 2028 is a leap year."),
        ("will 2100 be a leap year?", "No, 2100 isn't a leap year."),
        ("when is the next leap year", "The next leap year is 2028."),
        ("what time will it be in 45 minutes", "In 45 minutes it's 3:30 PM."),
        ("what time was it three hours ago", "3 hours ago it was 11:45 AM."),
        ("what time will it be in ten hours", "In 10 hours it's 12:45 AM tomorrow."),
        ("when do the clocks change", "The clocks go forward 1 hour on Sunday, March 28, 2027."),
    ],
)
def test_distances_and_lengths(asking: Asking, text: str, reply: str) -> None:
    assert asking.ask(text, "datetime_query") == reply


def test_elapsed_time_is_counted_in_utc(asking: Asking) -> None:
    asking.now = datetime(2027, 3, 27, 12, tzinfo=ZoneInfo("Europe/Berlin"))

    said = asking.ask(
        "how many hours are there between 10 pm on March 27th and 6 am on March 28th", "datetime_query"
    )

    assert said.startswith("There are 7 hours between 10 PM")
    night = datetime(2027, 3, 27, 23, tzinfo=ZoneInfo("Europe/Berlin"))
    asking.now = night
    assert asking.ask("what time will it be in four hours", "datetime_query") == (
        "In 4 hours it's 4 AM tomorrow."
    )


def test_the_date_elsewhere(asking: Asking) -> None:
    said = asking.ask("what's the date in tokyo", "datetime_query", ("place_name", "tokyo"))
    assert said == "It's Sunday, November 22, 2026 in Tokyo."
    assert asking.ask("what's the date in tokyo", "datetime_query") == said


def test_an_unknown_place_is_asked_for(asking: Asking) -> None:
    asked = asking.ask("time on the mars station", "datetime_query", ("place_name", "mars station"))

    assert asked == "I don't know where mars station is. Which city do you mean?"
    assert asking.answer("tokyo") == "It's 11:45 PM in Tokyo."


def test_one_of_several_large_places_is_named(asking: Asking) -> None:
    said = asking.ask("what time is it in portland", "datetime_query", ("place_name", "portland"))

    assert said.endswith("in Portland, Oregon.") or said.endswith("in Portland.")


def test_what_is_not_understood_is_asked_about(asking: Asking) -> None:
    said = asking.ask("february 30th is what day", "datetime_query")
    assert said == "I can't find february 30th in the calendar. Which day do you mean?"
    said = asking.ask("when is the regatta", "datetime_query", ("event_name", "the regatta"))
    assert said == "I don't know when the regatta is. Which date do you mean?"
    asking.ask("is there a national holiday on fifth december", "datetime_query")
    assert asking.status == "asked"


def test_follow_ups(asking: Asking) -> None:
    def more(text: str, *slots: tuple[str, str]) -> str:
        return asking.ask(text, "datetime_query", *slots, relation="follow_up")

    asking.ask("what time is it in tokyo", "datetime_query", ("place_name", "tokyo"))
    assert more("and in paris", ("place_name", "paris")) == "It's 3:45 PM in Paris."
    assert more("what day is it there") == "It's Sunday, November 22 in Paris."
    asking.ask("how many days until christmas", "datetime_query")
    assert more("and in weeks") == "There are 4 weeks and 5 days left until Friday, December 25."
    assert more("and until easter") == "There are 18 weeks left until Sunday, March 28, 2027."
    assert more("what weekday is that") == "That is Sunday, March 28, 2027."
    asking.ask("what's the date on saturday", "datetime_query")
    assert more("and the day after") == "That is Sunday, November 29."
    asking.ask("what's the date on saturday", "datetime_query")
    assert more("and on friday") == "That is Friday, November 27."


def test_words_of_the_calendar_are_no_unknown_event(asking: Asking) -> None:
    said = asking.ask("is 2032 a leap year", "datetime_query", ("event_name", "leap year"))

    assert said == "Yes, 2032 is a leap year."
    asked = asking.ask("what time is the gala", "datetime_query", ("event_name", "gala"))
    assert asked == "I don't know when gala is. Which date do you mean?"


def test_a_day_that_was_told_is_asked_about(asking: Asking) -> None:
    said = asking.ask("I sowed them on the first of May. How many days ago was that?", "datetime_query")
    assert said == "It's been 205 days since Friday, May 1."
    said = asking.ask("it's on the 2nd of December, so how many days till then", "datetime_query")
    assert said == "There are 10 days left until Wednesday, December 2."


def test_a_distance_goes_on_from_its_beginning(asking: Asking) -> None:
    asking.ask("how many days are there between 3 March 2027 and 30 June 2027", "datetime_query")
    said = asking.ask("and to 15 July of the same year", "datetime_query", relation="follow_up")
    assert said == "There are 134 days between Wednesday, March 3, 2027 and Thursday, July 15, 2027."


def test_the_time_at_a_distance_in_an_indirect_question(asking: Asking) -> None:
    said = asking.ask("tell me what time it'll be in three and a half hours", "datetime_query")
    assert said == "In 3 hours and 30 minutes it's 6:15 PM."
