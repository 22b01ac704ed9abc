"""Questions about the house."""

from __future__ import annotations

import pytest

from tests.fixtures.house import HouseTalk


def device(words: str) -> tuple[str, str]:
    return "device_type", words


def place(words: str) -> tuple[str, str]:
    return "house_place", words


def test_which_lights_are_on(house_talk: HouseTalk) -> None:
    reply = house_talk.say("which lights are on", "query", act="question")

    assert reply == (
        "The kitchen ceiling light, the floor lamp, the hall light, the desk lamp and the workbench light"
        " are on."
    )
    assert house_talk.calls == []


def test_whether_all_are_off(house_talk: HouseTalk) -> None:
    reply = house_talk.say("are all the lights off", "query", act="question", all=True)

    assert reply.startswith("No, the kitchen ceiling light")
    assert "counter" not in reply


def test_none_is_on(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    for identity, state in house_talk.home.states.items():
        if identity.startswith("light."):
            state["state"] = "off"

    assert house_talk.say("which lights are on", "query", act="question") == "No lights are on."
    assert house_talk.say("are all the lights off", "query", act="question", all=True) == (
        "All 10 lights are off."
    )


@pytest.mark.parametrize(
    ("text", "slot", "reply"),
    [
        ("is the heater on", device("heater"), "The heater is off."),
        ("is the bedroom fan on", device("bedroom fan"), "The bedroom fan is on at 33 percent."),
        ("how bright is the desk lamp", place("desk"), "The desk lamp is on at 80 percent."),
        ("are the curtains open", device("curtains"), "The bedroom curtains are closed."),
        ("is the reading lamp on", place("reading"), "The reading lamp is unavailable."),
        ("what is the vacuum doing", device("vacuum"), "The robot vacuum is docked."),
        ("which scenes are there", device("scenes"), "There is Movie Night."),
    ],
)
def test_one_device(house_talk: HouseTalk, text: str, slot: tuple[str, str], reply: str) -> None:
    assert house_talk.say(text, "query", slot, act="question") == reply


@pytest.mark.parametrize(
    ("intent", "slot"),
    [
        ("hue_lighton", place("hall")),
        ("hue_lightoff", place("hall")),
        ("wemo_on", device("TV")),
        ("cover_open", device("study blind")),
    ],
)
def test_questions_of_switching_tell_the_state(
    house_talk: HouseTalk, intent: str, slot: tuple[str, str]
) -> None:
    reply = house_talk.say(f"did you switch the {slot[1]}", intent, slot, act="question")

    assert reply in ("The hall light is on.", "The TV is on.", "The study blind is open to 60 percent.")
    assert house_talk.calls == []


def test_since_when(house_talk: HouseTalk) -> None:
    reply = house_talk.say("when did the hall light go on", "query", place("hall"), act="question")

    assert reply == "The hall light is on since 2:45 PM."


def test_who(house_talk: HouseTalk) -> None:
    reply = house_talk.say("who left the hall light on", "query", place("hall"), act="question")

    assert reply == "The hall light is on. I can't tell who did that."


def test_a_room(house_talk: HouseTalk) -> None:
    reply = house_talk.say("what is on in the living room", "query", place("living room"), act="question")

    assert "TV" in reply
    assert "floor lamp" in reply


def test_a_floor(house_talk: HouseTalk) -> None:
    reply = house_talk.say("which lights are on upstairs", "query", place("upstairs"), act="question")

    assert reply == "The desk lamp is on."


def test_an_unknown_device_is_said(house_talk: HouseTalk) -> None:
    reply = house_talk.say("did i leave the iron on", "query", device("iron"), act="question")

    assert reply.startswith("I don't know of any iron here.")


def test_an_unknown_place_is_said(house_talk: HouseTalk) -> None:
    reply = house_talk.say(
        "are the lights on in the wine store", "query", place("wine store"), act="question"
    )

    assert reply.startswith("I don't know of any wine store here.")


def test_what_was_told_is_meant_by_it(house_talk: HouseTalk) -> None:
    house_talk.say("is the heater on", "query", device("heater"), act="question")
    house_talk.say("turn it on", "wemo_on", relation="follow_up")

    assert house_talk.state("switch.heater") == "on"


def test_without_words_sensors_are_left_out(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.states["sensor.power"] = {"state": "12", "attributes": {"friendly_name": "Power"}}

    assert "power" not in house_talk.say("what's on", "query", act="question").lower()


def test_how_many(house_talk: HouseTalk) -> None:
    reply = house_talk.say("how many lights are on in the kitchen", "query", place("kitchen"), act="question")

    assert reply == "1 light is on: the kitchen ceiling light."


def test_the_colour(house_talk: HouseTalk) -> None:
    text = "what colour is the floor lamp"
    assert house_talk.say(text, "query", place("floor"), act="question") == (
        "The floor lamp is on at 50 percent, white of 2700 kelvin."
    )
    house_talk.say("floor lamp amber", "hue_lightchange", place("floor"), ("color_type", "amber"))

    assert house_talk.say(text, "query", place("floor"), act="question").endswith("50 percent, orange.")


def test_windows_are_called_windows(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    for number, state in enumerate(("on", "off", "off", "off")):
        house_talk.home.states[f"binary_sensor.window_{number}"] = {
            "state": state,
            "attributes": {"friendly_name": f"Window {number}", "device_class": "window"},
        }

    assert house_talk.say("how many windows are open", "query", device("windows"), act="question") == (
        "1 window is open: the window 0."
    )
    assert house_talk.say(
        "are all the windows closed", "query", device("windows"), act="question", all=True
    ) == ("No, the window 0 is open.")


def test_a_state_behind_the_device(house_talk: HouseTalk) -> None:
    reply = house_talk.say("is the vacuum cleaning", "query", device("vacuum cleaning"), act="question")

    assert reply == "The robot vacuum is docked."


def test_a_state_that_only_locks_have(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    for name, state in (("front", "locked"), ("back", "unlocked")):
        attributes = {"friendly_name": f"{name} door"}
        house_talk.home.states[f"lock.{name}"] = {"state": state, "attributes": attributes}
    said = house_talk.say("is everything locked", "query", act="question")
    assert said == "The front door is locked, and the back door is unlocked."
