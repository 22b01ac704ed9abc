"""Alarms, on a Sunday afternoon in London."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.skills.time.alarms import Alarms
from models.types import Modifiers, Relation
from tests.fixtures.skills import Chat


def listed(chat: Chat) -> str:
    return chat.say("which alarms are on", "alarm_query", act="question")


def weekdays(chat: Chat, *but: str) -> str:
    return chat.say(
        "get me up at 5:40 on weekdays",
        "alarm_set",
        time="5:40",
        general_frequency="weekdays",
        modifiers=Modifiers(repeat="weekdays", excluded=but),
    )


@pytest.fixture
def morning(chat: Chat) -> Chat:
    """Alarms for 6 and 9 tomorrow morning, the second one for the vet."""
    chat.say("wake me at six", "alarm_set", time="six")
    chat.say("a vet alarm for 9 am tomorrow", "alarm_set", event_name="vet", time="9 am", date="tomorrow")
    return chat


BOTH = "2 alarms are set: 6 AM tomorrow and the vet one at 9 AM tomorrow."


@pytest.mark.parametrize(
    ("text", "slots", "said"),
    [
        ("wake me at six", {"time": "six"}, "6 AM tomorrow"),
        ("an alarm at six", {"time": "six"}, "6 PM today"),
        (
            "an alarm at ten past nine tonight",
            {"time": "ten past nine", "timeofday": "tonight"},
            "9:10 PM today",
        ),
        ("wake me at 9 on tuesday", {"time": "9", "date": "tuesday"}, "9 AM on Tuesday"),
        (
            "an alarm at noon on march 3rd",
            {"time": "noon", "date": "march 3rd"},
            "noon on Wednesday, March 3",
        ),
        ("an alarm in 90 minutes", {"time": "90 minutes"}, "4:15 PM today"),
        ("an alarm in 90 minutes", {"duration": "90 minutes"}, "4:15 PM today"),
        ("wake me tomorrow at six", {"date": "tomorrow", "time": "six"}, "6 AM tomorrow"),
    ],
)
def test_an_alarm_is_set(chat: Chat, text: str, slots: dict[str, str], said: str) -> None:
    assert chat.say(text, "alarm_set", **slots) == f"Your alarm is set for {said}."
    assert listed(chat) == f"Your alarm is set for {said}."
    assert chat.say("undo that", "general_undo") == f"The alarm for {said} is removed."
    assert listed(chat) == "No alarm is set."


def test_a_repetition_with_an_exception(chat: Chat) -> None:
    assert weekdays(chat, "wednesdays") == "Your alarm is set for every weekday at 5:40 AM except Wednesday."
    rings = []
    for _ in range(24 * 7):
        chat.wait(hours=1)
        rings += [f"{chat.now:%a}" for _ in chat.due()]
    assert rings == ["Mon", "Tue", "Thu", "Fri"]


@pytest.mark.parametrize(
    ("text", "slots", "asks"),
    [
        ("an alarm", {}, "For what time?"),
        ("wake me on tuesday", {"date": "tuesday"}, "For what time?"),
        ("an alarm for june 31st at 8", {"date": "june 31st", "time": "8"}, "For what time?"),
        ("an alarm at 25:00", {"time": "25:00"}, "For what time?"),
    ],
)
def test_what_is_missing_or_impossible_is_asked_for(
    chat: Chat, text: str, slots: dict[str, str], asks: str
) -> None:
    assert chat.say(text, "alarm_set", **slots).endswith(asks)
    assert chat.status == "asked"
    assert listed(chat) == "No alarm is set."


def test_an_answer_adds_to_what_was_said(chat: Chat) -> None:
    chat.say("wake me on tuesday", "alarm_set", date="tuesday")
    said = chat.say("um half past five", "alarm_set", relation="answer", time="half past five")

    assert said == "Your alarm is set for 5:30 AM on Tuesday."


def test_the_past_is_refused(chat: Chat) -> None:
    assert chat.say("an alarm for ten am today", "alarm_set", time="ten am", date="today") == (
        "10 AM today is in the past."
    )
    assert chat.status == "failed"


def test_the_usual_time_is_offered(chat: Chat) -> None:
    chat.context.profile.set("habit", "get up at 7")

    assert chat.say("wake me up", "alarm_set") == (
        "You usually get up at 7 AM. Should I set the alarm for then?"
    )
    assert listed(chat) == "No alarm is set."
    chat.say("wake me up", "alarm_set")
    assert chat.say("yes", "general_affirm", relation="answer") == "Your alarm is set for 7 AM tomorrow."


def test_a_follow_up_stays_in_the_half_of_the_day(chat: Chat) -> None:
    chat.say("an alarm for 6 am", "alarm_set", time="6 am")
    chat.say("and one at 6:20", "alarm_set", relation="follow_up", time="6:20")
    assert listed(chat) == "2 alarms are set: 6 AM tomorrow and 6:20 AM tomorrow."


def test_a_correction_takes_the_place(chat: Chat) -> None:
    chat.say("an alarm for 6 am", "alarm_set", time="6 am")
    chat.say("no, 6:20", "alarm_set", relation="correction", time="6:20")
    assert listed(chat) == "Your alarm is set for 6:20 AM tomorrow."


def test_one_that_is_set_already_is_not_set_twice(chat: Chat) -> None:
    chat.say("an alarm for 6 am", "alarm_set", time="6 am")
    assert chat.say("an alarm for 6 am", "alarm_set", time="6 am") == (
        "The alarm is set for 6 AM tomorrow already."
    )
    assert listed(chat) == "Your alarm is set for 6 AM tomorrow."


@pytest.mark.parametrize(
    ("text", "slots", "reply"),
    [
        ("which alarms are on", {}, BOTH),
        ("when is the vet alarm", {"event_name": "vet"}, "Your vet alarm is set for 9 AM tomorrow."),
        ("is there one at six", {"time": "six"}, "Your alarm is set for 6 AM tomorrow."),
        ("is there one at eight", {"time": "eight"}, "No, but 2 other alarms are set."),
        ("any alarms tomorrow", {"date": "tomorrow"}, BOTH),
        ("any alarms tuesday", {"date": "tuesday"}, "No, but 2 other alarms are set."),
        ("my next alarm", {}, "Your alarm is set for 6 AM tomorrow."),
        (
            "how long until the vet one",
            {"event_name": "vet"},
            "Your vet alarm rings in 18 hours and 15 minutes, 9 AM tomorrow.",
        ),
    ],
)
def test_alarms_are_asked_about(morning: Chat, text: str, slots: dict[str, str], reply: str) -> None:
    assert morning.say(text, "alarm_query", act="question", **slots) == reply


@pytest.mark.parametrize("intent", ["alarm_set", "alarm_remove", "alarm_change", "alarm_snooze"])
def test_a_question_changes_nothing(morning: Chat, intent: str) -> None:
    said = morning.say("did you touch my six o'clock alarm", intent, act="question", time="six o'clock")
    assert said == "Your alarm is set for 6 AM tomorrow."
    assert listed(morning) == BOTH


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("drop the vet alarm", {"event_name": "vet"}),
        ("drop the 9 o'clock alarm", {"time": "9 o'clock"}),
        ("drop the later one", {}),
        ("drop the second alarm", {}),
    ],
)
def test_an_alarm_is_removed_and_restored(morning: Chat, text: str, slots: dict[str, str]) -> None:
    assert morning.say(text, "alarm_remove", **slots) == "The vet alarm for 9 AM tomorrow is removed."
    assert listed(morning) == "Your alarm is set for 6 AM tomorrow."
    morning.say("undo that", "general_undo")
    assert listed(morning) == BOTH


def test_which_one_is_asked(morning: Chat) -> None:
    assert morning.say("drop my alarm", "alarm_remove") == (
        "Which one, the one for 6 AM tomorrow or the vet alarm?"
    )
    assert morning.say("the 6 am one", "alarm_remove", relation="answer", time="6 am") == (
        "The alarm for 6 AM tomorrow is removed."
    )


def test_one_that_is_not_there(morning: Chat) -> None:
    assert morning.say("drop the 7 am alarm", "alarm_remove", time="7 am") == "There is no alarm for “7 am”."
    assert morning.say("drop the gym alarm", "alarm_remove", event_name="gym") == "No alarm is called gym."
    assert listed(morning) == BOTH


def test_all_but_one(morning: Chat) -> None:
    but = Modifiers(all=True, excluded=("six",))
    morning.say("drop every alarm but the six", "alarm_remove", modifiers=but)
    assert listed(morning) == "Your alarm is set for 6 AM tomorrow."


def test_what_is_excepted_chooses_nothing_though_it_has_a_slot(morning: Chat) -> None:
    but = Modifiers(all=True, excluded=("6 am",))
    morning.say("drop all alarms except the one at 6 am", "alarm_remove", modifiers=but, time="6 am")
    assert listed(morning) == "Your alarm is set for 6 AM tomorrow."


def test_one_that_comes_back_is_removed_after_a_yes(chat: Chat) -> None:
    weekdays(chat)
    asks = "Do you want me to remove the alarm for every weekday at 5:40 AM for good?"
    assert chat.say("drop my alarm", "alarm_remove") == asks
    chat.say("no", "general_negate", act="prohibition")
    assert "5:40" in listed(chat)
    assert chat.say("drop my alarm", "alarm_remove") == asks
    chat.say("yes", "general_affirm")
    assert listed(chat) == "No alarm is set."


@pytest.mark.parametrize("intent", ["alarm_change", "alarm_remove"])
def test_a_single_day_is_skipped(chat: Chat, intent: str) -> None:
    weekdays(chat)
    assert chat.say("skip tuesday's alarm", intent, date="tuesday's") == "Your alarm is skipped on Tuesday."
    assert listed(chat) == (
        "Your alarm is set for every weekday at 5:40 AM except Tuesday. It rings next tomorrow at 5:40 AM."
    )
    chat.say("undo that", "general_undo")
    assert "except" not in listed(chat)


def test_the_next_one_is_skipped(chat: Chat) -> None:
    weekdays(chat)
    assert chat.say("skip the next alarm", "alarm_change") == "Your alarm is skipped tomorrow."
    assert listed(chat).endswith("It rings next on Tuesday at 5:40 AM.")


@pytest.mark.parametrize(
    ("text", "slots", "said"),
    [
        ("move the six o'clock alarm to 7", {"time": ["six o'clock", "7"]}, "6:00 → 7 AM tomorrow"),
        ("make the six o'clock alarm 7:15", {"time": ["six o'clock", "7:15"]}, "7:15 AM tomorrow"),
        ("move the six o'clock alarm to 8 pm", {"time": ["six o'clock", "8 pm"]}, "8 PM tomorrow"),
        (
            "move the six o'clock alarm to tuesday",
            {"time": "six o'clock", "date": "tuesday"},
            "6 AM on Tuesday",
        ),
        (
            "move the six o'clock alarm to tuesday at 8",
            {"time": ["six o'clock", "8"], "date": "tuesday"},
            "8 AM on Tuesday",
        ),
        (
            "ring the six o'clock alarm a quarter of an hour earlier",
            {"time": "six o'clock", "duration": "a quarter of an hour"},
            "5:45 AM tomorrow",
        ),
        (
            "make the six o'clock alarm every day",
            {"time": "six o'clock", "general_frequency": "every day"},
            "every day at 6 AM",
        ),
    ],
)
def test_an_alarm_is_moved_and_moved_back(
    morning: Chat, text: str, slots: dict[str, str | list[str]], said: str
) -> None:
    when = said.split(" → ")[-1]
    assert morning.say(text, "alarm_change", **slots) == f"Your alarm is set for {when} now."
    assert when in listed(morning)
    assert morning.say("undo that", "general_undo") == "Your alarm is as before."
    assert listed(morning) == BOTH


def test_a_repeated_alarm_keeps_its_days(chat: Chat) -> None:
    weekdays(chat)
    assert chat.say("move my alarm to 6:10", "alarm_change", time="6:10") == (
        "Your alarm is set for every weekday at 6:10 AM now."
    )
    assert chat.say(
        "make it 5 minutes later", "alarm_change", relation="follow_up", duration="5 minutes"
    ) == ("Your alarm is set for every weekday at 6:15 AM now.")


def test_an_alarm_is_renamed(morning: Chat) -> None:
    said = morning.say("rename the vet alarm to cattery", "alarm_change", event_name=["vet", "cattery"])
    assert said == "Your alarm is called cattery now."
    assert "the cattery one at 9 AM tomorrow" in listed(morning)


def test_a_new_time_is_asked_for(morning: Chat) -> None:
    assert morning.say("move the vet alarm", "alarm_change", event_name="vet") == "To what time?"
    assert morning.say("ten", "alarm_change", relation="answer", time="ten") == (
        "Your vet alarm is set for 10 AM tomorrow now."
    )


def test_only_what_rings_is_snoozed(chat: Chat) -> None:
    assert chat.say("snooze", "alarm_snooze") == "Nothing is ringing, and nothing has just rung."
    assert chat.status == "failed"
    chat.say("a nap alarm in 10 minutes", "alarm_set", event_name="nap", time="10 minutes")
    chat.wait(minutes=10)
    assert chat.due() == ["It's 2:55 PM. Your nap alarm is ringing."]
    chat.wait(seconds=20)
    assert chat.say("snooze for 4 minutes", "alarm_snooze", duration="4 minutes") == (
        "I'll ring again at 2:59 PM."
    )
    assert chat.cancelled == [True]
    chat.wait(minutes=4)
    assert chat.due() == ["It's 2:59 PM. Your nap alarm is ringing."]
    assert chat.say("snooze", "alarm_snooze") == "I'll ring again at 3:08 PM."
    chat.say("undo that", "general_undo")
    assert listed(chat) == "No alarm is set."
    chat.wait(minutes=20)
    assert chat.say("snooze", "alarm_snooze") == "Nothing is ringing, and nothing has just rung."


def test_an_alarm_outlives_a_restart(chat: Chat, start: Callable[..., Chat]) -> None:
    weekdays(chat, "friday")
    again = start()
    again.now = datetime(2026, 11, 23, 5, 40, tzinfo=ZoneInfo("Europe/London"))
    assert again.due() == ["It's 5:40 AM. Your alarm is ringing."]
    assert listed(again).endswith("It rings next on Tuesday at 5:40 AM.") or "tomorrow" in listed(again)


def test_an_alarm_is_removed_later(morning: Chat) -> None:
    later = Modifiers(at="at 10 tonight")
    said = morning.say(
        "at 10 tonight drop the vet alarm",
        "alarm_remove",
        time="10",
        timeofday="tonight",
        event_name="vet",
        modifiers=later,
    )
    assert said == "I'll remove the vet alarm today at 10 PM."
    assert listed(morning) == BOTH
    morning.wait(hours=7, minutes=15)
    assert morning.due() == ["The vet alarm for 9 AM tomorrow is removed."]


def test_a_ring_is_stopped_and_the_alarm_stays(chat: Chat) -> None:
    weekdays(chat)
    chat.now = datetime(2026, 11, 23, 5, 40, tzinfo=ZoneInfo("Europe/London"))
    chat.due()
    assert chat.say("turn the alarm off", "alarm_remove") == "Your alarm is off."
    assert chat.cancelled == [True]
    assert listed(chat).endswith("It rings next tomorrow at 5:40 AM.")


@pytest.mark.parametrize(
    ("text", "slots", "said"),
    [
        ("bring the six o'clock alarm forward by an hour", ["six o'clock", "an hour"], "5 AM tomorrow"),
        (
            "push the six o'clock alarm back by half an hour",
            ["six o'clock", "half an hour"],
            "6:30 AM tomorrow",
        ),
        (
            "make my six o'clock alarm twenty minutes earlier",
            ["six o'clock", "twenty minutes"],
            "5:40 AM tomorrow",
        ),
        ("change the alarm from 6 to 6:40", ["6 to 6:40"], "6:40 AM tomorrow"),
    ],
)
def test_a_shift_is_a_length_whatever_marks_it(morning: Chat, text: str, slots: list[str], said: str) -> None:
    assert morning.say(text, "alarm_change", time=slots) == f"Your alarm is set for {said} now."


def test_a_shift_without_direction_is_asked_about(chat: Chat) -> None:
    chat.say("wake me at six", "alarm_set", time="six")
    assert (
        chat.say("shift the alarm by ten minutes", "alarm_change", time="ten minutes") == "Earlier or later?"
    )
    assert chat.say("earlier", None, relation="answer") == "Your alarm is set for 5:50 AM tomorrow now."


@pytest.mark.parametrize(
    ("text", "slots", "reply"),
    [
        ("an alarm for February 30th at 8", {"date": "February 30th", "time": "8"},
         "There is no February 30th. For what time?"),
        ("an alarm for 25:00", {"time": "25:00"}, "There is no 25:00. For what time?"),
        ("an alarm for half past", {"time": "half past"}, "I didn't get when “half past” is. For what time?"),
        ("wake me at ten to six tomorrow", {"time": "ten to six", "date": "tomorrow"},
         "Your alarm is set for 5:50 AM tomorrow."),
        ("wake me at 6 all next week", {"time": "6", "date": "all next week"},
         "Your alarm is set for every day at 6 AM from tomorrow until Sunday, November 29."),
    ],
)  # fmt: skip
def test_times_are_read_whole(chat: Chat, text: str, slots: dict[str, str | list[str]], reply: str) -> None:
    assert chat.say(text, "alarm_set", **slots) == reply  # type: ignore[arg-type]


def test_a_correction_leaves_out_a_day(chat: Chat) -> None:
    weekdays(chat)
    said = chat.say("skip tomorrow", "alarm_set", relation="correction", date="tomorrow")
    assert said == "Your alarm is set for every weekday at 5:40 AM except tomorrow."
    (alarm,) = chat.context.schedule.entries("alarm", chat.now)
    assert alarm.due.date().isoformat() == "2026-11-24"


@pytest.mark.parametrize(
    ("text", "relation", "slots"),
    [
        ("just skip tomorrow, I'm off", "follow_up", {"date": "tomorrow"}),
        ("skip tomorrow", "new", {"date": "tomorrow"}),
    ],
)
def test_a_skipped_day_is_no_new_alarm(
    chat: Chat, text: str, relation: Relation, slots: dict[str, str]
) -> None:
    weekdays(chat)
    assert chat.say(text, "alarm_set", relation=relation, **slots) == "Your alarm is skipped tomorrow."
    (alarm,) = chat.context.schedule.entries("alarm", chat.now)
    assert alarm.due.date().isoformat() == "2026-11-24"


def test_half_an_hour_later_is_no_second_alarm(chat: Chat) -> None:
    chat.say("wake me at six", "alarm_set", time="six")
    said = chat.say("half an hour later", "alarm_set", relation="follow_up", duration="half an hour")
    assert said == "Your alarm is set for 6:30 AM tomorrow now."
    assert listed(chat) == "Your alarm is set for 6:30 AM tomorrow."


def test_a_correction_sets_an_earlier_alarm(chat: Chat) -> None:
    chat.say("wake me at six", "alarm_set", time="six")
    said = chat.say("no, ten minutes earlier", "alarm_set", relation="correction", duration="ten minutes")
    assert said == "Your alarm is set for 5:50 AM tomorrow."
    assert listed(chat) == said


def test_an_alarm_gets_another_time_instead(chat: Chat) -> None:
    chat.say("wake me at six", "alarm_set", time="six")
    assert chat.say("set the alarm to 8 instead", "alarm_set", time="8") == (
        "Your alarm is set for 8 AM tomorrow now."
    )


def test_words_between_slots_are_read(chat: Chat) -> None:
    assert chat.say("an alarm for this time tomorrow", "alarm_set", date=["this", "tomorrow"]) == (
        "Your alarm is set for 2:45 PM tomorrow."
    )
    assert chat.say("wake me at 6 all next week", "alarm_set", time="6", date="next week") == (
        "Your alarm is set for every day at 6 AM from tomorrow until Sunday, November 29."
    )


def test_alarms_are_things_to_ask_about(chat: Chat) -> None:
    chat.say("set a gym alarm for 7 am", "alarm_set", alarm_type="gym", time="7 am")
    (thing,) = Alarms(chat.context).things(chat.now)
    assert (thing.name, thing.query) == ("gym", "alarm_query")
