"""What the conversation and the neighbours add to a command."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.done import Done
from assistant.conversation.resolving import resolve, share, whole
from models.types import Command, Modifiers, Slot
from tests.fixtures.commands import command

TIMER = command(
    "a pasta timer for ten minutes", "timer_set", ("timer_name", "pasta"), ("duration", "ten minutes")
)


def carried(given: Command, name: str) -> bool:
    """A follow-up is about another timer, so that the name stays behind."""
    return name != "timer_name"


def after(*commands: Command) -> list[Done]:
    return [Done(one, "timers", "create", changes=True, undo=7, touched=("1",)) for one in commands]


def values(given: Command) -> dict[str, str]:
    return {slot.name: slot.value for slot in given.slots}


def test_a_new_command_takes_nothing_over() -> None:
    resolved = resolve(command("set a timer", "timer_set"), after(TIMER), carried)

    assert (resolved.command.slots, resolved.before) == ((), None)


def test_a_correction_keeps_all_but_what_it_corrects_and_replaces() -> None:
    given = command("no, fifteen", "timer_set", ("duration", "fifteen"), relation="correction")

    resolved = resolve(given, after(TIMER), carried)

    assert values(resolved.command) == {"duration": "fifteen", "timer_name": "pasta"}
    assert resolved.replaces
    assert not resolved.pointed


def test_a_follow_up_keeps_what_carries_over_and_replaces_nothing() -> None:
    given = command("and one for the rice", "timer_set", ("timer_name", "rice"), relation="follow_up")

    resolved = resolve(given, after(TIMER), carried)

    assert values(resolved.command) == {"timer_name": "rice", "duration": "ten minutes"}
    assert not resolved.replaces


def test_another_operation_only_points() -> None:
    resolved = resolve(command("cancel it", "timer_cancel", relation="follow_up"), after(TIMER), carried)

    assert resolved.command.slots == ()
    assert resolved.pointed
    assert resolved.before is not None
    assert resolved.before.touched == ("1",)


def test_the_latest_of_the_same_intent_is_leaned_on() -> None:
    light = command("hall light on", "iot_hue_lighton", ("house_place", "hall"))
    given = command("and another for five", "timer_set", ("duration", "five"), relation="follow_up")

    resolved = resolve(given, after(TIMER, light), carried)

    assert resolved.before is not None
    assert resolved.before.command is TIMER


def test_without_an_intent_it_is_that_of_the_last_command() -> None:
    resolved = resolve(command("no, the den", None, relation="correction"), after(TIMER), carried)

    assert resolved.command.intent == "timer_set"


def test_without_a_conversation_nothing_changes() -> None:
    given = command("no, fifteen", "timer_set", relation="correction")

    assert resolve(given, [], carried).command is given


def test_bare_numbers_share_the_unit_that_is_said_once() -> None:
    texts = ("timers for one", "six", "and nine minutes")
    words = ("one", "six", "nine minutes")
    commands = [
        command(text, "timer_set", ("duration", word)) for text, word in zip(texts, words, strict=True)
    ]

    shared = share(commands, carried)

    assert [values(one)["duration"] for one in shared] == ["one minutes", "six minutes", "nine minutes"]


def test_neighbours_share_what_they_leave_out() -> None:
    kitchen = command("the kitchen", "iot_hue_lightchange", ("house_place", "kitchen"))
    hall = command(
        "the hall to 50 percent",
        "iot_hue_lightchange",
        ("house_place", "hall"),
        ("change_amount", "50 percent"),
    )
    other = command("add milk", "lists_createoradd", ("item", "milk"))

    shared = share([kitchen, hall, other], carried)

    assert [values(one) for one in shared] == [
        {"house_place": "kitchen", "change_amount": "50 percent"},
        {"house_place": "hall", "change_amount": "50 percent"},
        {"item": "milk"},
    ]
    # the words are not in this command
    assert [(slot.start, slot.end) for slot in shared[0].slots if slot.name == "change_amount"] == [(0, 0)]


def test_devices_of_one_breath_share_their_room() -> None:
    lights = command("turn off the lights", "iot_hue_lightoff")
    heater = command(
        "the heater in the den", "iot_wemo_off", ("device_type", "heater"), ("house_place", "den")
    )

    shared = share([lights, heater], carried)

    assert values(shared[0]) == {"house_place": "den"}
    assert values(shared[1]) == {"device_type": "heater", "house_place": "den"}


def test_what_a_prohibition_keeps_is_an_exception_of_the_request() -> None:
    off = command("lights off upstairs", "iot_hue_lightoff", ("house_place", "upstairs"))
    keep = command("leave the den on", "iot_hue_lightoff", ("house_place", "den"), act="prohibition")
    fan = command("keep the fan on", "iot_wemo_off", ("device_type", "fan"), act="prohibition")

    assert share([off, keep], carried)[0].modifiers.excluded == ("den",)
    assert share([off, fan], carried)[0].modifiers.excluded == ()


def test_times_of_one_breath_share_the_half_of_the_day() -> None:
    given = [
        command("alarms for 6", "alarm_set", ("time", "6")),
        command("6:30 am", "alarm_set", ("time", "6:30 am")),
        command("7 in the evening", "alarm_set", ("time", "7"), ("timeofday", "evening")),
    ]

    shared = share(given, carried)

    assert [values(one)["time"] for one in shared] == ["6 am", "6:30 am", "7"]


def test_several_values_of_one_slot_are_several_commands() -> None:
    given = command("timers for one, two", "timer_set", ("duration", "one, two"))
    last = command("three minutes", "timer_set", ("duration", "three minutes"))

    shared = share([given, last], carried)

    assert [values(one)["duration"] for one in shared] == ["one minutes", "two minutes", "three minutes"]


def test_a_boundary_never_cuts_a_value() -> None:
    text = "a timer for 1 and a 1/2 hours"
    first = replace(command(text, "timer_set", ("duration", "1")), text="a timer for 1", end=13)
    second = Command(
        "a 1/2 hours", 18, 29, intent="timer_set", slots=(Slot("duration", "1/2 hours", "1/2 hours", 20, 29),)
    )

    (joined,) = whole([first, second], text)

    assert (joined.text, len(joined.slots)) == (text, 2)
    lone = command("a timer for 5 minutes", "timer_set", ("duration", "5 minutes"))
    assert whole([lone], lone.text) == [lone]


def test_what_was_wrong_is_no_value_of_a_correction() -> None:
    before = command("an alarm tomorrow at 8", "alarm_set", ("date", "tomorrow"), ("time", "8"))
    given = command(
        "not tomorrow, Tuesday",
        "alarm_set",
        ("date", "tomorrow"),
        ("date", "Tuesday"),
        relation="correction",
        modifiers=Modifiers(excluded=("tomorrow",)),
    )

    resolved = resolve(given, after(before), carried).command

    assert values(resolved) == {"date": "Tuesday", "time": "8"}
    assert resolved.text.split() == ["not", ",", "Tuesday"]
    assert resolved.modifiers == Modifiers()


def test_a_time_in_front_is_when_the_next_command_is_done() -> None:
    text = "in half an hour add salt to my list"
    time = Command("in half an hour", 0, 15, intent="timer_set", decision="act")
    add = Command("add salt to my list", 16, 35, intent="lists_createoradd", decision="act")

    (joined,) = whole([time, add], text)

    assert (joined.intent, joined.text, joined.modifiers.at) == ("lists_createoradd", text, "in half an hour")


def test_an_exception_at_the_end_is_one_of_all_the_neighbours() -> None:
    first = command("all the lights in the den", "iot_hue_lighton", modifiers=Modifiers(all=True))
    second = command("the hall, but not the lamp", "iot_hue_lighton", modifiers=Modifiers(excluded=("lamp",)))

    assert [one.modifiers.excluded for one in share([first, second], carried)] == [("lamp",), ("lamp",)]
    alone = command("the lights in the den", "iot_hue_lighton")
    assert share([alone, second], carried)[0].modifiers.excluded == ()
