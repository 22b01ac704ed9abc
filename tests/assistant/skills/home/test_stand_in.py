"""The stand-in of Home Assistant does what the services that it serves would do."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.fixtures.home_assistant import HomeStandIn


@pytest.fixture
def post(home_assistant: HomeStandIn):  # type: ignore[no-untyped-def]
    headers = {"Authorization": "Bearer secret"}

    def send(path: str, **body: Any) -> httpx.Response:
        return httpx.post(f"{home_assistant.url}/{path}", json=body, headers=headers, trust_env=False)

    return send


@pytest.mark.parametrize(
    ("service", "data", "entity", "state", "attributes"),
    [
        ("light/turn_on", {"brightness_pct": 50}, "light.counter", "on", {"brightness": 128}),
        ("light/turn_on", {"brightness_step_pct": -10}, "light.desk", "on", {"brightness": 178}),
        ("light/turn_on", {"brightness_pct": 50}, "light.hall", "on", {"brightness": None}),
        ("light/turn_on", {"color_name": "blue"}, "light.bedside", "on", {"rgb_color": [0, 0, 255]}),
        ("light/turn_on", {"color_temp_kelvin": 9000}, "light.floor_lamp", "on", {"color_temp_kelvin": 6500}),
        ("light/turn_off", {}, "light.desk", "off", {"brightness": None}),
        ("homeassistant/turn_on", {}, "switch.heater", "on", {}),
        ("fan/set_percentage", {"percentage": 70}, "fan.extractor", "on", {"percentage": 70}),
        ("fan/turn_off", {}, "fan.bedroom", "off", {"percentage": 0}),
        ("cover/set_cover_position", {"position": 30}, "cover.study_blind", "open", {"current_position": 30}),
        ("cover/close_cover", {}, "cover.study_blind", "closed", {"current_position": 0}),
        ("vacuum/start", {}, "vacuum.robot", "cleaning", {}),
        ("light/turn_on", {}, "light.reading", "unavailable", {}),
        ("light/turn_on", {}, "switch.coffee_machine", "off", {}),
    ],
)  # fmt: skip
def test_a_service_changes_its_entities(
    post, home_assistant, service, data, entity, state, attributes
) -> None:  # type: ignore[no-untyped-def]
    assert post(f"api/services/{service}", entity_id=entity, **data).status_code == 200
    assert home_assistant.states[entity]["state"] == state
    assert {name: home_assistant.states[entity]["attributes"].get(name) for name in attributes} == attributes
    assert home_assistant.calls == [(service, {"entity_id": entity, **data})]


def test_areas_and_floors_are_targets(post, home_assistant: HomeStandIn) -> None:  # type: ignore[no-untyped-def]
    changed = post("api/services/light/turn_off", floor_id="upstairs").json()
    assert [state["entity_id"] for state in changed] == ["light.desk"]
    post("api/services/light/turn_on", area_id=["kitchen"])
    assert home_assistant.states["light.counter"]["state"] == "on"


def test_scenes_and_scripts_call_services(post, home_assistant: HomeStandIn) -> None:  # type: ignore[no-untyped-def]
    post("api/services/scene/turn_on", entity_id="scene.movie_night")
    assert home_assistant.states["light.floor_lamp"]["attributes"]["brightness"] == 51
    assert home_assistant.states["cover.living_room_blinds"]["state"] == "closed"
    post("api/services/script/leaving")
    assert [home_assistant.states[one]["state"] for one in ("light.hall", "switch.tv")] == ["off", "off"]


def test_what_does_not_exist_is_a_bad_request(post, home_assistant: HomeStandIn) -> None:  # type: ignore[no-untyped-def]
    assert post("api/services/light/explode").status_code == 400
    assert post("api/services/light/turn_on", entity_id="light.desk", brightness_pct=200).status_code == 400
    assert post("api/template", template="{{ nothing() }}").status_code == 400
    assert home_assistant.calls == []


def test_a_reset_brings_the_house_back(post, home_assistant: HomeStandIn) -> None:  # type: ignore[no-untyped-def]
    post("api/services/light/turn_off", entity_id="light.desk")
    home_assistant.broken = 500
    post("stand_in/reset")
    assert home_assistant.states["light.desk"]["state"] == "on"
    assert (home_assistant.calls, home_assistant.broken) == ([], 0)
