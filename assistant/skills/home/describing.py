"""The state of a device in words: "on at 40 percent", "open to 30 percent", "unavailable"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.skills.home.house import Entity

_BINARY: Mapping[str, tuple[str, str]] = {
    "door": ("open", "closed"),
    "garage_door": ("open", "closed"),
    "window": ("open", "closed"),
    "opening": ("open", "closed"),
    "lock": ("unlocked", "locked"),
    "motion": ("detecting motion", "detecting no motion"),
    "occupancy": ("occupied", "empty"),
    "presence": ("home", "away"),
    "moisture": ("wet", "dry"),
    "smoke": ("detecting smoke", "detecting no smoke"),
    "battery": ("low", "all right"),
}
"""Device class of a binary sensor → words for on and off."""
_VACUUM = {"returning": "on its way back to its base", "idle": "standing still", "error": "in trouble"}
_UNITS = {
    "%": "percent",
    "°C": "degrees Celsius",
    "°F": "degrees Fahrenheit",
    "W": "watts",
    "kWh": "kilowatt hours",
}


def describe(entity: Entity) -> str:
    """The state, to follow "is" or "are"."""
    if not entity.available:
        return "unavailable"
    if entity.state in ("unknown", "") and entity.domain not in ("scene", "button"):
        return "in a state that I don't know"
    by_domain: dict[str, Callable[[Entity], str]] = {
        "light": _light, "fan": _fan, "cover": _cover, "climate": _climate, "sensor": _sensor,
        "scene": lambda _: "ready",
        "binary_sensor": _binary_sensor, "vacuum": lambda one: _VACUUM.get(one.state, _plain(one)),
        "script": lambda one: "running" if one.state == "on" else "not running",
    }  # fmt: skip
    return by_domain.get(entity.domain, _plain)(entity)


def percent(entity: Entity) -> int | None:
    """The brightness, speed or position in percent; None where the device has none, or is off."""
    if entity.domain == "light":
        level = entity.number("brightness")
        return max(1, round(level / 2.55)) if level else None
    value = entity.number("percentage" if entity.domain == "fan" else "current_position")
    return None if value is None else round(value)


def _plain(entity: Entity) -> str:
    return entity.state.replace("_", " ")


def _light(entity: Entity) -> str:
    level = percent(entity) if entity.state == "on" else None
    return f"on at {level} percent" if level is not None and level < 100 else _plain(entity)


def _fan(entity: Entity) -> str:
    if entity.state != "on":
        return _plain(entity)
    speed, preset = percent(entity), entity.attributes.get("preset_mode")
    return f"on, in {preset} mode" if preset else f"on at {speed} percent" if speed else "on"


def _cover(entity: Entity) -> str:
    position = percent(entity)
    partly = entity.state == "open" and position is not None and 0 < position < 100
    return f"open to {position} percent" if partly else _plain(entity)


def _climate(entity: Entity) -> str:
    wanted, present = entity.number("temperature"), entity.number("current_temperature")
    state = _plain(entity) if wanted is None or entity.state == "off" else f"set to {wanted:g} degrees"
    return state if present is None else f"{state}, and it is {present:g} degrees"


def _sensor(entity: Entity) -> str:
    unit = str(entity.attributes.get("unit_of_measurement") or "")
    return f"{_plain(entity)} {_UNITS.get(unit, unit)}".strip()


def _binary_sensor(entity: Entity) -> str:
    on, off = _BINARY.get(entity.device_class, ("on", "off"))
    return {"on": on, "off": off}.get(entity.state, _plain(entity))
