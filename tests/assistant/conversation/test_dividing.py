"""Where one command ends and the next begins."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.conversation.dividing import divided, joined, parts
from assistant.conversation.resolving import share
from models.types import Command, Modifiers, Slot, Understanding
from tests.fixtures.commands import command, understood


def values(given: Command) -> dict[str, str]:
    return {slot.name: slot.value for slot in given.slots}


def test_several_values_of_one_slot_are_several_commands() -> None:
    given = command("timers for one, two", "timer_set", ("duration", "one, two"))
    last = command("three minutes", "timer_set", ("duration", "three minutes"))

    shared = share([*parts(given), last], lambda *_: True)

    assert [values(one)["duration"] for one in shared] == ["one minutes", "two minutes", "three minutes"]


def test_a_boundary_never_cuts_a_value() -> None:
    text = "a timer for 1 and a 1/2 hours"
    first = replace(command(text, "timer_set", ("duration", "1")), text="a timer for 1", end=13)
    second = Command(
        "a 1/2 hours", 18, 29, intent="timer_set", slots=(Slot("duration", "1/2 hours", "1/2 hours", 20, 29),)
    )

    (made,) = joined([first, second], text)

    assert (made.text, len(made.slots)) == (text, 2)
    text = "timer for an hour and three quarters"
    first = replace(command(text, "timer_set", ("duration", "an hour")), text="timer for an hour", end=17)
    second = Command(
        "three quarters",
        22,
        36,
        intent="timer_set",
        slots=(Slot("duration", "three quarters", "three quarters", 22, 36),),
    )
    assert [one.text for one in joined([first, second], text)] == [text]
    text = "timers, one for seventeen minutes and one for six"
    first = replace(command(text, "timer_set", ("duration", "seventeen minutes")), text=text[:33], end=33)
    second = Command(text[38:], 38, 49, intent="timer_set", slots=(Slot("duration", "six", "six", 46, 49),))
    assert joined([first, second], text) == [first, second]
    lone = command("a timer for 5 minutes", "timer_set", ("duration", "5 minutes"))
    assert joined([lone], lone.text) == [lone]


@pytest.mark.parametrize(
    ("text", "rest", "number"),
    [
        ("a timer for 1 hour and 1 second", "1 second", 1),
        ("timer, one hour, two minutes and ten seconds", "ten seconds", 1),
        ("timers for 1 hour and 1 minute", "1 minute", 2),
    ],
)
def test_the_rest_of_a_length_is_no_command(text: str, rest: str, number: int) -> None:
    start = text.index(rest)
    said = re.search(r"(?:1|one) hour(?:, two minutes)?", text)
    assert said is not None
    first = command(text, "timer_set", ("duration", said[0]))
    first = replace(first, text=text[: said.end()], end=said.end())
    last = Command(
        rest, start, len(text), intent="timer_set", slots=(Slot("duration", rest, rest, start, len(text)),)
    )
    assert len(joined([first, last], text)) == number


def test_a_time_in_front_is_when_the_next_command_is_done() -> None:
    text = "in half an hour add salt to my list"
    time = Command("in half an hour", 0, 15, intent="timer_set", decision="act")
    add = Command("add salt to my list", 16, 35, intent="lists_createoradd", decision="act")

    (made,) = joined([time, add], text)

    assert (made.intent, made.text, made.modifiers.at) == ("lists_createoradd", text, "in half an hour")


def on_lists(text: str, intent: str, *pairs: str) -> Command:
    """A command whose words are items and lists in turn: "milk", "hardware list"."""
    slots = [
        ("list_name", words.removesuffix(" list")) if words.endswith(" list") else ("item", words)
        for words in pairs
    ]
    return command(text, intent, *slots)


@pytest.mark.parametrize(
    ("text", "words", "made"),
    [
        (
            "put milk on my food list and nails on my hardware list",
            ("milk", "food list", "nails", "hardware list"),
            [{"item": "milk", "list_name": "food"}, {"item": "nails", "list_name": "hardware"}],
        ),
        (
            "put ham on the food list, and then paint on the hardware list",
            ("ham", "food list", "paint", "hardware list"),
            [{"item": "ham", "list_name": "food"}, {"item": "paint", "list_name": "hardware"}],
        ),
        (
            "on the food list put ham and on the hardware list paint",
            ("food list", "ham", "hardware list", "paint"),
            [{"list_name": "food", "item": "ham"}, {"list_name": "hardware", "item": "paint"}],
        ),
        (
            "add tape to the food list and the hardware list",
            ("tape", "food list", "hardware list"),
            [{"item": "tape", "list_name": "food"}, {"list_name": "hardware", "item": "tape"}],
        ),
        (
            "make a food list and a hardware list",
            ("food list", "hardware list"),
            [{"list_name": "food"}, {"list_name": "hardware"}],
        ),
        (
            "put ham on the food list and eggs",
            ("ham", "food list", "eggs"),
            [{"item": "eggs", "list_name": "food"}],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_items_belong_to_the_list_beside_them(
    text: str, words: tuple[str, ...], made: list[dict[str, str]]
) -> None:
    found = parts(on_lists(text, "lists_createoradd", *words))

    assert [values(one) for one in found] == made
    for one in found:
        assert one.text == text[one.start : one.end]
        assert all(slot.text == text[slot.start : slot.end] for slot in one.slots if slot.start < slot.end)


def test_an_item_that_moves_from_list_to_list_is_one_command() -> None:
    given = on_lists(
        "move tape from the food list to the hardware list",
        "lists_change",
        "tape",
        "food list",
        "hardware list",
    )

    assert parts(given) == [given]


def test_pairs_of_name_and_length_are_several_commands() -> None:
    given = command(
        "a tea timer for three minutes and a rice timer for twelve",
        "timer_set",
        ("timer_name", "tea"),
        ("duration", "three minutes"),
        ("timer_name", "rice"),
        ("duration", "twelve"),
    )

    assert [values(one) for one in parts(given)] == [
        {"timer_name": "tea", "duration": "three minutes"},
        {"timer_name": "rice", "duration": "twelve"},
    ]


def test_the_understanding_lists_each_command() -> None:
    given = on_lists(
        "put ham on the food list and paint on the tool list",
        "lists_createoradd", "ham", "food list", "paint", "tool list",
    )  # fmt: skip

    found = divided(understood(given))

    assert [one.text for one in found.commands] == ["put ham on the food list", "paint on the tool list"]
    assert found.slots == found.commands[0].slots
    lone = understood(command("put ham on the food list", "lists_createoradd", ("item", "ham")))
    assert divided(lone) is lone
    assert divided(Understanding("hm")) == Understanding("hm")


def test_an_exception_stays_with_its_command() -> None:
    given = command(
        "alarms at 5 and 6 every day but sunday",
        "alarm_set",
        ("time", "5 and 6"),
        modifiers=Modifiers(repeat="every day", excluded=("sunday",)),
    )

    first, second = parts(given)

    assert (first.text, second.text) == ("alarms at 5", "6 every day but sunday")
    assert (first.modifiers.excluded, second.modifiers.excluded) == ((), ("sunday",))


def test_a_time_in_a_question_of_its_own_is_when_the_next_command_is_done() -> None:
    text = "could you in five minutes add salt to my list"
    time = Command("could you in five minutes", 0, 25, intent="timer_set", decision="act")
    add = Command("add salt to my list", 26, 45, intent="lists_createoradd", decision="act")

    (made,) = joined([time, add], text)

    assert (made.intent, made.modifiers.at) == ("lists_createoradd", "in five minutes")


def test_a_further_list_takes_the_items_of_the_one_before() -> None:
    text = "add milk to the food list and the party list"
    first = command("add milk to the food list", "lists_createoradd", ("item", "milk"), ("list_name", "food"))
    party = Slot("list_name", "party", "party", 34, 39)
    second = Command("the party list", 30, 44, intent="lists_createoradd", slots=(party,))
    other = replace(second, text="make a party list")

    found = divided(Understanding(text, commands=(first, second)))
    made = divided(Understanding(text, commands=(first, other)))

    assert values(found.commands[1]) == {"list_name": "party", "item": "milk"}
    assert values(made.commands[1]) == {"list_name": "party"}


def test_a_name_is_not_cut_in_two() -> None:
    text = "parlour ceiling off"
    first = replace(command(text, "iot_hue_lightoff", ("house_place", "parlour")), text="parlour", end=7)
    second = Command("ceiling off", 8, 19, intent="iot_hue_lightoff")

    assert [one.text for one in joined([first, second], text)] == [text]
    text = "parlour, ceiling off"
    second = Command("ceiling off", 9, 20, intent="iot_hue_lightoff")
    assert [one.text for one in joined([first, second], text)] == ["parlour", "ceiling off"]


def test_a_hesitation_is_no_name() -> None:
    given = command(
        "a timer for er ten minutes", "timer_set", ("timer_name", "er"), ("duration", "ten minutes")
    )

    (made,) = divided(understood(given)).commands

    assert values(made) == {"duration": "ten minutes"}


def test_values_with_a_slot_each_are_several_commands() -> None:
    text = "three timers, five, ten and fifteen minutes"
    given = command(
        text, "timer_set", ("duration", "five"), ("duration", "ten"), ("duration", "fifteen minutes")
    )
    made = [values(one)["duration"] for one in parts(given)]
    assert made == ["five", "ten", "fifteen minutes"]

    whole = command("for 1 hour, 30 minutes", "timer_set", ("duration", "1 hour"), ("duration", "30 minutes"))
    assert len(parts(whole)) == 1


def test_a_time_between_two_commands_is_when_the_second_is_done() -> None:
    text = "set a timer for the rye, and in an hour put yeast on my list"
    first = replace(command(text, "timer_set", ("timer_name", "rye")), text=text[:23], end=23)
    time = Command("in an hour", 29, 39, intent="timer_set", decision="act")
    add = Command("put yeast on my list", 40, 60, intent="lists_createoradd", decision="act")

    made = joined([first, time, add], text)

    assert [(one.text, one.modifiers.at) for one in made] == [
        ("set a timer for the rye", None),
        ("in an hour put yeast on my list", "in an hour"),
    ]


def test_a_time_at_the_end_of_a_command_is_that_of_the_next_one() -> None:
    text = "an alarm for 6:30, in two hours add soap to my list"
    first = replace(command(text, "alarm_set", ("time", "6:30, in two hours")), text=text[:31], end=31)
    add = Command("add soap to my list", 32, 51, intent="lists_createoradd", decision="act")

    alarm, soap = joined([first, add], text)

    assert (alarm.text, soap.modifiers.at) == ("an alarm for 6:30", "in two hours")


def test_what_is_told_of_a_day_belongs_to_the_question_about_it() -> None:
    text = "our anniversary's the 31st of October, so how many days is that, and what time is it"
    told = Command(text[:37], 0, 37, "question", intent="datetime_query")
    asked = Command(text[42:63], 42, 63, "question", intent="datetime_query")
    time = Command(text[69:], 69, 84, "question", intent="datetime_query")

    assert [one.text for one in joined([told, asked, time], text)] == [
        "our anniversary's the 31st of October, so how many days is that",
        "what time is it",
    ]


def test_the_end_of_a_time_belongs_to_it() -> None:
    text = "wake me at 6 and again ten minutes after that"
    first = replace(command(text, "alarm_set", ("time", "6")), text=text[:12], end=12)
    slot = Slot("time", "ten minutes", "ten minutes", 23, 34)
    second = Command("again ten minutes", 17, 34, intent="alarm_set", slots=(slot,))

    assert [one.text for one in joined([first, second], text)] == [
        "wake me at 6",
        "again ten minutes after that",
    ]


def test_a_hold_beside_a_command_is_none() -> None:
    text = "no wait a minute they're in the shed"
    hold = Command(text[:16], 0, 16, intent="timer_set", decision="confirm")
    told = Command(text[17:], 17, 36, intent="note_set", decision="confirm")

    assert divided(Understanding(text, commands=(hold, told))).commands == (told,)


TWO_TIMES = "I go to bed at ten and get up at six"
ROAST = "the roast goes in at noon and needs two hours"
READY = "when is it ready"


def in_two(first: Command, second: Command) -> list[Command]:
    """The commands of a text that was parted at a comma."""
    start = first.end + 2
    second = replace(second, start=start, end=start + second.end)
    return list(joined([first, second], f"{first.text}, {second.text}"))


@pytest.mark.parametrize(
    ("told", "asks"),
    [
        (command(TWO_TIMES, "alarm_set", ("time", "ten"), act="statement"),
         command("how much sleep is that", "qa_factoid", act="question")),
        (command(ROAST, "timer_set", act="statement"), command(READY, None, act="question")),
        (command(ROAST, None, act="statement"), command(READY, "datetime_query", act="question")),
        (command("when will it be done", "timer_query", act="question"),
         command("if I put it on at noon for an hour", "timer_set", act="statement")),
    ],
    ids=lambda value: value.text,
)  # fmt: skip
def test_times_that_are_told_belong_to_the_question_about_them(told: Command, asks: Command) -> None:
    (made,) = in_two(told, asks)

    assert made.text == f"{told.text}, {asks.text}"
    assert (made.intent, made.dialogue_act, made.decision) == ("datetime_query", "question", "act")
    assert made.slots == ()


@pytest.mark.parametrize(
    ("told", "then"),
    [
        (command(TWO_TIMES, None, act="statement"),
         command("what time is it", "datetime_query", act="question")),
        (command(TWO_TIMES, None, act="statement"),
         command("that is how much I sleep", None, act="statement")),
        (command(ROAST, "timer_set"), command(READY, "timer_query", act="question")),
        (command("the tea is hot", None, act="statement"), command(READY, None, act="question")),
        (command(f"{TWO_TIMES}, how much sleep is that", None, act="question"),
         command("what time is it", "datetime_query", act="question")),
    ],
    ids=lambda value: value.text,
)  # fmt: skip
def test_what_asks_nothing_of_told_times_is_a_command_of_its_own(told: Command, then: Command) -> None:
    assert [one.text for one in in_two(told, then)] == [told.text, then.text]
