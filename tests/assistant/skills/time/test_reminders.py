"""Reminders, on a Sunday afternoon in London, with what was planned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.skills.time.reminders import Reminders
from models.types import Modifiers, Relation
from tests.fixtures.skills import Chat


def listed(chat: Chat) -> str:
    return chat.say("which reminders are there", "calendar_query", act="question")


@pytest.fixture
def busy(chat: Chat) -> Chat:
    """Reminders for today, tomorrow and every Monday."""
    chat.say("remind me to feed the hens at 5 pm", "calendar_set", event_name="feed the hens", time="5 pm")
    chat.say(
        "remind me about choir tomorrow at 8 pm",
        "calendar_set",
        event_name="choir",
        date="tomorrow",
        time="8 pm",
    )
    chat.say(
        "remind me every tuesday at 7 am to put the bins out",
        "calendar_set",
        event_name="put the bins out",
        time="7 am",
        general_frequency="every tuesday",
        modifiers=Modifiers(repeat="every tuesday"),
    )
    return chat


TUESDAYS = "put the bins out every Tuesday at 7 AM"
ALL = f"3 reminders: feed the hens today at 5 PM, choir tomorrow at 8 PM and {TUESDAYS}."


@pytest.mark.parametrize(
    ("text", "slots", "reply"),
    [
        (
            "remind me to ring my aunt at 6 pm",
            {"event_name": "ring my aunt", "time": "6 pm"},
            "I'll remind you to ring your aunt today at 6 PM.",
        ),
        (
            "remind me in half an hour that the hose is on",
            {"event_name": "the hose is on", "time": "half an hour"},
            "I'll remind you that the hose is on today at 3:15 PM.",
        ),
        (
            "remind me tonight to lock the shed",
            {"event_name": "lock the shed", "timeofday": "tonight"},
            "I'll remind you to lock the shed today at 9 PM.",
        ),
        (
            "remind me every 3 hours to stretch",
            {"event_name": "stretch", "general_frequency": "every 3 hours"},
            "I'll remind you to stretch every 3 hours.",
        ),
        (
            "add choir on friday at 7 pm",
            {"event_name": "choir", "date": "friday", "time": "7 pm"},
            "I'll remind you on Friday at 7 PM: choir.",
        ),
        (
            "remind me about lunch with grandpa tomorrow at noon",
            {"event_name": "lunch", "person": "grandpa", "date": "tomorrow", "time": "noon"},
            "I'll remind you about lunch with grandpa tomorrow at noon.",
        ),
    ],
)
def test_a_reminder_is_set(chat: Chat, text: str, slots: dict[str, str], reply: str) -> None:
    assert chat.say(text, "calendar_set", **slots) == reply
    assert chat.status == "done"
    chat.say("undo that", "general_undo")
    assert listed(chat) == "You have no reminders."


def test_it_rings(chat: Chat) -> None:
    chat.say("remind me to feed the hens at 5 pm", "calendar_set", event_name="feed the hens", time="5 pm")
    chat.wait(hours=2, minutes=15)
    assert chat.due() == ["Reminder: feed the hens."]
    assert listed(chat) == "You have no reminders."
    assert (
        chat.say("again in 5 minutes", "alarm_snooze", duration="5 minutes") == "I'll ring again at 5:05 PM."
    )
    chat.wait(minutes=5)
    assert chat.due() == ["Reminder: feed the hens."]


def test_a_repeated_one_comes_back_without_its_exceptions(chat: Chat) -> None:
    chat.say(
        "remind me every day at 7 am except sundays to stretch",
        "calendar_set",
        event_name="stretch",
        time="7 am",
        general_frequency="every day",
        modifiers=Modifiers(repeat="every day", excluded=("sundays",)),
    )
    rings = []
    for _ in range(24 * 8):
        chat.wait(hours=1)
        rings += [f"{chat.now:%a}" for _ in chat.due()]
    assert rings == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Mon"]


def test_the_time_is_asked_for(chat: Chat) -> None:
    assert chat.say("remind me to feed the hens", "calendar_set", event_name="feed the hens") == (
        "When should I remind you?"
    )
    assert chat.say("friday", "calendar_set", relation="answer", date="friday") == "When should I remind you?"
    assert chat.say("at 5 pm on friday", "calendar_set", relation="answer", time="5 pm", date="friday") == (
        "I'll remind you to feed the hens on Friday at 5 PM."
    )


def test_the_subject_is_asked_for(chat: Chat) -> None:
    assert chat.say("remind me at 5 pm", "calendar_set", time="5 pm") == "What should I remind you about?"
    assert chat.say("to feed my hens", "calendar_set", relation="answer", event_name="feed my hens") == (
        "I'll remind you to feed your hens today at 5 PM."
    )


def test_the_past_is_refused(chat: Chat) -> None:
    slots = {"event_name": "feed the hens", "date": "today", "time": "9 am"}
    assert chat.say("remind me to feed the hens today at 9 am", "calendar_set", **slots) == (
        "9 AM today is in the past."
    )
    assert chat.status == "failed"


def test_a_follow_up_has_the_time_of_the_one_before(chat: Chat) -> None:
    chat.say("remind me to feed the hens at 5 pm", "calendar_set", event_name="feed the hens", time="5 pm")
    said = chat.say("and to shut the gate", "calendar_set", relation="follow_up", event_name="shut the gate")
    assert said == "I'll remind you to shut the gate today at 5 PM."


def test_a_correction_takes_the_place(chat: Chat) -> None:
    chat.say("remind me to feed the hens at 5 pm", "calendar_set", event_name="feed the hens", time="5 pm")
    said = chat.say("no, at 6", "calendar_set", relation="correction", time="6")
    assert said == "I'll remind you to feed the hens today at 6 PM."
    assert listed(chat) == "One reminder: feed the hens today at 6 PM."


@pytest.mark.parametrize(
    ("text", "slots", "reply"),
    [
        ("which reminders are there", {}, ALL),
        ("anything tomorrow", {"date": "tomorrow"}, "One reminder: choir tomorrow at 8 PM."),
        ("anything on tuesday", {"date": "tuesday"}, "One reminder: put the bins out every Tuesday at 7 AM."),
        ("anything this week", {"date": "this week"}, "One reminder: feed the hens today at 5 PM."),
        ("anything on wednesday", {"date": "wednesday"}, "You have no reminders for wednesday."),
        ("when is choir", {"event_name": "choir"}, "One reminder: choir tomorrow at 8 PM."),
        ("when is the regatta", {"event_name": "regatta"}, "There is no reminder about regatta."),
        ("any appointments", {"event_name": "appointments"}, ALL),
    ],
)
def test_reminders_are_asked_about(busy: Chat, text: str, slots: dict[str, str], reply: str) -> None:
    assert busy.say(text, "calendar_query", act="question", **slots) == reply


@pytest.mark.parametrize("intent", ["calendar_set", "calendar_remove"])
def test_a_question_changes_nothing(busy: Chat, intent: str) -> None:
    said = busy.say("are you going to remind me about choir", intent, act="question", event_name="choir")
    assert said == "One reminder: choir tomorrow at 8 PM."
    assert listed(busy) == ALL


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("drop the choir reminder", {"event_name": "choir"}),
        ("drop tomorrow's reminder", {"date": "tomorrow's"}),
        ("drop the 8 pm reminder", {"time": "8 pm"}),
        ("drop the third reminder", {}),
    ],
)
def test_a_reminder_is_removed_and_restored(busy: Chat, text: str, slots: dict[str, str]) -> None:
    busy.say("and which", "calendar_query", act="question")
    said = busy.say(text, "calendar_remove", **slots)
    assert said.startswith("The reminder ") and said.endswith(" is removed.")
    assert listed(busy).startswith("2 reminders: feed the hens")
    busy.say("undo that", "general_undo")
    assert listed(busy) == ALL


def test_which_one_is_asked(busy: Chat) -> None:
    assert busy.say("drop the reminder", "calendar_remove").startswith(
        "Which one, the reminder to feed the hens,"
    )
    assert busy.say("the choir one", "calendar_remove", relation="answer", event_name="choir") == (
        "The reminder about choir is removed."
    )


def test_one_that_is_not_there(busy: Chat) -> None:
    said = busy.say("drop the regatta reminder", "calendar_remove", event_name="regatta")
    assert said == "There is no reminder about regatta."
    assert busy.status == "failed"
    assert listed(busy) == ALL


def test_all_and_all_but(busy: Chat) -> None:
    but = Modifiers(all=True, excluded=("hens",))
    assert busy.say("drop every reminder but the hens", "calendar_remove", modifiers=but) == (
        "2 reminders are removed."
    )
    assert listed(busy) == "One reminder: feed the hens today at 5 PM."
    busy.say("drop all reminders", "calendar_remove", modifiers=Modifiers(all=True))
    assert listed(busy) == "You have no reminders."


@pytest.mark.parametrize("intent", ["calendar_set", "alarm_change"])
def test_a_reminder_is_moved(busy: Chat, intent: str) -> None:
    said = busy.say(
        "move the choir reminder to friday at 6 pm", intent, event_name="choir", date="friday", time="6 pm"
    )
    assert said == "The reminder about choir is set for 6 PM on Friday now."
    assert "choir on Friday at 6 PM" in listed(busy)
    busy.say("undo that", "general_undo")
    assert listed(busy) == ALL


def test_a_reminder_keeps_its_time_on_another_day(busy: Chat) -> None:
    said = busy.say("move my choir reminder to friday", "calendar_set", event_name="choir", date="friday")
    assert said == "The reminder about choir is set for 8 PM on Friday now."


def test_a_single_day_is_left_out(busy: Chat) -> None:
    assert busy.say("drop tuesday's reminder", "calendar_remove", date="tuesday's") == (
        "Your reminder is skipped on Tuesday."
    )
    assert "except Tuesday" in listed(busy)


def test_reminders_outlive_a_restart(busy: Chat, start: Callable[..., Chat]) -> None:
    assert listed(start()) == ALL


def test_what_is_planned_is_told_and_cancelled_with_the_reminders(chat: Chat) -> None:
    at = Modifiers(at="in ten minutes")
    chat.say("in ten minutes start a 2 minute timer", "timer_set", duration="2 minute", modifiers=at)
    later = "You have no reminders, but I'll set a timer for 2 minutes today at 2:55 PM."

    assert listed(chat) == later
    assert chat.say("drop the planned timer", "calendar_remove", event_name="planned timer") == (
        "I won't set a timer for 2 minutes today at 2:55 PM."
    )
    assert listed(chat) == "You have no reminders."
    assert chat.say("undo that", "general_undo") == "It is planned again."
    assert listed(chat) == later


def test_a_new_plan_is_undone(chat: Chat) -> None:
    at = Modifiers(at="in ten minutes")
    chat.say("in ten minutes start a 2 minute timer", "timer_set", duration="2 minute", modifiers=at)

    assert chat.say("undo that", "general_undo") == "I won't do that then."
    chat.wait(minutes=10)
    assert chat.due() == []


def test_a_reminder_that_was_just_set_is_moved_by_that(chat: Chat) -> None:
    chat.say("remind me to ring gran at 8 pm", "calendar_set", event_name="ring gran", time="8 pm")
    chat.say("remind me to ring the vet at 5 pm", "calendar_set", event_name="ring the vet", time="5 pm")

    said = chat.say("move that to 7 pm", "alarm_change", time="7 pm", relation="follow_up")

    assert said == "The reminder to ring the vet is set for 7 PM today now."


def test_two_times_are_never_made_one(chat: Chat) -> None:
    said = chat.say(
        "remind me to ring gran at 5 and uncle at 6", "calendar_set", event_name="ring gran", time=["5", "6"]
    )

    assert said == "Which time do you mean, 5 or 6?"


def test_what_was_just_set_is_moved(chat: Chat) -> None:
    chat.say(
        "remind me to ring Al tomorrow at 9", "calendar_set", event_name="ring Al", date="tomorrow", time="9"
    )
    said = chat.say("move that to Tuesday", "calendar_set", relation="follow_up", date="Tuesday")
    assert said == "The reminder to ring Al is set for 9 AM on Tuesday now."
    assert len(chat.context.schedule.entries("reminder", chat.now)) == 1


@pytest.mark.parametrize(
    ("text", "relation", "reply"),
    [
        (
            "make that reminder an hour later",
            "follow_up",
            "The reminder to ring Al is set for 6 PM today now.",
        ),
        ("make that reminder an hour later", "correction", "I'll remind you to ring Al today at 6 PM."),
        ("an hour later", "follow_up", "The reminder to ring Al is set for 6 PM today now."),
    ],
)
def test_what_was_just_set_is_put_off(chat: Chat, text: str, relation: Relation, reply: str) -> None:
    chat.say("remind me to ring Al at five", "calendar_set", event_name="ring Al", time="five")
    assert chat.say(text, "calendar_set", relation=relation, duration="an hour") == reply
    assert len(chat.context.schedule.entries("reminder", chat.now)) == 1


def test_reminders_and_days_are_things_to_ask_about(chat: Chat) -> None:
    chat.say("remind me to feed the hens at 5 pm", "calendar_set", event_name="feed the hens", time="5 pm")
    reminder, agenda = Reminders(chat.context).things(chat.now)
    assert (reminder.name, reminder.asked) == ("feed the hens", "time")
    assert (agenda.name, agenda.asked) == ("", "day")


@pytest.mark.parametrize(
    ("place", "reply"),
    [
        ("earlier", "The reminder to ring Al is set for 6:30 PM today now."),
        ("later", "The reminder to ring Bo is set for 6:30 PM today now."),
    ],
)
def test_one_of_two_is_moved_by_its_place(chat: Chat, place: str, reply: str) -> None:
    chat.say("remind me to ring Al at five pm", "calendar_set", event_name="ring Al", time="five pm")
    chat.say("remind me to ring Bo at six pm", "calendar_set", event_name="ring Bo", time="six pm")
    text = f"push the {place} one back to 6:30 pm"
    assert chat.say(text, "calendar_set", relation="follow_up", time="6:30 pm") == reply
    assert len(chat.context.schedule.entries("reminder", chat.now)) == 2
