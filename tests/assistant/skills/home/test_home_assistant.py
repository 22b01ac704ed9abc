"""The client: the house with its areas and floors, services, and what is asked for again."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from assistant.skills.config import HomeAssistantConfig
from assistant.skills.home import home_assistant as client
from assistant.skills.home.home_assistant import HomeAssistant
from models.errors import SkillError
from tests.fixtures.home_assistant import HomeStandIn


@pytest.fixture
def hub(home_assistant: HomeStandIn) -> HomeAssistant:
    return HomeAssistant(HomeAssistantConfig(url=home_assistant.url, token=SecretStr("secret")))


def test_the_house_has_entities_areas_and_floors(hub: HomeAssistant) -> None:
    house = hub.house()
    assert len(house.entities) == 22
    counter = next(entity for entity in house.entities if entity.id == "light.counter")
    assert (counter.name, counter.area, counter.floor) == ("Counter Light", "Kitchen", "Ground Floor")
    assert [area.name for area in house.areas] == [
        "Kitchen",
        "Living Room",
        "Hall",
        "Bedroom",
        "Study",
        "Workshop",
    ]
    assert [(floor.name, len(floor.areas)) for floor in house.floors] == [
        ("Ground Floor", 3), ("Upstairs", 2), ("Basement", 1),
    ]  # fmt: skip


def test_one_request_each_while_they_are_fresh(
    hub: HomeAssistant, home_assistant: HomeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.house()
    hub.house()
    assert home_assistant.requests == ["GET /api/states", "POST /api/template"]
    monkeypatch.setattr(client, "STATES_S", 0)
    hub.house()
    assert home_assistant.requests[2:] == ["GET /api/states"]
    monkeypatch.setattr(client, "LAYOUT_S", 0)
    hub.house()
    assert home_assistant.requests[3:] == ["GET /api/states", "POST /api/template"]


def test_after_a_service_the_states_are_asked_for_again(
    hub: HomeAssistant, home_assistant: HomeStandIn
) -> None:
    lamp = next(entity for entity in hub.house().entities if entity.id == "light.floor_lamp")
    hub.call("light", "turn_on", [lamp], brightness_pct=20)
    assert home_assistant.calls == [
        ("light/turn_on", {"entity_id": ["light.floor_lamp"], "brightness_pct": 20})
    ]
    lamp = next(entity for entity in hub.house().entities if entity.id == "light.floor_lamp")
    assert lamp.attributes["brightness"] == 51


def test_a_version_without_floors_has_areas(hub: HomeAssistant, home_assistant: HomeStandIn) -> None:
    home_assistant.floors = None
    house = hub.house()
    assert (len(house.areas), house.floors) == (6, ())


def test_a_token_without_templates_has_the_entities(
    hub: HomeAssistant, home_assistant: HomeStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_assistant, "render", lambda template: "you may not")
    house = hub.house()
    assert (len(house.entities), house.areas) == (22, ())


def test_aliases_are_looked_up(hub: HomeAssistant, home_assistant: HomeStandIn) -> None:
    home_assistant.aliases = {"lounge": "Living Room", "first floor": "Upstairs"}
    assert [hub.place_id("lounge"), hub.place_id("lounge")] == ["living_room"] * 2
    # the areas, and the name once
    assert home_assistant.requests == ["POST /api/template"] * 2
    assert hub.place_id("first floor") == "upstairs"
    assert hub.place_id('nursery" ~ states') == ""


def test_states_of_another_form_are_left_out(hub: HomeAssistant, home_assistant: HomeStandIn) -> None:
    home_assistant.states = {
        "light.plain": {"state": "on", "attributes": {}},
        "light.broken": {"state": "on", "attributes": []},
        "light.lines": {"state": "on", "attributes": {"friendly_name": "Two\nLines"}},
        "no entity": {"state": "on", "attributes": {}},
    }
    assert [(entity.id, entity.name) for entity in hub.house().entities] == [
        ("light.plain", "plain"), ("light.broken", "broken"), ("light.lines", "Two Lines"),
    ]  # fmt: skip


def test_a_refused_service_is_reported(hub: HomeAssistant) -> None:
    with pytest.raises(SkillError, match="answered 400 to /api/services/light/explode"):
        hub.call("light", "explode", [])
