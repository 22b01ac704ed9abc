"""What the conversation and the neighbours add to a command."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.conversation.done import Done
from assistant.conversation.resolving import resolve, share
from models.types import Command, Modifiers, Relation
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


@pytest.mark.parametrize(
    ("given", "points"),
    [
        (command("at ten cancel that timer", "timer_cancel"), True),
        (command("pause it in five minutes", "timer_pause"), True),
        (command("cancel the timer", "timer_cancel"), False),
        (command("cancel that alarm", "alarm_remove"), False),
        (command("remember that the timer broke", "note_set"), False),
    ],
    ids=lambda value: getattr(value, "text", ""),
)
def test_a_command_of_its_own_may_point_at_a_thing(given: Command, points: bool) -> None:
    resolved = resolve(given, after(TIMER), carried)

    assert resolved.pointed == points
    assert resolved.command is given


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
    assert resolved.text == "an alarm Tuesday at 8"
    assert resolved.modifiers == Modifiers()


DAILY = command(
    "wake me daily at 6:30", "alarm_set", ("time", "6:30"), ("general_frequency", "daily"),
    modifiers=Modifiers(repeat="daily"),
)  # fmt: skip


@pytest.mark.parametrize("relation", ["follow_up", "correction"])
def test_a_day_that_is_taken_out_of_a_repetition_replaces_it(relation: Relation) -> None:
    but = Modifiers(excluded=("tomorrow",))
    given = command("not tomorrow though", "alarm_set", relation=relation, modifiers=but)

    resolved = resolve(given, after(DAILY), lambda *_: True)

    assert resolved.replaces
    assert resolved.command.modifiers.excluded == ("tomorrow",)
    assert values(resolved.command) == {"time": "6:30", "general_frequency": "daily"}


@pytest.mark.parametrize(
    ("text", "intent"), [("not on Friday", "alarm_set"), ("but please not on a Friday", "alarm_change")]
)
def test_a_day_after_a_not_is_taken_out_of_a_repetition(text: str, intent: str) -> None:
    given = command(text, intent, ("date", "Friday"), relation="correction")

    resolved = resolve(given, after(DAILY), lambda *_: True)

    assert resolved.replaces
    assert resolved.command.intent == "alarm_set"
    assert resolved.command.modifiers.excluded == ("Friday",)


def test_it_is_made_what_it_is_after_a_question_too() -> None:
    asked = command("how long is left", "timer_query", act="question")
    given = command("make it an hour", "timer_query", ("duration", "an hour"), act="question",
                    relation="correction")  # fmt: skip

    resolved = resolve(given, [*after(TIMER), replace(after(asked)[0], changes=False)], carried)

    assert resolved.replaces
    assert resolved.command.intent == "timer_set"
    assert resolved.command.dialogue_act == "request"
    assert values(resolved.command) == {"duration": "an hour", "timer_name": "pasta"}
    alone = [replace(after(asked)[0], changes=False)]
    assert resolve(given, alone, carried).command.dialogue_act == "question"


def test_another_day_of_a_repetition_replaces_nothing() -> None:
    given = command("and tomorrow at 8", "alarm_set", ("date", "tomorrow"), relation="follow_up")

    assert not resolve(given, after(DAILY), lambda *_: True).replaces


def test_an_exception_at_the_end_is_one_of_all_the_neighbours() -> None:
    first = command("all the lights in the den", "iot_hue_lighton", modifiers=Modifiers(all=True))
    second = command("the hall, but not the lamp", "iot_hue_lighton", modifiers=Modifiers(excluded=("lamp",)))

    assert [one.modifiers.excluded for one in share([first, second], carried)] == [("lamp",), ("lamp",)]
    alone = command("the lights in the den", "iot_hue_lighton")
    assert share([alone, second], carried)[0].modifiers.excluded == ()


def test_a_particle_at_the_end_is_that_of_all() -> None:
    first = command("turn the radio in the den", "iot_wemo_on", ("device_type", "radio"))
    last = command("the rail off", "iot_wemo_off", ("device_type", "rail"))
    assert [one.intent for one in share([first, last], carried)] == ["iot_wemo_off", "iot_wemo_off"]
    whole = command("turn on the radio", "iot_wemo_on", ("device_type", "radio"))
    assert [one.intent for one in share([whole, last], carried)] == ["iot_wemo_on", "iot_wemo_off"]


@pytest.mark.parametrize(
    ("text", "undo", "replaces"),
    [("make that every day", 1, True), ("make that every day", None, False), ("and every day", 1, False)],
)
def test_what_is_made_to_repeat_takes_its_place(text: str, undo: int | None, replaces: bool) -> None:
    (done,) = after(TIMER)
    given = command(text, "timer_set", relation="follow_up", modifiers=Modifiers(repeat="every day"))
    assert resolve(given, [replace(done, undo=undo)], carried).replaces == replaces


def test_a_correction_names_the_wrong_words_also_where_nothing_else_was_understood() -> None:
    given = replace(command("not pasta, rice", "timer_set"), intent=None, decision="reject")

    resolved = resolve(given, after(TIMER), carried)

    assert (resolved.command.text, resolved.replaces) == ("a rice timer for ten minutes", True)
    assert values(resolved.command) == {"timer_name": "rice", "duration": "ten minutes"}


def test_a_second_time_to_wake_up_is_in_the_morning_too() -> None:
    first = command("wake me at 7", "alarm_set", ("time", "7"))
    second = command("again at 7:30", "alarm_set", ("time", "7:30"))

    assert [values(one)["time"] for one in share([first, second], carried)] == ["7", "7:30 am"]


def test_a_weekend_beside_weekdays_is_every_one() -> None:
    first = command("7 on weekdays", "alarm_set", ("time", "7"), ("general_frequency", "weekdays"))
    second = command("9 at the weekend", "alarm_set", ("time", "9"), ("date", "the weekend"))

    assert values(share([first, second], lambda *_: True)[1]) == {"time": "9", "date": "every weekend"}


def test_a_refusal_of_the_one_thing_takes_it_back() -> None:
    eggs = command("add eggs to the list", "lists_createoradd", ("item", "eggs"))
    refused = replace(command("not eggs", "lists_createoradd"), relation="correction")

    assert resolve(refused, after(eggs), carried).command.intent == "general_undo"
    milk = command("add milk to the list", "lists_createoradd", ("item", "milk"))
    assert resolve(refused, after(milk), carried).command.intent == "lists_createoradd"


def test_a_bare_number_beside_a_length_is_a_length() -> None:
    first = command("a bun timer for 18 minutes", "timer_set", ("duration", "18 minutes"))
    second = command("another for the pie for 25", "timer_set", ("time", "25"))
    third = command("one of 35", "timer_set", ("duration", "one of 35"))

    shared = share([first, second, third], lambda *_: True)

    assert [values(one) for one in shared[1:]] == [{"duration": "25 minutes"}, {"duration": "35 minutes"}]


def test_what_names_no_kind_is_of_the_kind_spoken_of() -> None:
    alarm = command("set an alarm for 8", "alarm_set", ("time", "8"))
    given = command("postpone the earlier of the two by an hour", "timer_change", ("duration", "an hour"))

    assert resolve(given, after(alarm), carried).command.intent == "alarm_change"
    assert resolve(given, after(TIMER), carried).command.intent == "timer_change"
    named = command("make the timer an hour later", "timer_change", ("duration", "an hour"))
    assert resolve(named, after(alarm), carried).command.intent == "timer_change"


def test_what_was_asked_for_is_made() -> None:
    asked = command("is there an alarm at 5", "alarm_query", ("time", "5"), act="question")
    done = [Done(asked, "alarms", "tell", changes=False)]
    given = command("make one then", "alarm_set", relation="follow_up")

    assert values(resolve(given, done, carried).command) == {"time": "5"}


def test_a_guess_at_help_goes_on_with_what_was_asked() -> None:
    asked = command("how do you spell tea", "qa_spelling", act="question")
    done = [Done(asked, "spelling", "spell", changes=False)]
    given = command("what about ham", "general_help", relation="follow_up", act="question")
    given = replace(given, decision="confirm")

    assert resolve(given, done, carried).command.intent == "qa_spelling"


HALL = command("hall light to 20", "iot_hue_lightchange", ("house_place", "hall"), ("change_amount", "20"))
DEN = command("den light to 40", "iot_hue_lightchange", ("house_place", "den"), ("change_amount", "40"))


@pytest.mark.parametrize("relation", ["follow_up", "correction"])
@pytest.mark.parametrize(("place", "before"), [("hall", HALL), ("Hall", HALL), ("den", DEN), ("loft", DEN)])
def test_the_one_with_the_same_names_is_leaned_on(place: str, before: Command, relation: Relation) -> None:
    given = command(
        f"the {place} to 30",
        "iot_hue_lightchange",
        ("house_place", place),
        ("change_amount", "30"),
        relation=relation,
    )

    resolved = resolve(given, after(HALL, DEN), carried)

    assert resolved.before is not None
    assert resolved.before.command is before


def test_of_several_without_names_the_latest_is_leaned_on() -> None:
    given = command("make it 30", "iot_hue_lightchange", ("change_amount", "30"), relation="follow_up")

    assert values(resolve(given, after(HALL, DEN), carried).command)["house_place"] == "den"


@pytest.mark.parametrize(
    ("text", "name", "word", "done"),
    [
        ("no, I meant the hall", "house_place", "hall", (HALL, DEN)),
        (
            "no, seven",
            "time",
            "seven",
            (
                command("an alarm for seven", "alarm_set", ("time", "seven")),
                command("an alarm for eight", "alarm_set", ("time", "eight")),
            ),
        ),
    ],
)
def test_a_value_alone_corrects_the_latest(
    text: str, name: str, word: str, done: tuple[Command, Command]
) -> None:
    given = command(text, done[0].intent, (name, word), relation="correction")

    resolved = resolve(given, after(*done), carried)

    assert resolved.before is not None
    assert resolved.before.command is done[1]


def test_what_was_wrong_is_a_whole_word() -> None:
    before = command("ring Dan at one", "calendar_set", ("person", "Dan"), ("time", "one"))
    given = command(
        "it's Dana at noon, not Dan",
        "calendar_set",
        ("person", "Dana"),
        ("time", "noon"),
        relation="correction",
        modifiers=Modifiers(excluded=("Dan",)),
    )

    resolved = resolve(given, after(before), carried).command

    assert values(resolved) == {"person": "Dana", "time": "noon"}
    assert resolved.text.split() == ["it's", "Dana", "at", "noon,", "not"]
    assert resolved.modifiers == Modifiers()
    alone = command("it's Dana, not Dan", "calendar_set", ("person", "Dana"), relation="correction")
    assert values(resolve(alone, after(before), carried).command)["person"] == "Dana"


def test_two_prohibitions_are_two_exceptions() -> None:
    off = command("all the lights off", "iot_hue_lightoff", modifiers=Modifiers(all=True))
    den = command("leave the den on", "iot_hue_lightoff", ("house_place", "den"), act="prohibition")
    hall = command("and the hall", "iot_hue_lightoff", ("house_place", "hall"), act="prohibition")
    fan = command("leave the fan", "iot_wemo_off", ("device_type", "fan"), act="prohibition")

    assert share([off, den, hall], carried)[0].modifiers.excluded == ("den", "hall")
    assert share([off, den, fan], carried)[0].modifiers.excluded == ("den",)
