"""Plugs, switches and fans on and off."""

from __future__ import annotations

from tests.fixtures.house import HouseTalk


def device(words: str) -> tuple[str, str]:
    return "device_type", words


def test_a_device_by_its_name(house_talk: HouseTalk) -> None:
    assert house_talk.say("heater on", "wemo_on", device("heater")) == "The heater is on."
    assert house_talk.calls == [("switch/turn_on", {"entity_id": ["switch.heater"]})]


def test_several_devices(house_talk: HouseTalk) -> None:
    reply = house_talk.say(
        "turn off the telly and the dehumidifier", "wemo_off", device("telly"), device("dehumidifier")
    )

    assert reply == "The TV and the dehumidifier are off."
    assert house_talk.state("switch.tv") == house_talk.state("switch.dehumidifier") == "off"


def test_a_fan_in_a_room(house_talk: HouseTalk) -> None:
    house_talk.say("fan off in the bedroom", "wemo_off", device("fan"), ("house_place", "bedroom"))

    assert house_talk.calls == [("fan/turn_off", {"entity_id": ["fan.bedroom"]})]


def test_one_of_two_fans_is_asked_for(house_talk: HouseTalk) -> None:
    assert house_talk.say("fan on", "wemo_on", device("fan")) == (
        "Which one, the bedroom fan or the extractor fan?"
    )
    assert house_talk.answer("the one in the kitchen") == "The extractor fan is on."
    assert house_talk.calls == [("fan/turn_on", {"entity_id": ["fan.extractor"]})]


def test_both_fans(house_talk: HouseTalk) -> None:
    house_talk.say("fan off", "wemo_off", device("fan"))

    assert house_talk.answer("both") == "The bedroom fan and the extractor fan are off."


def test_all_fans_but_one(house_talk: HouseTalk) -> None:
    house_talk.say("all fans on but the bedroom", "wemo_on", device("fans"), all=True, excluded=("bedroom",))

    assert house_talk.calls == [("fan/turn_on", {"entity_id": ["fan.extractor"]})]


def test_an_unknown_device_is_told_with_what_is_there(house_talk: HouseTalk) -> None:
    reply = house_talk.say("iron off", "wemo_off", device("iron"))

    assert reply.startswith("I don't know of any iron here. I know the coffee machine, ")
    assert house_talk.calls == []


def test_a_kind_that_a_room_has_not(house_talk: HouseTalk) -> None:
    reply = house_talk.say("fans on in the hall", "wemo_on", device("fans"), ("house_place", "hall"))

    assert reply == "There are no fans in the hall."
    assert house_talk.calls == []


def test_a_lamp_may_be_called_a_device(house_talk: HouseTalk) -> None:
    house_talk.say("desk lamp off", "wemo_off", device("desk lamp"))

    assert house_talk.calls == [("light/turn_off", {"entity_id": ["light.desk"]})]


def test_blinds_and_locks_are_not_switched(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.states["lock.front_door"] = {
        "state": "locked",
        "attributes": {"friendly_name": "Front Door"},
    }

    assert house_talk.say("front door off", "wemo_off", device("front door")) == (
        "I can't turn off the front door."
    )
    assert house_talk.calls == []


def test_a_place_of_the_neighbouring_command_need_not_be_meant(house_talk: HouseTalk) -> None:
    house_talk.say("heater on in the bedroom", "wemo_on", device("heater"), ("house_place", "bedroom"))
    house_talk.say("and the coffee machine", "wemo_on", device("coffee machine"), relation="follow_up")

    assert house_talk.state("switch.coffee_machine") == "on"


def test_undo_switches_back(house_talk: HouseTalk) -> None:
    house_talk.say("heater on", "wemo_on", device("heater"))

    assert house_talk.undo() == "The heater is off again."
    assert house_talk.state("switch.heater") == "off"


def test_a_scene_that_is_switched_on(house_talk: HouseTalk) -> None:
    assert house_talk.say("turn on movie night", "wemo_on", device("movie night")) == (
        "Movie Night has started."
    )
    assert house_talk.calls == [("scene/turn_on", {"entity_id": ["scene.movie_night"]})]
