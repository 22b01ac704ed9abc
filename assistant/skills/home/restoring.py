"""Services that bring devices back to what they were: for undo, and after "for an hour"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity

_KEPT = (
    "brightness", "color_mode", "color_temp_kelvin", "rgb_color", "hs_color", "xy_color", "effect",
    "percentage", "preset_mode", "current_position",
)  # fmt: skip
"""Attributes that are restored."""
_COLOURS = {"hs": "hs_color", "xy": "xy_color", "rgb": "rgb_color", "rgbw": "rgb_color", "rgbww": "rgb_color"}
_VACUUM = {"cleaning": "start", "docked": "return_to_base", "returning": "return_to_base", "paused": "pause"}


def snapshot(entities: Iterable[Entity]) -> dict[str, Any]:
    """The present states, as JSON."""
    return {
        "states": [
            {
                "id": entity.id,
                "name": entity.name,
                "state": entity.state,
                "attributes": {
                    name: entity.attributes[name] for name in _KEPT if entity.attributes.get(name) is not None
                },
            }
            for entity in entities
            if entity.available and entity.state != "unknown"
        ]
    }


def entities_of(data: Mapping[str, Any]) -> list[Entity]:
    """The devices of a snapshot, with the states that they had."""
    return [Entity(kept["id"], kept["name"], kept["state"], kept["attributes"]) for kept in data["states"]]


def restore(home: HomeAssistant, data: Mapping[str, Any]) -> tuple[list[Entity], list[Entity]]:
    """Bring the devices of a snapshot back; those that were, and those that are gone or out of reach.

    Raises:
        SkillError: Home Assistant cannot be reached, or refuses.
    """
    there = {entity.id for entity in home.house().entities if entity.available}
    before = entities_of(data)
    for entity in before:
        if entity.id in there:
            service, given = _service(entity)
            home.call(entity.domain, service, [entity], **given)
    return [one for one in before if one.id in there], [one for one in before if one.id not in there]


def _service(entity: Entity) -> tuple[str, dict[str, Any]]:
    """The service, and its data, that makes a device what it was."""
    kept, state = entity.attributes, entity.state
    match entity.domain:
        case "light" if state == "on":
            return "turn_on", _light(kept)
        case "fan" if state == "on" and "preset_mode" in kept:
            return "set_preset_mode", {"preset_mode": kept["preset_mode"]}
        case "fan" if state == "on" and "percentage" in kept:
            return "set_percentage", {"percentage": kept["percentage"]}
        case "cover" if "current_position" in kept:
            return "set_cover_position", {"position": kept["current_position"]}
        case "cover":
            return ("close_cover" if state in ("closed", "closing") else "open_cover"), {}
        case "climate" if state != "off":
            return "set_hvac_mode", {"hvac_mode": state}
        case "vacuum":
            return _VACUUM.get(state, "stop"), {}
    return ("turn_off" if state in ("off", "standby") else "turn_on"), {}


def _light(kept: Mapping[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if "brightness" in kept:
        given["brightness"] = kept["brightness"]
    mode = kept.get("color_mode")
    if mode == "color_temp" and "color_temp_kelvin" in kept:
        given["color_temp_kelvin"] = kept["color_temp_kelvin"]
    elif mode in _COLOURS and _COLOURS[mode] in kept:
        given[_COLOURS[mode]] = kept[_COLOURS[mode]]
    elif mode in _COLOURS and "rgb_color" in kept:
        given["rgb_color"] = kept["rgb_color"]
    return given
