"""Lights: on, off, levels, colours; what is asked about, refused and taken back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.house import NOW, HouseTalk


def place(words: str) -> tuple[str, str]:
    return "house_place", words


def amount(words: str) -> tuple[str, str]:
    return "change_amount", words


def painted(words: str) -> tuple[str, str]:
    return "color_type", words


def switched(talk: HouseTalk) -> set[str]:
    """The devices of all calls."""
    return {one for _, data in talk.calls for one in data["entity_id"]}


def test_a_light_by_its_room(house_talk: HouseTalk) -> None:
    assert house_talk.say("hall light off", "hue_lightoff", place("hall")) == "The hall light is off."
    assert house_talk.calls == [("light/turn_off", {"entity_id": ["light.hall"]})]
    assert house_talk.changes


def test_a_light_by_its_name_is_no_floor_and_no_neighbour(house_talk: HouseTalk) -> None:
    house_talk.say("floor lamp off", "hue_lightoff", place("floor"))
    house_talk.say("desk lamp off", "hue_lightoff", place("desk"))

    assert [data["entity_id"] for _, data in house_talk.calls] == [["light.floor_lamp"], ["light.desk"]]


def test_a_room_holds_lights_that_are_not_called_like_it(house_talk: HouseTalk) -> None:
    reply = house_talk.say("turn on the kitchen lights", "hue_lighton", place("kitchen"))

    assert switched(house_talk) == {"light.kitchen_ceiling", "light.counter"}
    assert reply == "The kitchen ceiling light and the counter light are on."


def test_what_is_so_already_is_said(house_talk: HouseTalk) -> None:
    assert house_talk.say("turn on the hall light", "hue_lighton", place("hall")) == (
        "The hall light is already on."
    )
    assert house_talk.status == "done"
    assert not house_talk.changes
    assert house_talk.calls == [("light/turn_on", {"entity_id": ["light.hall"]})]


@pytest.mark.parametrize("act", ["prohibition", "statement", "question"])
def test_only_requests_switch(house_talk: HouseTalk, act: Any) -> None:
    reply = house_talk.say("turn off the hall light", "hue_lightoff", place("hall"), act=act)

    assert house_talk.calls == []
    expected = {
        "prohibition": "Okay, I won't turn off the hall light.",
        "statement": "Okay.",
        "question": "The hall light is on.",
    }
    assert reply == expected[act]


def test_more_than_three_lights_ask_first(house_talk: HouseTalk) -> None:
    assert house_talk.say("turn off all the lights", "hue_lightoff", all=True) == (
        "That's 5 lights. Turn them all off?"
    )
    assert house_talk.calls == []
    assert house_talk.answer("yes", yes=True) == "5 lights are off. The reading lamp is unavailable."
    assert house_talk.state("light.desk_2") == "off"


def test_a_no_switches_nothing(house_talk: HouseTalk) -> None:
    house_talk.say("lights off", "hue_lightoff")
    house_talk.answer("no", yes=False)

    assert house_talk.calls == []


def test_all_but_a_room(house_talk: HouseTalk) -> None:
    house_talk.say("lights off except the kitchen", "hue_lightoff", all=True, excluded=("kitchen",))
    if house_talk.status == "asked":
        house_talk.answer("yes", yes=True)

    assert house_talk.state("light.kitchen_ceiling") == "on"
    assert house_talk.state("light.hall") == "off"


def test_all_but_one_lamp_and_a_room(house_talk: HouseTalk) -> None:
    house_talk.say(
        "every light off but not the desk lamp and the hall",
        "hue_lightoff",
        all=True,
        excluded=("desk lamp", "the hall"),
    )

    assert house_talk.state("light.desk") == house_talk.state("light.hall") == "on"
    assert house_talk.state("light.floor_lamp") == "off"


def test_an_unknown_exception_is_asked_about(house_talk: HouseTalk) -> None:
    reply = house_talk.say("all off but the sauna", "hue_lightoff", all=True, excluded=("sauna",))

    assert "any sauna" in reply
    assert house_talk.calls == []


def test_several_rooms(house_talk: HouseTalk) -> None:
    house_talk.say("hall and study lights off", "hue_lightoff", place("hall"), place("study"))

    assert switched(house_talk) == {"light.hall", "light.desk"}


def test_a_floor(house_talk: HouseTalk) -> None:
    reply = house_talk.say("turn on the lights upstairs", "hue_lighton", place("upstairs"))

    assert {"light.bedroom_ceiling", "light.bedside"} <= switched(house_talk)
    assert "light.hall" not in switched(house_talk)
    assert "reading lamp is unavailable" in reply


def test_the_ground_floor(house_talk: HouseTalk) -> None:
    house_talk.say("turn off the lights on the ground floor", "hue_lightoff", place("ground floor"))

    assert {"light.kitchen_ceiling", "light.floor_lamp", "light.hall"} <= switched(house_talk)
    assert "light.desk" not in switched(house_talk)


def test_an_unknown_place_is_never_the_whole_house(house_talk: HouseTalk) -> None:
    reply = house_talk.say("turn off the lights in the greenhouse", "hue_lightoff", place("greenhouse"))

    assert reply.startswith("I don't know of any greenhouse here. There are lights in the kitchen, ")
    assert house_talk.status == "asked"
    assert house_talk.calls == []
    house_talk.answer("the study")
    assert switched(house_talk) == {"light.desk"}


def test_no_words_ask_which(house_talk: HouseTalk) -> None:
    assert house_talk.say("turn it on", "hue_lighton").startswith("Which lights do you mean?")
    assert house_talk.answer("the bedside lamp") == "The bedside lamp is on."
    assert switched(house_talk) == {"light.bedside"}


def test_an_answer_may_be_a_room_or_all(house_talk: HouseTalk) -> None:
    house_talk.say("turn the light on", "hue_lighton")

    assert house_talk.answer("kitchen") == "The kitchen ceiling light and the counter light are on."


def test_an_unavailable_light_is_told(house_talk: HouseTalk) -> None:
    assert house_talk.say("reading lamp on", "hue_lighton", place("reading")) == (
        "The reading lamp is unavailable."
    )
    assert house_talk.status == "failed"
    assert house_talk.calls == []


def test_a_device_of_another_kind_is_refused_by_name(house_talk: HouseTalk) -> None:
    reply = house_talk.say("dim the TV", "hue_lightdim", ("device_type", "TV"))

    assert reply == "I can't dim the TV."
    assert house_talk.calls == []


def test_a_lamp_on_a_plug_is_switched(house_talk: HouseTalk) -> None:
    house_talk.say("heater light on", "hue_lighton", ("device_type", "heater"))

    assert house_talk.calls == [("switch/turn_on", {"entity_id": ["switch.heater"]})]


def test_it_means_what_was_switched(house_talk: HouseTalk) -> None:
    house_talk.say("desk lamp off", "hue_lightoff", place("desk"))
    house_talk.say("turn it on again", "hue_lighton", relation="follow_up")

    assert house_talk.state("light.desk") == "on"
    house_talk.say("make it a bit darker", "hue_lightdim", amount("a bit"), relation="follow_up")
    assert house_talk.calls[-1] == ("light/turn_on", {"entity_id": ["light.desk"], "brightness_pct": 90})


def test_it_may_be_a_device_of_another_skill(house_talk: HouseTalk) -> None:
    house_talk.say("floor lamp on", "hue_lighton", place("floor"))
    house_talk.say("turn it off", "wemo_off", relation="follow_up")

    assert house_talk.state("light.floor_lamp") == "off"


@pytest.mark.parametrize(
    ("intent", "said", "percent"),
    [
        ("lightchange", "to 30 percent", 30),
        ("lightchange", "to half", 50),
        ("lightchange", "80%", 80),
        ("lightchange", "the highest", 100),
        ("lightchange", "to their dimmest", 1),
        ("lightchange", "to the lowest", 1),
        ("lightup", "by 20 percent", 70),
        ("lightup", "a bit", 60),
        ("lightup", "to full brightness", 100),
        ("lightup", "all the way", 100),
        ("lightdim", "by half", 25),
        ("lightdim", "to 15 percent", 15),
        ("lightdim", "slightly", 40),
        ("lightdim", "by 90 percent", 1),
    ],
)
def test_levels(house_talk: HouseTalk, intent: str, said: str, percent: int) -> None:
    reply = house_talk.say(f"the floor lamp {said}", f"hue_{intent}", place("floor"), amount(said))

    if percent == 50:
        assert reply == "The floor lamp is already at 50 percent."
        return
    assert house_talk.calls == [
        ("light/turn_on", {"entity_id": ["light.floor_lamp"], "brightness_pct": percent})
    ]
    assert reply == f"The floor lamp is at {percent} percent."


def test_a_plain_brighter_and_darker(house_talk: HouseTalk) -> None:
    assert house_talk.say("brighten the floor lamp", "hue_lightup", place("floor")).endswith("75 percent.")
    assert house_talk.say("dim the floor lamp", "hue_lightdim", place("floor")).endswith("50 percent.")


def test_a_percentage_without_a_slot_is_found(house_talk: HouseTalk) -> None:
    house_talk.say("dim the desk lamp to 35 percent", "hue_lightdim", place("desk"))

    assert house_talk.calls[-1][1]["brightness_pct"] == 35


def test_an_impossible_level_is_asked_about(house_talk: HouseTalk) -> None:
    reply = house_talk.say(
        "floor lamp to 300 percent", "hue_lightchange", place("floor"), amount("to 300 percent")
    )

    assert "0 to 100 percent" in reply
    assert house_talk.calls == []
    assert house_talk.answer("seventy percent") == "The floor lamp is at 70 percent."


def test_zero_percent_is_off(house_talk: HouseTalk) -> None:
    house_talk.say("floor lamp to 0 percent", "hue_lightchange", place("floor"), amount("to 0 percent"))

    assert house_talk.state("light.floor_lamp") == "off"


def test_a_light_without_levels_is_told(house_talk: HouseTalk) -> None:
    reply = house_talk.say("hall to 20%", "hue_lightchange", place("hall"), amount("to 20%"))

    assert reply == "The hall light has no levels."
    assert house_talk.status == "failed"
    assert house_talk.calls == []


def test_on_with_a_level(house_talk: HouseTalk) -> None:
    house_talk.say("bedside lamp on at 40 percent", "hue_lighton", place("bedside"), amount("at 40 percent"))

    assert house_talk.calls[-1][1]["brightness_pct"] == 40


@pytest.mark.parametrize(
    ("said", "data"),
    [
        ("turquoise", {"color_name": "turquoise"}),
        ("bright red", {"color_name": "red"}),
        ("warm white", {"color_temp_kelvin": 2700}),
        ("4500 kelvin", {"color_temp_kelvin": 4500}),
        ("candlelight", {"color_temp_kelvin": 2000}),
        ("amber", {"rgb_color": [255, 191, 0]}),
    ],
)
def test_colours(house_talk: HouseTalk, said: str, data: dict[str, Any]) -> None:
    reply = house_talk.say(f"bedside lamp {said}", "hue_lightchange", place("bedside"), painted(said))

    assert house_talk.calls == [("light/turn_on", {"entity_id": ["light.bedside"], **data})]
    assert reply == f"The bedside lamp is {said}."


def test_a_colour_with_a_level(house_talk: HouseTalk) -> None:
    reply = house_talk.say(
        "bedside lamp blue at 30 percent",
        "hue_lightchange",
        place("bedside"),
        painted("blue"),
        amount("30 percent"),
    )

    assert house_talk.calls[-1][1] == {
        "entity_id": ["light.bedside"],
        "brightness_pct": 30,
        "color_name": "blue",
    }
    assert reply == "The bedside lamp is blue at 30 percent."


def test_a_light_without_colours_is_told(house_talk: HouseTalk) -> None:
    reply = house_talk.say("desk lamp green", "hue_lightchange", place("desk"), painted("green"))

    assert reply == "The desk lamp can't be green."
    assert house_talk.calls == []


def test_of_several_lights_only_those_with_colours_change(house_talk: HouseTalk) -> None:
    reply = house_talk.say("bedroom lights pink", "hue_lightchange", place("bedroom"), painted("pink"))

    assert reply == "The bedside lamp is pink. The bedroom ceiling light can't be pink."
    assert switched(house_talk) == {"light.bedside"}


def test_an_unknown_colour_is_asked_about(house_talk: HouseTalk) -> None:
    reply = house_talk.say("bedside lamp rainbow", "hue_lightchange", place("bedside"), painted("rainbow"))

    assert reply == "I don't know the colour “rainbow”. Which colour would you like?"
    assert house_talk.answer("purple") == "The bedside lamp is purple."


def test_a_missing_colour_is_asked_for(house_talk: HouseTalk) -> None:
    assert house_talk.say("change the bedside lamp", "hue_lightchange", place("bedside")) == (
        "Which colour, or how bright?"
    )
    assert house_talk.answer("half") == "The bedside lamp is at 50 percent."


def test_undo_restores_level_and_colour(house_talk: HouseTalk) -> None:
    house_talk.say("floor lamp blue", "hue_lightchange", place("floor"), painted("blue"))
    house_talk.undo()

    assert house_talk.attribute("light.floor_lamp", "color_temp_kelvin") == 2700
    assert house_talk.attribute("light.floor_lamp", "brightness") == 128


def test_undo_restores_only_what_changed(house_talk: HouseTalk) -> None:
    house_talk.say("turn on the kitchen lights", "hue_lighton", place("kitchen"))

    assert house_talk.undo() == "The counter light is off again."
    assert house_talk.state("light.kitchen_ceiling") == "on"


def test_a_correction_takes_the_wrong_one_back(house_talk: HouseTalk) -> None:
    house_talk.say("desk lamp off", "hue_lightoff", place("desk"))
    house_talk.say("no the floor lamp", "hue_lightoff", place("floor"), relation="correction")

    assert house_talk.state("light.desk") == "on"
    assert house_talk.state("light.floor_lamp") == "off"


def test_a_planned_command_waits(house_talk: HouseTalk) -> None:
    reply = house_talk.say(
        "in ten minutes turn the hall light off",
        "hue_lightoff",
        ("time", "ten minutes"),
        place("hall"),
        at="in ten minutes",
    )

    assert reply.startswith("I'll turn off the hall light ")
    assert house_talk.calls == []
    assert house_talk.later(NOW + timedelta(minutes=10, seconds=1)) == ["The hall light is off."]
    assert house_talk.state("light.hall") == "off"


def test_a_plan_for_many_lights_does_not_ask_when_it_is_due(house_talk: HouseTalk) -> None:
    house_talk.say("all lights off in an hour", "hue_lightoff", all=True, at="in an hour")
    house_talk.later(NOW + timedelta(minutes=61))

    assert house_talk.state("light.hall") == house_talk.state("light.desk") == "off"


def test_for_an_hour(house_talk: HouseTalk) -> None:
    house_talk.say("bedside lamp on for an hour", "hue_lighton", place("bedside"), lasting="for an hour")
    assert house_talk.state("light.bedside") == "on"

    assert house_talk.later(NOW + timedelta(minutes=61)) == ["The bedside lamp is off again."]
    assert house_talk.state("light.bedside") == "off"


def test_without_home_assistant(tmp_path: Path) -> None:
    talk = HouseTalk(None, tmp_path)

    assert talk.say("hall light on", "hue_lighton", place("hall")) == (
        "Home Assistant isn't set up on this assistant."
    )
    assert talk.status == "unavailable"


def test_a_failure_is_told_without_the_token(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.broken = 500

    reply = house_talk.say("hall light off", "hue_lightoff", place("hall"))

    assert reply.startswith("Sorry, Home Assistant answered 500")
    assert house_talk.status == "failed"
    assert "secret" not in reply


def test_everything_in_a_room_is_lights_and_plugs(house_talk: HouseTalk) -> None:
    house_talk.say("turn everything off in the living room", "wemo_off", place("living room"), all=True)

    assert switched(house_talk) == {"light.living_room_ceiling", "light.floor_lamp", "switch.tv"}
    assert house_talk.state("cover.living_room_blinds") == "open"


def test_everything_in_the_house_asks_first(house_talk: HouseTalk) -> None:
    assert house_talk.say("everything off", "hue_lightoff", all=True) == (
        "That's 8 devices. Turn them all off?"
    )
    assert house_talk.answer("yes", yes=True) == "8 devices are off. The reading lamp is unavailable."


def test_here_is_no_room_that_is_known(house_talk: HouseTalk) -> None:
    reply = house_talk.say("turn off the lights in this room", "hue_lightoff", place("this room"))

    assert reply.startswith("I don't know which room you are in. There are lights in the kitchen")
    assert house_talk.calls == []


def test_a_change_without_a_light_is_one_of_the_last(house_talk: HouseTalk) -> None:
    house_talk.say("turn on the desk lamp", "hue_lighton", place("desk"))
    house_talk.say("dimmer", "hue_lightdim")

    assert house_talk.calls[-1] == ("light/turn_on", {"entity_id": ["light.desk"], "brightness_pct": 55})


def test_a_correction_of_the_colour_is_about_the_same_lamp(house_talk: HouseTalk) -> None:
    house_talk.say("bedroom lamp to 20 %", "hue_lightchange", place("bedroom"), ("change_amount", "20 %"))
    assert house_talk.calls[-1][1]["entity_id"] == ["light.bedside"]
    house_talk.say("no, 30 %", "hue_lightchange", ("change_amount", "30 %"), relation="correction")

    assert house_talk.calls[-1] == ("light/turn_on", {"entity_id": ["light.bedside"], "brightness_pct": 30})


@pytest.mark.parametrize(("said", "kelvin"), [("to 3500K", 3500), ("3000 k", 3000), ("to 4000", 4000)])
def test_a_number_of_kelvin(house_talk: HouseTalk, said: str, kelvin: int) -> None:
    house_talk.say(
        f"floor lamp {said}", "hue_lightchange", ("house_place", "floor lamp"), ("change_amount", said)
    )

    assert house_talk.calls == [
        ("light/turn_on", {"entity_id": ["light.floor_lamp"], "color_temp_kelvin": kelvin})
    ]


def test_and_the_desk_lamp_on(house_talk: HouseTalk) -> None:
    house_talk.say("hall light off", "hue_lightoff", ("house_place", "hall"))
    house_talk.say("and the desk lamp on", "hue_lightoff", ("house_place", "desk"), relation="follow_up")

    assert house_talk.calls[-1] == ("light/turn_on", {"entity_id": ["light.desk"]})
