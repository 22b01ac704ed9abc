"""Clock, time zones, timers and alarms, on a Sunday afternoon in November 2026, London time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.skills.time.schedule import Schedule, next_on


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


def test_several_timers_by_name_and_length(chat) -> None:
    assert chat.say("set a timer for ten minutes", "timer_set") == "The timer is set for 10 minutes."
    assert chat.facts == {"duration": "10 minutes"}
    assert "pasta timer is set for 8 minutes" in chat.say("eight minute timer for the pasta", "timer_set")
    chat.wait(minutes=3)
    assert (
        chat.say("how long is left on the pasta timer", "timer_query")
        == "Your pasta timer has 5 minutes left."
    )
    chat.say("cancel the ten minute timer", "timer_cancel")
    chat.wait(minutes=1)
    assert chat.say("how much time is left", "timer_query") == "Your pasta timer has 4 minutes left."
    assert chat.say("add two minutes to my timer", "timer_set") == "Your pasta timer has 6 minutes left now."
    assert "cancelled" in chat.say("cancel the timer", "timer_cancel")
    assert chat.say("how much time is left", "timer_query") == "No timer is running."


def test_a_timer_without_a_length_asks_for_it(chat) -> None:
    assert chat.say("set a timer", "timer_set") == "For how long?"
    assert chat.say("an hour and a half") == "The timer is set for 1 hour and 30 minutes."


def test_cancelling_one_of_several_asks_which_and_all_asks_first(chat) -> None:
    for minutes in ("five", "ten"):
        chat.say(f"{minutes} minute timer", "timer_set")
    assert chat.say("cancel the timer", "timer_cancel") == "Which one, the 5 minute or 10 minute timer?"
    chat.say("the ten minute one")
    chat.say("twenty minute timer", "timer_set")
    assert chat.say("cancel all timers", "timer_cancel") == "Do you want me to cancel both timers?"
    chat.say("what time is it", "datetime_query")
    assert len(chat.context.schedule.entries("timer", chat.now)) == 2
    chat.say("cancel all timers", "timer_cancel")
    assert chat.say("yes") == "Cancelled 2 timers."


def test_timers_ring_once_and_outlive_a_restart(chat, start) -> None:
    chat.say("set a tea timer for five minutes", "timer_set")
    chat.wait(minutes=4, seconds=59)
    assert chat.context.schedule.due(chat.now) == ()
    again = start().context.schedule
    (ring,) = again.due(chat.now + timedelta(seconds=2))
    assert (ring.sentence, ring.late) == ("Your tea timer is up.", False)
    assert again.due(chat.now + timedelta(hours=1)) == ()


def test_what_fell_due_while_off_is_said(chat) -> None:
    chat.say("set a timer for five minutes", "timer_set")
    chat.wait(days=1)
    (ring,) = chat.context.schedule.due(chat.now)
    assert ring.late
    assert ring.sentence == "While I was off, your 5 minute timer ended at 2:50 PM on Sunday, November 22."


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("wake me at six tomorrow", "The alarm is set for 6 AM tomorrow."),
        ("wake me up at seven", "The alarm is set for 7 AM tomorrow."),
        ("set an alarm for seven", "The alarm is set for 7 PM today."),
        ("set an alarm for half past eight tomorrow evening", "The alarm is set for 8:30 PM tomorrow."),
        ("set an alarm for 7:30 a.m. on Friday", "The alarm is set for 7:30 AM on Friday."),
        ("seven hundred and thirty am tomorrow alarm", "The alarm is set for 7:30 AM tomorrow."),
        ("alarm in two hours", "The alarm is set for 4:45 PM today."),
        (
            "set an alarm for five pm on the twenty fifth of may",
            "The alarm is set for 5 PM on Tuesday, May 25.",
        ),
        ("every weekday at six am wake me", "The alarm is set for 6 AM on weekdays."),
        ("wake me at 8 on sundays", "The alarm is set for 8 AM every Sunday."),
        ("set an alarm for sunday at eight am", "The alarm is set for 8 AM on Sunday, November 29."),
        ("set an alarm for ten am today", "10 AM today is in the past."),
    ],
)
def test_setting_alarms(chat, text, reply) -> None:
    assert chat.say(text, "alarm_set") == reply


def test_alarms_are_listed_found_and_removed(chat) -> None:
    assert chat.say("what alarms do i have", "alarm_query") == "No alarm is set."
    for text in ("alarm for six am tomorrow", "alarm for eight pm today", "alarm for seven am every day"):
        chat.say(text, "alarm_set")
    assert chat.say("which alarms are set", "alarm_query") == (
        "3 alarms are set: 8 PM today, 6 AM tomorrow and 7 AM every day."
    )
    assert chat.say("is my alarm set for six am", "alarm_query") == "An alarm is set for 6 AM tomorrow."
    assert chat.say("do i have an alarm at nine am", "alarm_query") == "No, but 3 other alarms are set."
    assert chat.say("remove my eight pm alarm", "alarm_remove") == "The alarm for 8 PM today is removed."
    assert chat.say("remove all alarms", "alarm_remove") == "Do you want me to remove both alarms?"
    chat.say("no")
    assert len(chat.context.schedule.entries("alarm", chat.now)) == 2
    chat.say("remove all alarms", "alarm_remove")
    assert chat.say("yes") == "2 alarms are removed."
    assert chat.say("remove my alarm", "alarm_remove") == "No alarm is set."


def test_all_alarms_asks_even_where_there_is_one(chat) -> None:
    chat.say("alarm for six am tomorrow", "alarm_set")
    assert (
        chat.say("remove all alarms", "alarm_remove")
        == "Do you want me to remove the alarm for 6 AM tomorrow?"
    )


def test_an_alarm_that_repeats_is_removed_after_a_yes_only(chat) -> None:
    chat.say("wake me every day at seven am", "alarm_set")
    assert (
        chat.say("remove my alarm", "alarm_remove")
        == "Do you want me to remove the alarm for 7 AM every day?"
    )
    assert chat.say("yes please") == "The alarm for 7 AM every day is removed."


def test_an_alarm_without_a_time_asks_and_knows_the_owners_habit(chat) -> None:
    assert chat.say("wake me up tomorrow", "alarm_set") == "For what time?"
    assert chat.say("six thirty tomorrow morning") == "The alarm is set for 6:30 AM tomorrow."
    chat.say("i usually get up at seven", "profile_set", habit="get up at seven")
    assert "You usually get up at 7 AM." in chat.say("wake me up", "alarm_set")
    assert chat.say("yes") == "The alarm is set for 7 AM tomorrow."


def test_repeating_alarms_come_back_at_the_same_time_of_day_over_a_clock_change(chat) -> None:
    # the clocks change on March 28
    chat.now = datetime(2027, 3, 26, 20, 0, tzinfo=ZoneInfo("Europe/London"))
    chat.say("set an alarm for six am every day", "alarm_set")
    schedule: Schedule = chat.context.schedule
    for day in (27, 28, 29):
        chat.now = datetime(2027, 3, day, 6, 0, 5, tzinfo=ZoneInfo("Europe/London"))
        (ring,) = schedule.due(chat.now)
        assert ring.sentence == "It's 6 AM. Your alarm is ringing."
        assert schedule.due(chat.now) == ()


def test_next_on_skips_to_the_next_chosen_day() -> None:
    sunday = datetime(2026, 11, 22, 14, 45, tzinfo=ZoneInfo("Europe/London"))
    when = next_on(frozenset({0, 4}), sunday.replace(hour=6, minute=0), sunday)
    assert (when.weekday(), when.hour, when.day) == (0, 6, 23)


def test_snooze_rings_again_and_stops_the_sound(chat) -> None:
    assert chat.say("snooze", "alarm_remove") == "I'll ring again at 2:54 PM."
    assert chat.cancelled == [True]


def test_never_mind_offers_to_take_back_what_was_just_set(chat) -> None:
    chat.say("set a timer for ten minutes", "timer_set")
    assert chat.say("never mind", "general_cancel") == "Do you want me to cancel the timer for 10 minutes?"
    chat.say("yes")
    assert chat.context.schedule.entries("timer", chat.now) == []
    chat.say("set a timer for ten minutes", "timer_set")
    chat.wait(minutes=5)
    assert chat.say("never mind", "general_cancel") == "All right."


def test_what_is_over_is_not_listed_and_what_repeats_shows_its_next_day(chat) -> None:
    chat.say("set a timer for five minutes", "timer_set")
    chat.say("alarm at seven am every day", "alarm_set")
    chat.wait(days=2)
    assert chat.say("how much time is left", "timer_query") == "No timer is running."
    (alarm,) = chat.context.schedule.entries("alarm", chat.now)
    assert (alarm.due.day, alarm.due.hour) == (25, 7)
    assert [ring.late for ring in chat.context.schedule.due(chat.now)] == [True, True]


def test_the_next_to_fall_due(chat) -> None:
    schedule = chat.context.schedule
    assert schedule.next_due() is None
    chat.say("set a timer for ten minutes", "timer_set")
    chat.say("set a timer for four minutes", "timer_set")
    assert schedule.next_due() == chat.now + timedelta(minutes=4)
    chat.wait(minutes=4)
    assert [ring.sentence for ring in schedule.due(chat.now)] == ["Your 4 minute timer is up."]
    assert schedule.next_due() == chat.now + timedelta(minutes=6)
