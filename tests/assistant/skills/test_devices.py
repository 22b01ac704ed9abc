"""Lights, plugs, vacuum and coffee against a Home Assistant that answers over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from assistant.skills.config import HomeAssistantConfig, SkillsConfig
from models.errors import ConfigError
from tests.fixtures.home_assistant import HomeStandIn, serve

NAMES = {
    "light.kitchen_ceiling": "Kitchen ceiling",
    "light.kitchen_counter": "Kitchen counter lights",
    "light.bedroom": "Bedroom lamp",
    "light.hue_7": "Hue 7",
    "switch.kettle": "Kettle",
    "switch.coffee": "Coffee machine",
    "fan.office": "Office fan",
    "vacuum.rosie": "Rosie",
    "lock.front_door": "Front door",
}


@pytest.fixture
def home_assistant() -> Iterator[HomeStandIn]:
    """A house whose names hold the rooms, and one area."""
    home = HomeStandIn.of(
        [{"entity_id": identity, "name": name, "state": "off"} for identity, name in NAMES.items()]
    )
    home.areas = {"Balcony": ["light.hue_7"]}
    with serve(home):
        yield home


@pytest.fixture
def chat(start, home_assistant, tmp_path: Path):  # type: ignore[no-untyped-def]
    token = tmp_path / "token"
    token.write_text("secret\n")
    return start(SkillsConfig(home_assistant=HomeAssistantConfig(url=home_assistant.url, token_file=token)))


def test_lights_of_a_room_go_on_together(chat, home_assistant) -> None:
    assert (
        chat.say("turn on the kitchen lights", "iot_hue_lighton", house_place="kitchen")
        == "The kitchen lights are on."
    )
    assert chat.action.skill == "lights"
    assert chat.facts == {"place": "kitchen", "state": "on"}
    assert home_assistant.calls == [
        ("light/turn_on", {"entity_id": ["light.kitchen_ceiling", "light.kitchen_counter"]})
    ]


def test_one_lamp_by_name(chat, home_assistant) -> None:
    reply = chat.say(
        "turn off the lamp in the bedroom", "iot_hue_lightoff", house_place="bedroom", device_type="lamp"
    )
    assert reply == "The bedroom lamp is off."
    assert home_assistant.calls == [("light/turn_off", {"entity_id": ["light.bedroom"]})]


def test_a_room_that_no_name_holds_is_found_by_its_area(chat, home_assistant) -> None:
    assert (
        chat.say("balcony lights on", "iot_hue_lighton", house_place="balcony")
        == "The balcony lights are on."
    )
    assert home_assistant.calls == [("light/turn_on", {"entity_id": ["light.hue_7"]})]


def test_an_unknown_room_changes_nothing(chat, home_assistant) -> None:
    assert "no lights for the cellar" in chat.say("cellar lights on", "iot_hue_lighton", house_place="cellar")
    assert (chat.status, home_assistant.calls) == ("failed", [])


@pytest.mark.parametrize(
    ("text", "intent", "slots", "data", "said"),
    [
        ("dim the lights by twenty percent", "iot_hue_lightdim", {"change_amount": "by twenty percent"},
         {"brightness_step_pct": -20}, "dimmer"),
        ("lower the lights", "iot_hue_lightdim", {}, {"brightness_step_pct": -25}, "dimmer"),
        ("lights up to half", "iot_hue_lightup", {"change_amount": "half"}, {"brightness_pct": 50},
        "50 percent"),
        ("set the lights to forty percent", "iot_hue_lightdim", {"change_amount": "to forty percent"},
         {"brightness_pct": 40}, "40 percent"),
        ("make the lights blue", "iot_hue_lightchange", {"color_type": "blue"}, {"color_name": "blue"},
        "blue"),
        ("make it a bit redder", "iot_hue_lightchange", {"color_type": "redder"}, {"color_name": "red"},
        "red"),
        ("warm light please", "iot_hue_lightchange", {"color_type": "warm"}, {"color_temp_kelvin": 2700},
        "warm"),
    ],
)  # fmt: skip
def test_brightness_and_colour(chat, home_assistant, text, intent, slots, data, said) -> None:
    reply = chat.say(text, intent, **slots)
    assert said in reply
    (service, body) = home_assistant.calls[0]
    assert service == "light/turn_on"
    assert {name: value for name, value in body.items() if name != "entity_id"} == data
    assert len(body["entity_id"]) == 4


def test_a_colour_without_a_name_is_not_guessed(chat, home_assistant) -> None:
    assert "don't know the colour polka dot" in chat.say(
        "polka dot", "iot_hue_lightchange", color_type="polka dot"
    )
    assert home_assistant.calls == []


def test_a_plug_by_what_hangs_on_it(chat, home_assistant) -> None:
    assert chat.say("turn on the kettle", "iot_wemo_on", device_type="kettle") == "The kettle is on."
    assert home_assistant.calls == [("homeassistant/turn_on", {"entity_id": ["switch.kettle"]})]
    assert home_assistant.states["switch.kettle"]["state"] == "on"


def test_a_plug_named_by_nothing_asks_which(chat, home_assistant) -> None:
    asked = chat.say("turn on the plug", "iot_wemo_on", device_type="plug")
    assert (asked, home_assistant.calls) == ("Which one: Kettle or Coffee machine?", [])
    assert chat.say("the kettle") == "The Kettle is on."
    assert home_assistant.calls == [("homeassistant/turn_on", {"entity_id": ["switch.kettle"]})]


def test_all_plugs_at_once_after_a_yes(chat, home_assistant) -> None:
    asked = chat.say("turn off all the sockets", "iot_wemo_off", device_type="sockets")
    assert asked == "Do you want me to turn off Kettle and Coffee machine?"
    assert home_assistant.calls == []
    chat.say("yes")
    assert home_assistant.calls == [
        ("homeassistant/turn_off", {"entity_id": ["switch.kettle", "switch.coffee"]})
    ]


@pytest.mark.parametrize(
    "text",
    [
        "turn on the kitchen lights",
        "Lights on in the kitchen, please.",
        "kitchen lights on",
        "switch on the lights in my kitchen",
    ],
)
def test_a_room_that_was_not_tagged_is_not_every_room(chat, home_assistant, text) -> None:
    assert chat.say(text, "iot_hue_lighton") == "The kitchen lights are on."
    assert home_assistant.calls == [
        ("light/turn_on", {"entity_id": ["light.kitchen_ceiling", "light.kitchen_counter"]})
    ]


@pytest.mark.parametrize(
    "text", ["turn on the lights", "all lights on", "it's dark in here", "turn on the lights in the house"]
)
def test_no_room_is_every_room(chat, home_assistant, text) -> None:
    assert chat.say(text, "iot_hue_lighton") == "The lights are on."
    assert len(home_assistant.calls[0][1]["entity_id"]) == 4


def test_a_question_about_a_machine_starts_nothing(chat, home_assistant) -> None:
    chat.say("how do i start the vacuum", "iot_cleaning")
    assert (chat.status, home_assistant.calls) == ("failed", [])


def test_locks_are_out_of_reach(chat, home_assistant) -> None:
    chat.say("turn on the front door", "iot_wemo_on", device_type="front door")
    assert (chat.status, home_assistant.calls) == ("failed", [])


def test_a_later_time_is_refused_not_done_now(chat, home_assistant) -> None:
    assert "at once" in chat.say("turn on the kettle in ten minutes", "iot_wemo_on", device_type="kettle")
    assert "at once" in chat.say("start the vacuum at nine am", "iot_cleaning", time="nine am")
    assert home_assistant.calls == []


def test_vacuum_and_coffee(chat, home_assistant) -> None:
    assert (
        chat.say("vacuum the floor", "iot_cleaning", house_place="floor") == "The vacuum cleaner is cleaning."
    )
    assert chat.say("make me a coffee", "iot_coffee") == "The coffee machine is on."
    assert chat.say("is the coffee machine on", "iot_coffee") == "The coffee machine is on."
    assert home_assistant.calls == [
        ("vacuum/start", {"entity_id": ["vacuum.rosie"]}),
        ("homeassistant/turn_on", {"entity_id": ["switch.coffee"]}),
    ]


def test_a_low_confidence_asks_before_it_switches(chat, home_assistant) -> None:
    asked = chat.say("kitchen lights", "iot_hue_lighton", "confirm", house_place="kitchen")
    assert asked == "Do you want me to turn on the lights in the kitchen?"
    assert (chat.status, home_assistant.calls) == ("asked", [])
    assert chat.say("yes") == "The kitchen lights are on."
    assert len(home_assistant.calls) == 1


def test_what_goes_wrong_is_said(chat, home_assistant, start: Callable[..., object]) -> None:
    home_assistant.token = "another"
    assert chat.say("lights on", "iot_hue_lighton") == "Sorry, Home Assistant refused the access token."
    home_assistant.broken = 500
    assert "answered 500" in chat.say("lights on", "iot_hue_lighton")
    nobody = HomeAssistantConfig(url="http://127.0.0.1:9", token=SecretStr("x"))
    other = start(SkillsConfig(home_assistant=nobody))
    assert other.say("lights on", "iot_hue_lighton") == "Sorry, Home Assistant could not be reached."  # type: ignore[attr-defined]


@pytest.mark.parametrize("intent", ["iot_hue_lighton", "iot_wemo_off", "iot_cleaning", "iot_coffee"])
def test_without_configuration_it_says_so(start, intent) -> None:
    chat = start()
    assert chat.say("do it", intent) == "Home Assistant isn't set up on this assistant."
    assert chat.status == "unavailable"


def test_configuration_is_checked(start, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="token"):
        HomeAssistantConfig(url="http://home")
    with pytest.raises(ValidationError, match="http"):
        HomeAssistantConfig(url="home:8123", token=SecretStr("x"))
    with pytest.raises(ConfigError, match="token"):
        start(
            SkillsConfig(home_assistant=HomeAssistantConfig(url="http://home", token_file=tmp_path / "none"))
        )
