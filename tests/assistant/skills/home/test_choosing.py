"""What is meant, asked about and refused, where no skill matters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr

from assistant.skills.api import Ambiguous, NeedsConfirmation, Result
from assistant.skills.config import HomeAssistantConfig
from assistant.skills.home.choosing import Devices, choose, confirm
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity
from assistant.skills.home.hub import Hub
from assistant.skills.home.wishes import Wish
from tests.fixtures.home_assistant import HomeStandIn
from tests.fixtures.house import HouseTalk

LIGHTS, PLUGS = frozenset({"light"}), frozenset({"switch", "fan"})


@pytest.fixture
def hub(home_assistant: HomeStandIn) -> Hub:
    return Hub(
        HomeAssistant(HomeAssistantConfig(url=home_assistant.url, token=SecretStr(home_assistant.token)))
    )


def ids(found: Devices | Result) -> list[str]:
    assert isinstance(found, Devices)
    return [entity.id for entity in found.chosen]


def test_a_later_group_has_what_no_earlier_one_has(hub: Hub, house_talk: HouseTalk) -> None:
    wished = Wish(devices=("heater",))

    assert ids(choose(hub, house_talk.call, wished, (LIGHTS, PLUGS), "lights", "turn on")) == [
        "switch.heater"
    ]


def test_another_kind_is_refused(hub: Hub, house_talk: HouseTalk) -> None:
    found = choose(hub, house_talk.call, Wish(devices=("heater",)), (LIGHTS,), "lights", "dim")

    assert isinstance(found, Result)
    assert found.sentence == "I can't dim the heater."


def test_candidates_and_the_chosen_one(hub: Hub, house_talk: HouseTalk) -> None:
    wished = Wish(devices=("fan",))
    with pytest.raises(Ambiguous) as asked:
        choose(hub, house_talk.call, wished, (PLUGS,), "devices", "turn on")

    keys = [option.key for option in asked.value.options]
    assert keys == ["fan.bedroom", "fan.extractor"]
    call = replace(house_talk.call, chosen=keys[1])
    assert ids(choose(hub, call, wished, (PLUGS,), "devices", "turn on")) == ["fan.extractor"]


def test_a_lent_place_is_given_up(hub: Hub, house_talk: HouseTalk) -> None:
    wished = Wish(("bedroom",), ("TV",), lent=True)

    assert ids(choose(hub, house_talk.call, wished, (PLUGS,), "devices", "turn on")) == ["switch.tv"]
    with pytest.raises(Ambiguous):
        choose(hub, house_talk.call, replace(wished, lent=False), (PLUGS,), "devices", "turn on")


def test_confirmation(house_talk: HouseTalk) -> None:
    lamps = [Entity(f"light.{number}", f"Lamp {number}", "on") for number in range(4)]
    door = Entity("cover.a", "Garage Door", "closed", {"device_class": "garage"})

    confirm(house_talk.call, lamps[:3], "lights", "turn off")
    with pytest.raises(NeedsConfirmation, match=r"That's 4 lights\. Turn them all off\?"):
        confirm(house_talk.call, lamps, "lights", "turn off")
    with pytest.raises(NeedsConfirmation, match="open the garage door"):
        confirm(house_talk.call, [door], "blinds", "open")
    confirm(replace(house_talk.call, confirmed=True), [door], "blinds", "open")


def test_devices_of_two_kinds_in_one_breath(house_talk: HouseTalk) -> None:
    house_talk.say(
        "the TV and the floor lamp off", "wemo_off", ("device_type", "TV"), ("device_type", "floor lamp")
    )

    assert house_talk.calls == [
        ("light/turn_off", {"entity_id": ["light.floor_lamp"]}),
        ("switch/turn_off", {"entity_id": ["switch.tv"]}),
    ]
