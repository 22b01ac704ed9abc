"""Speeds of fans, also beside "turn on"."""

from __future__ import annotations

from tests.fixtures.house import HouseTalk

EXTRACTOR, SAID = ("device_type", "extractor fan"), ("change_amount", "at 30 percent")


def test_a_fan_is_turned_on_at_a_speed(house_talk: HouseTalk) -> None:
    reply = house_talk.say("turn on the extractor fan at 30 percent", "wemo_on", EXTRACTOR, SAID)

    assert reply == "The extractor fan is at 30 percent."
    assert house_talk.calls == [("fan/set_percentage", {"entity_id": ["fan.extractor"], "percentage": 30})]


def test_a_direction_is_no_speed(house_talk: HouseTalk) -> None:
    house_talk.say("turn up the extractor fan", "wemo_on", EXTRACTOR)

    assert house_talk.calls == [("fan/turn_on", {"entity_id": ["fan.extractor"]})]


def test_a_plug_has_no_speed(house_talk: HouseTalk) -> None:
    heater = ("device_type", "heater")
    reply = house_talk.say("turn on the heater at 30 percent", "wemo_on", heater, SAID)

    assert (reply, house_talk.calls) == ("I can't set the speed of the heater.", [])
