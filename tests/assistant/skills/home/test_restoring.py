"""States that are kept and brought back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.skills.config import HomeAssistantConfig
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity
from assistant.skills.home.restoring import restore, snapshot
from tests.fixtures.home_assistant import HomeStandIn


@pytest.mark.parametrize(
    ("identity", "state", "attributes", "service", "data"),
    [
        ("light.floor_lamp", "off", {}, "light/turn_off", {}),
        ("light.floor_lamp", "on", {"brightness": 12}, "light/turn_on", {"brightness": 12}),
        (
            "light.floor_lamp",
            "on",
            {"color_mode": "hs", "hs_color": [10, 20], "brightness": 3},
            "light/turn_on",
            {"brightness": 3, "hs_color": [10, 20]},
        ),
        ("switch.tv", "on", {}, "switch/turn_on", {}),
        ("fan.bedroom", "on", {"percentage": 20}, "fan/set_percentage", {"percentage": 20}),
        ("fan.bedroom", "off", {"percentage": 0}, "fan/turn_off", {}),
        ("cover.study_blind", "closed", {}, "cover/close_cover", {}),
        (
            "cover.study_blind",
            "open",
            {"current_position": 7},
            "cover/set_cover_position",
            {"position": 7},
        ),
        ("vacuum.robot", "docked", {}, "vacuum/return_to_base", {}),
    ],
)
def test_a_state_is_brought_back(
    home_assistant: HomeStandIn,
    identity: str,
    state: str,
    attributes: dict[str, Any],
    service: str,
    data: dict[str, Any],
) -> None:
    home = HomeAssistant(HomeAssistantConfig(url=home_assistant.url, token=SecretStr(home_assistant.token)))
    kept = json.loads(json.dumps(snapshot([Entity(identity, "A", state, attributes)])))

    done, gone = restore(home, kept)

    assert ([one.id for one in done], gone) == ([identity], [])
    assert home_assistant.calls == [(service, {"entity_id": [identity], **data})]


def test_what_is_gone_is_told(home_assistant: HomeStandIn) -> None:
    home = HomeAssistant(HomeAssistantConfig(url=home_assistant.url, token=SecretStr(home_assistant.token)))

    done, gone = restore(home, snapshot([Entity("light.gone", "Gone", "on")]))

    assert done == []
    assert [one.id for one in gone] == ["light.gone"]
    assert home_assistant.calls == []


def test_the_unavailable_is_not_kept() -> None:
    assert snapshot([Entity("light.a", "A", "unavailable")]) == {"states": []}
