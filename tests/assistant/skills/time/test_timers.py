"""Timers, on a Sunday afternoon."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.skills.time.timers import Timers
from models.types import Modifiers
from tests.fixtures.skills import Chat


@pytest.fixture
def kitchen(chat: Chat) -> Chat:
    """A bun timer of 8 minutes, and one without a name of 20."""
    chat.say("start a bun timer for eight minutes", "timer_set", timer_name="bun", duration="eight minutes")
    chat.say("start a timer for twenty minutes", "timer_set", duration="twenty minutes")
    return chat


def listed(chat: Chat) -> str:
    return chat.say("which timers are on", "timer_query", act="question")


BOTH = "2 timers: 8 minutes left on the bun timer and 20 minutes left on the 20 minute timer."


def test_a_timer_is_set_and_asked_about(chat: Chat) -> None:
    assert listed(chat) == "No timer is running."
    assert chat.say("time me for ninety seconds", "timer_set", duration="ninety seconds") == (
        "Your timer is set for 1 minute and 30 seconds."
    )
    assert chat.actions[0] is not None
    assert chat.actions[0].changes
    chat.wait(seconds=30)
    assert listed(chat) == "Your timer is running: 1 minute left."
    assert chat.facts == {"left": "1 minute"}


def test_several_timers_are_listed(kitchen: Chat) -> None:
    assert listed(kitchen) == BOTH


def test_a_length_is_asked_for(chat: Chat) -> None:
    assert chat.say("start a bun timer", "timer_set", timer_name="bun") == "For how long?"
    assert chat.status == "asked"
    assert chat.say("twelve", "timer_set", relation="answer", duration="twelve") == (
        "Your bun timer is set for 12 minutes."
    )


def test_a_timer_until_a_time_of_day(chat: Chat) -> None:
    assert (
        chat.say("start a timer until 3 pm", "timer_set", time="3 pm") == "Your timer is set for 15 minutes."
    )


@pytest.mark.parametrize(("length", "reply"), [("two months", "too long"), ("zero seconds", "short")])
def test_an_impossible_length_is_refused(chat: Chat, length: str, reply: str) -> None:
    said = chat.say(f"start a timer for {length}", "timer_set", duration=length)

    assert reply in said or "how long" in said
    assert listed(chat) == "No timer is running."


@pytest.mark.parametrize(
    ("text", "slots", "gone"),
    [
        ("stop the bun timer", {"timer_name": "bun"}, "bun"),
        ("stop the buns", {"timer_name": "buns"}, "bun"),
        ("stop the 20 minute timer", {"duration": "20 minute"}, "20 minute"),
        ("stop the 20 minute one", {"timer_name": "20 minute"}, "20 minute"),
        ("stop the first timer", {"timer_name": "first"}, "bun"),
        ("stop the second timer", {}, "20 minute"),
        ("stop the longest timer", {"timer_name": "longest"}, "20 minute"),
        ("stop the shorter one", {}, "bun"),
        ("stop the last timer", {"timer_name": "last"}, "20 minute"),
    ],
)
def test_one_of_several_is_chosen(kitchen: Chat, text: str, slots: dict[str, str], gone: str) -> None:
    kitchen.say(text, "timer_cancel", **slots)

    assert kitchen.status == "done"
    assert gone not in listed(kitchen)
    assert kitchen.say("undo that", "general_undo").endswith("back.")
    assert listed(kitchen) == BOTH


def test_which_one_is_asked_and_answered(kitchen: Chat) -> None:
    asks = "Which one, the bun timer or the 20 minute timer?"
    assert kitchen.say("stop the timer", "timer_cancel") == asks
    assert kitchen.say("the bun one", "timer_cancel", relation="answer", timer_name="bun") == (
        "Your bun timer is cancelled."
    )
    assert listed(kitchen) == "Your timer is running: 20 minutes left."


def test_both_is_an_answer(kitchen: Chat) -> None:
    kitchen.say("stop the timer", "timer_cancel")
    assert kitchen.say("both", "timer_cancel", relation="answer", modifiers=Modifiers(all=True)) == (
        "Your 2 timers are cancelled."
    )


def test_one_that_is_not_there_is_named(kitchen: Chat) -> None:
    assert kitchen.say("stop the rice timer", "timer_cancel", timer_name="rice") == "No timer is called rice."
    assert kitchen.status == "failed"
    assert kitchen.say("stop the 3 minute timer", "timer_cancel", duration="3 minute") == (
        "There is no timer for 3 minutes."
    )
    assert listed(kitchen) == BOTH


def test_all_and_all_but(kitchen: Chat) -> None:
    but = Modifiers(all=True, excluded=("bun",))
    kitchen.say("stop every timer but the bun", "timer_cancel", modifiers=but)
    assert listed(kitchen) == "Your bun timer is running: 8 minutes left."
    unknown = Modifiers(all=True, excluded=("rice",))
    said = kitchen.say("stop every timer but the rice", "timer_cancel", modifiers=unknown)
    assert "rice" in said
    assert listed(kitchen) == "Your bun timer is running: 8 minutes left."
    kitchen.say("stop my timers", "timer_cancel")
    assert listed(kitchen) == "No timer is running."


def test_a_pause_holds_what_is_left_over_a_restart(kitchen: Chat, start: Callable[..., Chat]) -> None:
    kitchen.wait(minutes=2)
    assert kitchen.say("hold the bun timer", "timer_pause", timer_name="bun") == (
        "Your bun timer is paused with 6 minutes left."
    )
    again = start()
    again.now = kitchen.now
    again.wait(minutes=10)
    assert again.due() == []
    assert again.say("and the bun timer", "timer_query", act="question", timer_name="bun") == (
        "Your bun timer is paused: 6 minutes left."
    )
    assert again.say("carry on with it", "timer_resume", relation="follow_up") == (
        "Your bun timer is running again with 6 minutes left."
    )
    again.wait(minutes=6)
    assert again.due() == ["Your bun timer is up."]


def test_undo_of_a_pause(kitchen: Chat) -> None:
    kitchen.say("hold the bun timer", "timer_pause", timer_name="bun")
    kitchen.wait(minutes=1)
    assert kitchen.say("undo that", "general_undo") == "Your bun timer is running again."
    assert kitchen.say("and the buns", "timer_query", act="question", timer_name="buns") == (
        "Your bun timer is running: 7 minutes left."
    )


def test_only_what_runs_can_be_paused_and_what_is_paused_resumed(kitchen: Chat) -> None:
    assert kitchen.say("carry on with the bun", "timer_resume", timer_name="bun") == (
        "Your bun timer is running already."
    )
    kitchen.say("hold the bun timer", "timer_pause", timer_name="bun")
    assert kitchen.say("carry on", "timer_resume") == "Your bun timer is running again with 8 minutes left."


@pytest.mark.parametrize(
    ("text", "slots", "left"),
    [
        ("put 3 minutes on the bun timer", {"duration": "3 minutes", "timer_name": "bun"}, "11 minutes"),
        ("knock 3 minutes off the bun timer", {"duration": "3 minutes", "timer_name": "bun"}, "5 minutes"),
        ("change the bun timer to 30 seconds", {"duration": "30 seconds", "timer_name": "bun"}, "30 seconds"),
        ("make the 8 minute timer 15 minutes", {"duration": ["8 minute", "15 minutes"]}, "15 minutes"),
        ("restart the bun timer", {"timer_name": "bun"}, "8 minutes"),
        ("double the bun timer", {"timer_name": "bun"}, "16 minutes"),
    ],
)
def test_a_timer_is_changed_and_changed_back(
    kitchen: Chat, text: str, slots: dict[str, str | list[str]], left: str
) -> None:
    assert kitchen.say(text, "timer_change", **slots) == f"Your bun timer has {left} left now."
    assert kitchen.facts == {"left": left, "name": "bun"}
    assert kitchen.say("undo that", "general_undo") == "Your bun timer is as before."
    assert listed(kitchen) == BOTH


def test_restart_is_from_the_full_length(kitchen: Chat) -> None:
    kitchen.wait(minutes=5)
    assert kitchen.say("start the bun timer over", "timer_change", timer_name="bun") == (
        "Your bun timer has 8 minutes left now."
    )


def test_all_that_is_left_taken_off_ends_it(kitchen: Chat) -> None:
    said = kitchen.say(
        "take 9 minutes off the bun timer", "timer_change", duration="9 minutes", timer_name="bun"
    )

    assert said == "That was all the time left, so your bun timer is over."
    assert listed(kitchen) == "Your timer is running: 20 minutes left."
    kitchen.say("undo that", "general_undo")
    assert listed(kitchen) == BOTH


def test_all_timers_are_lengthened_but_one(kitchen: Chat) -> None:
    but = Modifiers(all=True, excluded=("bun",))
    kitchen.say(
        "put 5 minutes on every timer but the bun", "timer_change", duration="5 minutes", modifiers=but
    )

    assert "8 minutes left on the bun timer" in listed(kitchen)
    assert "25 minutes left" in listed(kitchen)


def test_a_timer_is_renamed(kitchen: Chat) -> None:
    assert kitchen.say("rename the bun timer rolls", "timer_change", timer_name=["bun", "rolls"]) == (
        "Your timer is called rolls now."
    )
    assert "8 minutes left on the rolls timer" in listed(kitchen)
    assert kitchen.say("call it bread", "timer_change", relation="follow_up", timer_name="bread") == (
        "Your timer is called bread now."
    )


def test_what_a_change_lacks_is_asked_for(kitchen: Chat) -> None:
    assert kitchen.say("make the bun timer longer", "timer_change", timer_name="bun") == "By how much?"
    assert kitchen.say("two", "timer_change", relation="answer", duration="two") == (
        "Your bun timer has 10 minutes left now."
    )
    assert kitchen.say("rename the bun timer", "timer_change", timer_name="bun") == "What should I call it?"
    assert kitchen.say("rolls", "timer_change", relation="answer") == "Your timer is called rolls now."


def test_it_is_what_was_just_told(kitchen: Chat) -> None:
    kitchen.say("how long have the buns got", "timer_query", act="question", timer_name="buns")
    assert kitchen.say("stop it", "timer_cancel", relation="follow_up") == "Your bun timer is cancelled."


def test_the_other_one(kitchen: Chat) -> None:
    kitchen.say("how long have the buns got", "timer_query", act="question", timer_name="buns")
    assert kitchen.say("and the other one", "timer_query", act="question", relation="follow_up") == (
        "Your timer is running: 20 minutes left."
    )


def test_a_correction_sets_the_timer_anew(chat: Chat) -> None:
    chat.say("start a bun timer for eight minutes", "timer_set", timer_name="bun", duration="eight minutes")
    said = chat.say("no, nine", "timer_set", relation="correction", duration="nine")

    assert said == "Your bun timer is set for 9 minutes."
    assert listed(chat) == "Your bun timer is running: 9 minutes left."


@pytest.mark.parametrize("intent", ["timer_set", "timer_cancel", "timer_pause", "timer_change"])
def test_a_question_changes_nothing(kitchen: Chat, intent: str) -> None:
    said = kitchen.say("did you touch the bun timer", intent, act="question", timer_name="bun")

    assert said == "Your bun timer is running: 8 minutes left."
    assert listed(kitchen) == BOTH


def test_a_timer_for_later_is_planned(chat: Chat) -> None:
    later = Modifiers(at="in five minutes")
    said = chat.say(
        "in five minutes start a two minute timer",
        "timer_set",
        time="five minutes",
        duration="two minute",
        modifiers=later,
    )
    assert said == "I'll set a timer for 2 minutes today at 2:50 PM."
    assert listed(chat) == "No timer is running."
    chat.wait(minutes=5)
    assert chat.due() == ["Your timer is set for 2 minutes."]
    chat.wait(minutes=2)
    assert chat.due() == ["Your 2 minute timer is up."]


def test_at_most_six_are_said(chat: Chat) -> None:
    for minutes in range(1, 9):
        chat.say(f"timer {minutes} minutes", "timer_set", duration=f"{minutes} minutes")

    assert listed(chat).startswith("8 timers: 1 minute left on the 1 minute timer,")
    assert listed(chat).endswith("and 2 more.")


def test_a_ring_is_stopped_and_the_other_timers_run_on(kitchen: Chat) -> None:
    kitchen.wait(minutes=8)
    assert kitchen.due() == ["Your bun timer is up."]
    assert kitchen.say("stop the timer", "timer_cancel") == "Your bun timer is off."
    assert kitchen.cancelled == [True]
    assert listed(kitchen) == "Your timer is running: 12 minutes left."
    assert kitchen.say("stop the timer", "timer_cancel") == "Your timer is cancelled."


def test_a_running_timer_gets_a_new_length(kitchen: Chat) -> None:
    said = kitchen.say(
        "set the bun timer to nine minutes", "timer_set", timer_name="bun", duration="nine minutes"
    )
    assert said == "Your bun timer has 9 minutes left now."
    assert kitchen.say(
        "set the jam timer to one minute", "timer_set", timer_name="jam", duration="one minute"
    )
    assert listed(kitchen).startswith(
        "3 timers: 1 minute left on the jam timer, 9 minutes left on the bun timer"
    )


def test_the_only_timer_gets_a_new_length(chat: Chat) -> None:
    assert chat.say("set the timer to one minute", "timer_set", duration="one minute") == (
        "Your timer is set for 1 minute."
    )
    assert chat.say("set the timer to two minutes", "timer_set", duration="two minutes") == (
        "Your timer has 2 minutes left now."
    )
    assert listed(chat) == "Your timer is running: 2 minutes left."


def test_what_is_taken_off_cancels_nothing(kitchen: Chat) -> None:
    text = "remove three minutes from the bun timer"
    assert kitchen.say(text, "timer_cancel", timer_name="bun", duration="three minutes") == (
        "Your bun timer has 5 minutes left now."
    )
    text = "take two minutes off my twenty minute timer"
    assert kitchen.say(text, "timer_change", duration=["two minutes", "twenty minute"]) == (
        "Your timer has 18 minutes left now."
    )


def test_a_name_may_hold_the_length(chat: Chat) -> None:
    assert chat.say("start my 9 minute scone timer", "timer_set", timer_name="9 minute scone") == (
        "Your scone timer is set for 9 minutes."
    )
    assert chat.say("stop my 9 minute scone timer", "timer_cancel", timer_name="9 minute scone") == (
        "Your scone timer is cancelled."
    )


def test_a_number_of_seconds_is_no_place(chat: Chat) -> None:
    chat.say("a timer for ninety seconds", "timer_set", duration="ninety seconds")
    chat.say("a timer for two minutes", "timer_set", duration="two minutes")
    chat.say("stop the ninety second timer", "timer_cancel", duration="ninety second")
    assert listed(chat) == "Your timer is running: 2 minutes left."


@pytest.mark.parametrize("slots", [{"timer_name": "hours"}, {}])
def test_the_unit_alone_is_corrected(chat: Chat, slots: dict[str, str]) -> None:
    chat.say("start a timer for three minutes", "timer_set", duration="three minutes")
    said = chat.say("hours, I mean", "timer_set", relation="correction", **slots)
    assert said == "Your timer is set for 3 hours."
    assert listed(chat) == "Your timer is running: 3 hours left."


@pytest.mark.parametrize(
    ("text", "amount", "left"),
    [
        ("lower the timer by thirty seconds", "thirty seconds", "1 minute and 30 seconds"),
        ("raise my timer by a minute", "a minute", "3 minutes"),
        ("minus half a minute on the timer", "minus half a minute", "1 minute and 30 seconds"),
        ("make it a minute longer", "", "3 minutes"),
    ],
)
def test_more_words_for_longer_and_shorter(chat: Chat, text: str, amount: str, left: str) -> None:
    chat.say("a timer for two minutes", "timer_set", duration="two minutes")
    slots = {"duration": amount} if amount else {}
    assert chat.say(text, "timer_change", **slots) == f"Your timer has {left} left now."


def test_a_shift_without_direction_is_asked_about(chat: Chat) -> None:
    chat.say("a timer for nine minutes", "timer_set", duration="nine minutes")
    said = chat.say("move the timer by two minutes", "timer_change", duration="two minutes")
    assert said == "Longer or shorter?"
    assert chat.say("longer", None, relation="answer") == "Your timer has 11 minutes left now."


def test_a_room_is_a_name(chat: Chat) -> None:
    chat.say("a nine minute timer in the den", "timer_set", duration="nine minute", house_place="den")
    assert chat.say("pause the den timer", "timer_pause", house_place="den") == (
        "Your den timer is paused with 9 minutes left."
    )


def test_timers_are_names(kitchen: Chat) -> None:
    assert Timers(kitchen.context).names() == ["bun"]


def test_timers_are_things_to_ask_about(kitchen: Chat) -> None:
    things = Timers(kitchen.context).things(kitchen.now)
    assert [(thing.name, thing.query) for thing in things] == [("bun", "timer_query"), ("", "timer_query")]


def test_words_of_a_question_that_name_nothing_choose_none(kitchen: Chat) -> None:
    text = "which timers have I got on the go"
    assert kitchen.say(text, "timer_query", act="question", timer_name="go") == BOTH
    assert kitchen.say("stop the go timer", "timer_cancel", timer_name="go") == "No timer is called go."


def test_a_running_timer_begins_again_and_a_paused_one_goes_on(kitchen: Chat) -> None:
    kitchen.wait(minutes=2)
    again = "start the bun timer again"
    assert "8 minutes" in kitchen.say(again, "timer_resume", timer_name="bun")
    kitchen.wait(minutes=2)
    kitchen.say("pause the bun timer", "timer_pause", timer_name="bun")
    assert "6 minutes" in kitchen.say(again, "timer_resume", timer_name="bun")
    kitchen.say("pause the bun timer", "timer_pause", timer_name="bun")
    assert "8 minutes" in kitchen.say(f"{again} from the beginning", "timer_resume", timer_name="bun")


@pytest.fixture
def three(kitchen: Chat) -> Chat:
    """A further timer of 30 minutes."""
    kitchen.say("start a timer for thirty minutes", "timer_set", duration="thirty minutes")
    return kitchen


def test_an_exception_by_its_place_is_no_choice(three: Chat) -> None:
    but = Modifiers(all=True, excluded=("second",))

    three.say("cancel all of them but the second", "timer_cancel", relation="follow_up", modifiers=but)

    assert listed(three) == "Your timer is running: 20 minutes left."


def test_one_of_several_by_comparison(three: Chat) -> None:
    said = "cancel the longer of the two"

    assert three.say(said, "timer_cancel", relation="follow_up", timer_name=["longer", "two"]) == (
        "Your timer is cancelled."
    )
    assert listed(three) == BOTH
