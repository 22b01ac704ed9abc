"""Speeds and modes of fans."""

from __future__ import annotations

import pytest

from tests.fixtures.house import HouseTalk

FAN, ROOM = ("device_type", "fan"), ("house_place", "bedroom")


@pytest.mark.parametrize(
    ("said", "percentage"),
    [
        ("to 45 percent", 45),
        ("to high", 100),
        ("medium", 66),
        ("to the highest", 100),
        ("speed two", 66),
        ("level three", 100),
        ("half", 50),
        ("full speed", 100),
    ],
)
def test_a_speed(house_talk: HouseTalk, said: str, percentage: int) -> None:
    reply = house_talk.say(f"bedroom fan {said}", "fan_set", ROOM, FAN, ("change_amount", said))

    assert house_talk.calls == [
        ("fan/set_percentage", {"entity_id": ["fan.bedroom"], "percentage": percentage})
    ]
    assert reply == f"The bedroom fan is at {percentage} percent."


def test_it_has_the_speed_already(house_talk: HouseTalk) -> None:
    reply = house_talk.say("bedroom fan low", "fan_set", ROOM, FAN, ("change_amount", "low"))

    assert reply == "The bedroom fan is already at 33 percent."
    assert not house_talk.changes
    assert house_talk.calls == [("fan/set_percentage", {"entity_id": ["fan.bedroom"], "percentage": 33})]


def test_faster_and_slower(house_talk: HouseTalk) -> None:
    house_talk.say("make the bedroom fan faster", "fan_set", ROOM, FAN)
    assert house_talk.attribute("fan.bedroom", "percentage") == 66
    house_talk.say("slower", "fan_set", relation="follow_up")
    assert house_talk.attribute("fan.bedroom", "percentage") == 33


def test_faster_after_a_level_does_not_keep_the_level(house_talk: HouseTalk) -> None:
    house_talk.say("bedroom fan to 50 percent", "fan_set", ROOM, FAN, ("change_amount", "to 50 percent"))
    house_talk.say("make it faster", "fan_set", relation="follow_up")

    assert house_talk.attribute("fan.bedroom", "percentage") == 83


def test_the_same_level_for_another_fan(house_talk: HouseTalk) -> None:
    house_talk.say("bedroom fan to 50 percent", "fan_set", ROOM, FAN, ("change_amount", "to 50 percent"))
    house_talk.say("and the kitchen", "fan_set", ("house_place", "kitchen"), relation="follow_up")

    assert house_talk.attribute("fan.extractor", "percentage") == 50


def test_a_mode(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.states["fan.bedroom"]["attributes"]["preset_modes"] = ["Sleep", "Auto"]

    reply = house_talk.say("bedroom fan to sleep mode", "fan_set", ROOM, FAN, ("change_amount", "to sleep"))

    assert reply == "The bedroom fan is in Sleep mode."
    assert house_talk.calls == [
        ("fan/set_preset_mode", {"entity_id": ["fan.bedroom"], "preset_mode": "Sleep"})
    ]


def test_a_mode_that_it_has_not(house_talk: HouseTalk) -> None:
    reply = house_talk.say("bedroom fan turbo", "fan_set", ROOM, FAN, ("change_amount", "turbo"))

    assert reply == "The bedroom fan has no speed “turbo”."
    assert house_talk.calls == []


def test_a_missing_speed_is_asked_for(house_talk: HouseTalk) -> None:
    assert house_talk.say("set the bedroom fan", "fan_set", ROOM, FAN) == "How fast?"
    assert house_talk.answer("seventy percent") == "The bedroom fan is at 70 percent."


def test_undo_restores_the_speed(house_talk: HouseTalk) -> None:
    house_talk.say("bedroom fan to high", "fan_set", ROOM, FAN, ("change_amount", "to high"))
    house_talk.undo()

    assert house_talk.attribute("fan.bedroom", "percentage") == 33


def test_zero_percent_is_off(house_talk: HouseTalk) -> None:
    house_talk.say("bedroom fan to 0 percent", "fan_set", ROOM, FAN, ("change_amount", "to 0 percent"))

    assert house_talk.calls == [("fan/turn_off", {"entity_id": ["fan.bedroom"]})]
