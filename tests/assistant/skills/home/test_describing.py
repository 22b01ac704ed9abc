"""States in words."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.skills.home.describing import describe, percent
from assistant.skills.home.house import Entity


@pytest.mark.parametrize(
    ("identity", "state", "attributes", "said"),
    [
        ("light.x", "on", {"brightness": 102}, "on at 40 percent"),
        ("light.x", "on", {"brightness": 1}, "on at 1 percent"),
        ("light.x", "on", {"brightness": 255}, "on"),
        ("light.x", "on", {}, "on"),
        ("light.x", "off", {"brightness": None}, "off"),
        ("light.x", "unavailable", {"brightness": 10}, "unavailable"),
        ("switch.x", "unknown", {}, "in a state that I don't know"),
        ("fan.x", "on", {"percentage": 33}, "on at 33 percent"),
        ("fan.x", "on", {"percentage": 33, "preset_mode": "sleep"}, "on, in sleep mode"),
        ("fan.x", "off", {"percentage": 0}, "off"),
        ("cover.x", "open", {"current_position": 30}, "open to 30 percent"),
        ("cover.x", "open", {"current_position": 100}, "open"),
        ("cover.x", "closed", {"current_position": 0}, "closed"),
        ("cover.x", "opening", {}, "opening"),
        ("vacuum.x", "returning", {}, "on its way back to its base"),
        ("vacuum.x", "docked", {}, "docked"),
        ("lock.x", "locked", {}, "locked"),
        ("climate.x", "heat", {"temperature": 21, "current_temperature": 19.5},
         "set to 21 degrees, and it is 19.5 degrees"),
        ("climate.x", "off", {"temperature": 21}, "off"),
        ("sensor.x", "45", {"unit_of_measurement": "%"}, "45 percent"),
        ("sensor.x", "45", {"unit_of_measurement": "lx"}, "45 lx"),
        ("binary_sensor.x", "on", {"device_class": "door"}, "open"),
        ("binary_sensor.x", "off", {}, "off"),
        ("script.x", "on", {}, "running"),
        ("scene.x", "unknown", {}, "ready"),
        ("media_player.x", "playing", {}, "playing"),
    ],
)  # fmt: skip
def test_a_state_is_said(identity: str, state: str, attributes: dict[str, Any], said: str) -> None:
    assert describe(Entity(identity, "X", state, attributes)) == said


def test_levels_in_percent() -> None:
    assert percent(Entity("light.x", "X", "on", {"brightness": 128})) == 50
    assert percent(Entity("cover.x", "X", "open", {"current_position": 60})) == 60
    assert percent(Entity("light.x", "X", "on", {"brightness": True})) is None
    assert percent(Entity("switch.x", "X", "on")) is None
