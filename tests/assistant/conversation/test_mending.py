"""Sentences that correct themselves."""

from __future__ import annotations

import pytest

from assistant.conversation.mending import as_said, mend, understood
from models.types import Understanding
from tests.fixtures.commands import command


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("wake me on Monday at nine am, no, Tuesday", "wake me on Tuesday at nine am"),
        ("set an alarm for 7, sorry, 8 am tomorrow", "set an alarm for 8 am tomorrow"),
        ("wake me at 7 tomorrow. Actually, 7:30.", "wake me at 7:30 tomorrow."),
        ("a timer for five hours, make that seven", "a timer for seven hours"),
        ("pasta timer for 8 minutes no 9 minutes", "pasta timer for 9 minutes"),
        ("timer for an hour, no, an hour and a half", "timer for an hour and a half"),
        ("in five minutes, no, ten minutes, turn off the fan", "in ten minutes, turn off the fan"),
        ("alarm for the 12th at 9 am, I mean the 13th", "alarm for the 13th at 9 am"),
        ("lights to 50, oh sorry, I meant 60 percent", "lights to 60 percent"),
        ("add ten eggs, no, twelve eggs to my list", "add twelve eggs to my list"),
        ("a timer for ten minutes, not fifteen", "a timer for ten minutes"),
        ("wake me at six, on second thought make it seven, no, eight", "wake me at eight"),
        ("convert 5 miles, I mean 5 kilometers, to meters", "convert 5 kilometers, to meters"),
        ("move my 7 am alarm to 8, wait no 9", "move my 7 am alarm to 9"),
        ("the dentist for tuesday no i tell a lie wednesday at ten", "the dentist for wednesday at ten"),
    ],
)
def test_the_later_of_two_values_replaces_the_earlier(text: str, mended: str) -> None:
    assert mend(text).text == mended


@pytest.mark.parametrize(
    "text",
    [
        "no, fifteen",
        "I mean at 3 pm",
        "there are no 5 minute timers",
        "wake me every day at 7 but not on Sunday",
        "wake me every day at 7 not on Sunday",
        "what's 5 times 6, no, 5 times 7",
        "set a timer for ten minutes and actually add milk to my list",
        "alarms at half past five and twenty to six",
        "is the alarm at 7? no, cancel it",
        "sorry, set a timer for ten minutes",
        "don't wake me at 7, wake me at 8",
    ],
)
def test_other_sentences_stay(text: str) -> None:
    assert mend(text).text == text


def test_offsets_are_those_of_what_was_said() -> None:
    said = "alarm for Monday at nine am, no, Tuesday"
    mended = mend(said)
    given = command(mended.text, "alarm_set", ("date", "Tuesday"), ("time", "nine am"))
    meant = Understanding(mended.text, "alarm_set", 0.9, "act", slots=given.slots, commands=(given,))

    told = as_said(meant, mended)

    (found,) = told.commands
    assert (told.text, found.text, found.start, found.end) == (said, said, 0, len(said))
    assert [slot.text for slot in found.slots] == ["Tuesday", "nine am"]
    assert all(said[slot.start : slot.end] == slot.text for slot in (*found.slots, *(told.slots or ())))
    same = mend("alarm for nine")
    assert as_said(meant, same) is meant


def test_what_was_dropped_at_the_end_belongs_to_the_last_command() -> None:
    mended = mend("a timer for ten minutes, not fifteen")

    assert mended.whole_span(0, len(mended.text)) == (0, len(mended.said))
    assert mended.whole_span(2, 7) == mended.span(2, 7) == (2, 7)
    assert mended.span(12, 12) == (12, 12)


def test_names_that_correct_each_other_are_read_again() -> None:
    heard: list[str] = []

    def classify(text: str) -> Understanding:
        heard.append(text)
        items = [("item", word) for word in ("pears", "peaches") if word in text]
        given = command(text, "lists_createoradd", *items)
        return Understanding(text, slots=given.slots, commands=(given,))

    mended, meant = understood("add pears, sorry, peaches to my list", classify)

    assert heard == ["add pears, sorry, peaches to my list", "add peaches to my list"]
    assert [slot.value for slot in meant.slots or ()] == ["peaches"]
    assert as_said(meant, mended).commands[0].text == "add pears, sorry, peaches to my list"
    heard.clear()
    understood("add pears and peaches to my list", classify)
    assert len(heard) == 1


def test_names_with_their_noun_correct_each_other() -> None:
    def classify(text: str) -> Understanding:
        names = [("timer_name", word) for word in ("rice", "pasta") if word in text]
        given = command(text, "timer_set", *names)
        return Understanding(text, slots=given.slots, commands=(given,))

    mended, _ = understood("a rice timer, sorry, a pasta timer for ten", classify)
    several, _ = understood("a rice timer, a pasta timer for ten", classify)

    assert mended.text == "a pasta timer for ten"
    assert several.text == several.said


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("add um add jam", "add jam"),
        ("how do you, er, how do you spell mortise", "how do you spell mortise"),
        ("add jam doris i'm talking to it add jam to my list", "add jam to my list"),
        ("put on the fan it's hot put on the lamp", "put on the fan it's hot put on the lamp"),
        (
            "add jam to my list and add jam to the other list",
            "add jam to my list and add jam to the other list",
        ),
    ],
)
def test_of_what_is_said_twice_one_remains(text: str, mended: str) -> None:
    assert mend(text).text == mended


def test_a_name_is_mended_from_one_of_its_words_on() -> None:
    def classify(text: str) -> Understanding:
        name = "ring the yard" if "yard" in text else "ring the smith"
        given = command(text, "calendar_set", ("event_name", name))
        return Understanding(text, "calendar_set", 0.9, "act", slots=given.slots, commands=(given,))

    mended, meant = understood("remind me to ring the yard no the um the smith", classify)

    assert mended.text == "remind me to ring the smith"
    assert meant.commands[0].slots[0].value == "ring the smith"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("no not six i meant seven", "no seven"),
        ("no, not six, I meant seven", "no, seven"),
        ("not the kitchen i meant the den", "the den"),
        ("not seven eight", "eight"),
        ("no not at seven at eight", "no at eight"),
        ("not monday tuesday", "tuesday"),
        ("not ten minutes fifteen minutes", "fifteen minutes"),
    ],
)
def test_what_is_denied_first_makes_room_for_what_is_meant(text: str, mended: str) -> None:
    assert mend(text).text == mended


@pytest.mark.parametrize(
    "text",
    ["not six", "no not now", "not the lamp", "not on Sunday", "not half past six", "not seven thirty",
     "not ten to six", "not twenty five"],
)  # fmt: skip
def test_what_is_only_denied_stays(text: str) -> None:
    assert mend(text).text == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (
            "turn off the sofa lamp no make that all the lights in the great room",
            "turn off all the lights in the great room",
        ),
        ("turn the sofa lamp on, no, both of the lamps", "turn both of the lamps on"),
        ("turn off the sofa lamp, no, everything.", "turn off everything"),
        ("turn off the sofa lamp and all the lights", "turn off the sofa lamp and all the lights"),
        ("turn off the sofa lamp, no, the fan", "turn off the sofa lamp, no, the fan"),
    ],
)
def test_all_of_them_take_the_place_of_one(text: str, mended: str) -> None:
    def classify(text: str) -> Understanding:
        given = command(text, "iot_hue_lightoff", *[("device_type", "sofa")] * ("sofa" in text))
        return Understanding(text, slots=given.slots, commands=(given,))

    assert understood(text, classify)[0].text == mended
