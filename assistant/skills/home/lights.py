"""Lights through Home Assistant: on, off, level, colour, temperature of white."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any

from assistant.skills.api import Call, Result, operation
from assistant.skills.home.choosing import Devices, confirm, refusal
from assistant.skills.home.devices import DeviceSkill
from assistant.skills.home.house import Entity
from assistant.skills.home.hub import UNAVAILABLE
from assistant.skills.home.lighting import Look, has_levels, look, painted, target
from assistant.skills.home.restoring import snapshot
from assistant.skills.home.saying import is_or_are, subject
from assistant.skills.home.switching import LIGHTS, PLUGS, STARTED, switch
from assistant.skills.home.wishes import APPLIANCE_WORDS, LIGHT_WORDS, Wish, wish

Lamps = Annotated[Wish, wish("lights", LIGHT_WORDS, APPLIANCE_WORDS)]
ANY = Wish()
SWITCHABLE = (LIGHTS, PLUGS, STARTED)
"""Domains for "turn on": the device that is called so, where no light is."""

Data = dict[str, Any]


class Lights(DeviceSkill):
    """Lamps of every kind."""

    name = "lights"
    title = "lights"
    noun = "lights"

    @operation(
        "iot_hue_lighton",
        does="turn on {devices}[, {wished}]",
        examples=("turn on the kitchen light", "turn on all the lights upstairs"),
        changes="undoable",
        delayable=True,
    )
    def turn_on(
        self, call: Call, devices: Lamps = ANY, wished: Annotated[Look | None, look()] = None
    ) -> Result:
        """Switch on, with a level or a colour where one was said."""
        if wished is None:
            return self._switched(call, devices, SWITCHABLE, on=True)
        return self._changed(call, devices, Look(wished.colour, wished.level), "turn on")

    @operation(
        "iot_hue_lightoff",
        does="turn off {devices}",
        examples=("turn off the lights in the hall", "turn off all the lights except the bedroom"),
        changes="undoable",
        delayable=True,
    )
    def turn_off(self, call: Call, devices: Lamps = ANY) -> Result:
        """Switch off."""
        return self._switched(call, devices, SWITCHABLE, on=False)

    @operation(
        "iot_hue_lightup",
        does="make {devices} brighter",
        examples=("make the desk lamp a bit brighter",),
        changes="undoable",
        delayable=True,
    )
    def brighten(
        self, call: Call, devices: Lamps = ANY, wished: Annotated[Look | None, look()] = None
    ) -> Result:
        """Make brighter, by a step or as much as was said."""
        return self._changed(call, devices, _towards(wished, 1), "brighten")

    @operation(
        "iot_hue_lightdim",
        does="dim {devices}",
        examples=("dim the living room lights to 30 percent",),
        changes="undoable",
        delayable=True,
    )
    def dim(self, call: Call, devices: Lamps = ANY, wished: Annotated[Look | None, look()] = None) -> Result:
        """Make darker, by a step or as much as was said."""
        return self._changed(call, devices, _towards(wished, -1), "dim")

    @operation(
        "iot_hue_lightchange",
        does="set {devices}[ to {wished}]",
        examples=("make the bedside lamp warm white", "set the kitchen lights to 50 percent"),
        changes="undoable",
        delayable=True,
    )
    def change(
        self, call: Call, wished: Annotated[Look, look("Which colour, or how bright?")], devices: Lamps = ANY
    ) -> Result:
        """Give a colour, a white or a level."""
        return self._changed(call, devices, wished, "set")

    def _changed(self, call: Call, devices: Wish, wished: Look, verb: str) -> Result:
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        changes = bool(wished.sign) or (wished.level is not None and wished.level.relative)
        found = self._chosen(call, devices, (LIGHTS,), verb, leans=changes)
        if isinstance(found, Result):
            return found
        lamps = _meant(found.chosen, wished)
        able = [lamp for lamp in lamps if _is_able(lamp, wished)]
        unable = [lamp for lamp in lamps if lamp not in able]
        if not able:
            return refusal(_cannot(unable, wished))
        given = {lamp.id: _data(lamp, wished) for lamp in able}
        changing = [lamp for lamp in able if not _has(lamp, given[lamp.id])]
        if changing:
            confirm(call, changing, self.noun, verb)
        before = snapshot(changing)
        # the others too: a state may be stale
        for group, data in _grouped(able, given):
            if data.get("brightness_pct") == 0:
                switch(home, group, on=False)
            else:
                home.call("light", "turn_on", group, **data)
        if not changing:
            return self._already(call, Devices(tuple(able), found.unavailable), _state(able, given, wished))
        more = f" {_cannot(unable, wished)}" if unable else ""
        return self._told(call, found, changing, _state(changing, given, wished), before, more)


def _towards(wished: Look | None, sign: int) -> Look:
    return Look(wished.colour, wished.level, sign) if wished else Look(sign=sign)


def _meant(lamps: Sequence[Entity], wished: Look) -> list[Entity]:
    """Those that are on, for a change of the present level; all where none is on, or for anything else."""
    changes = wished.colour is None and (wished.level is None or wished.level.relative)
    lit = [lamp for lamp in lamps if lamp.state == "on"]
    return lit if changes and lit else list(lamps)


def _is_able(lamp: Entity, wished: Look) -> bool:
    levelled = wished.colour is not None and wished.level is None
    return (levelled or has_levels(lamp)) and (
        wished.colour is None or painted(lamp, wished.colour) is not None
    )


def _data(lamp: Entity, wished: Look) -> Data:
    data: Data = {}
    if wished.colour is None or wished.level is not None:
        data["brightness_pct"] = target(lamp, wished.level, wished.sign)
    if wished.colour is not None:
        data |= painted(lamp, wished.colour) or {}
    return data


def _has(lamp: Entity, data: Data) -> bool:
    """Whether a lamp has this level and white already; of colours Home Assistant does not tell the name."""
    level = data.get("brightness_pct")
    if lamp.state != "on":
        return level == 0
    brightness, kelvin = lamp.attributes.get("brightness"), data.get("color_temp_kelvin")
    if "color_name" in data or "rgb_color" in data:
        return False
    same_level = level is None or (isinstance(brightness, int | float) and round(brightness / 2.55) == level)
    return same_level and (kelvin is None or lamp.attributes.get("color_temp_kelvin") == kelvin)


def _grouped(lamps: Sequence[Entity], given: dict[str, Data]) -> list[tuple[list[Entity], Data]]:
    """The lamps that are told the same."""
    groups: dict[str, list[Entity]] = defaultdict(list)
    for lamp in lamps:
        groups[repr(given[lamp.id])].append(lamp)
    return [(group, given[group[0].id]) for group in groups.values()]


def _state(lamps: Sequence[Entity], given: dict[str, Data], wished: Look) -> str:
    """What the lamps are now, to follow "is"."""
    named = [wished.colour.name] if wished.colour else []
    levels = {given[lamp.id].get("brightness_pct") for lamp in lamps} - {None}
    if levels == {0}:
        return "off"
    if len(levels) == 1:
        named.append(f"at {levels.pop()} percent")
    elif levels:
        named.append("brighter" if wished.sign > 0 else "dimmer" if wished.sign < 0 else "changed")
    return " ".join(named)


def _cannot(lamps: Sequence[Entity], wished: Look) -> str:
    """The sentence about lamps that have no such colour or level."""
    who, _ = subject(lamps, "lights")
    colour = wished.colour
    if colour is None or all(painted(lamp, colour) is not None for lamp in lamps):
        return f"{who} {'have' if is_or_are(lamps) == 'are' else 'has'} no levels."
    return f"{who} can't be {colour.name}."
