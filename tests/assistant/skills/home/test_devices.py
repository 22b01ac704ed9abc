"""On, off and undo, which the skills of the house share."""

from __future__ import annotations

from tests.fixtures.house import HouseTalk


def test_one_service_for_each_domain(house_talk: HouseTalk) -> None:
    slots = [("device_type", words) for words in ("heater", "coffee machine", "extractor fan")]
    house_talk.say("heater and coffee machine and extractor fan on", "wemo_on", *slots)

    assert house_talk.calls == [
        ("fan/turn_on", {"entity_id": ["fan.extractor"]}),
        ("switch/turn_on", {"entity_id": ["switch.heater", "switch.coffee_machine"]}),
    ]


def test_undo_of_what_is_out_of_reach(house_talk: HouseTalk) -> None:
    house_talk.say("heater on", "wemo_on", ("device_type", "heater"))
    assert house_talk.home is not None
    house_talk.home.states["switch.heater"]["state"] = "unavailable"

    assert house_talk.undo() == "The heater is unavailable."


def test_undo_of_several_states(house_talk: HouseTalk) -> None:
    house_talk.say("bedroom lights on", "hue_lighton", ("house_place", "bedroom"))
    assert house_talk.undo() == "The bedroom ceiling light and the bedside lamp are off again."


def test_what_was_taken_back_is_meant_by_it(house_talk: HouseTalk) -> None:
    house_talk.say("heater on", "wemo_on", ("device_type", "heater"))
    house_talk.undo()
    house_talk.say("turn it on", "wemo_on", relation="follow_up")

    assert house_talk.state("switch.heater") == "on"


def test_toggling_leads_to_the_other_state(house_talk: HouseTalk) -> None:
    house_talk.say("toggle the heater", "wemo_off", ("device_type", "heater"))
    assert house_talk.state("switch.heater") == "on"

    house_talk.say("toggle the heater", "wemo_on", ("device_type", "heater"))
    assert house_talk.state("switch.heater") == "off"
