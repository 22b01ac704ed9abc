"""A wished level and colour → what a light is told; what it cannot do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from assistant.skills.api import Parameter, Reading, Unclear
from assistant.skills.home.amounts import SLOT, amounts
from assistant.skills.home.colours import Colour, colour
from assistant.skills.home.describing import percent
from assistant.skills.home.exceptions import separated
from assistant.skills.home.house import Entity
from assistant.skills.parameters import context
from models.text.parse.levels import Level, direction, level

STEP = 25
"""Percent of "brighter" alone."""
SMALL_STEP = 10
"""Percent of "a bit"."""
_NAMED = {"lowest": 1, "low": 25, "medium": 50, "high": 75, "highest": 100}
_SAID = {
    "lowest": "the lowest level", "low": "a low level", "medium": "a medium level", "high": "a high level",
    "highest": "full brightness",
}  # fmt: skip
_COLOUR_MODES = frozenset({"hs", "rgb", "xy", "rgbw", "rgbww"})
_MIDDLE_KELVIN = 3500
_LEAST_KELVIN = 1000


@dataclass(frozen=True, slots=True)
class Look:
    """How a light is to look."""

    colour: Colour | None = None
    level: Level | None = None
    sign: int = 0
    """1 for brighter, -1 for darker, 0 for neither."""


def look(ask: str = "") -> Parameter:
    """Colour and level in the slots of a command."""
    return Parameter(
        _read,
        (SLOT, "color_type"),
        ask=ask,
        answer=partial(_read, anywhere=True),
        kind="percent",
        say=_said,
    )


def _read(reading: Reading, anywhere: bool = False) -> Look | None:
    reading = replace(reading, command=separated(reading.command))
    moment = context(reading.call)
    levels, colours = amounts(reading), reading.texts("color_type")
    if anywhere and not levels and not colours:
        levels = colours = [reading.command.text.strip(" .!?")]
        painted, measured = colour(colours[0], moment), level(levels[0], moment)
        return Look(painted, None if painted else measured) if painted or measured else None
    # "from blue to white": the last one is meant
    painted = colour(colours[-1], moment) if colours else None
    measured = level(levels[-1], moment) if levels else None
    if levels and painted is None and (white := colour(levels[-1], moment)) and white.name.endswith("kelvin"):
        painted, measured = white, None
    if colours and painted is None:
        measured = measured or level(colours[-1], moment)
        if measured is None:
            raise Unclear(f"I don't know the colour “{colours[-1]}”. Which colour would you like?")
    if levels and measured is None and painted is None:
        painted = colour(levels[-1], moment)
        if painted is None:
            raise Unclear(f"I didn't get how bright “{levels[-1]}” is. How many percent?")
    if (
        measured is not None
        and painted is None
        and measured.unit == "number"
        and measured.amount >= _LEAST_KELVIN
    ):
        # no level is so high: "to 3500K"
        painted, measured = Colour(f"{round(measured.amount)} kelvin", kelvin=round(measured.amount)), None
    if measured is not None and not measured.relative and not 0 <= measured.percent <= 100:
        raise Unclear("A light has 0 to 100 percent. How bright should it be?")
    if painted is None and measured is None:
        return None
    return Look(painted, measured, direction(reading.command.text.lower().split()))


def _said(wished: Look) -> str:
    named = [wished.colour.name] if wished.colour else []
    if wished.level is not None and wished.level.name is not None:
        named.append(_SAID[wished.level.name])
    elif wished.level is not None and not wished.level.relative:
        named.append(f"{round(wished.level.percent)} percent")
    return " and ".join(named)


def has_levels(entity: Entity) -> bool:
    """Whether a light can be dimmed."""
    modes = _modes(entity)
    return modes is None or bool(modes - {"onoff", "unknown"})


def target(entity: Entity, wished: Level | None, sign: int) -> int:
    """The percentage that a light is to have.

    Arguments:
        wished: None for a plain "brighter" or "darker".
        sign: 1 for brighter, -1 for darker, 0 for neither.
    """
    present = (percent(entity) or 100) if entity.state == "on" else 0
    if wished is None:
        wanted: float = present + sign * STEP
    elif wished.unit == "name":
        wanted = _NAMED[wished.name or "medium"]
    elif wished.unit == "step":
        wanted = present + (sign or 1) * SMALL_STEP * float(wished.amount)
    elif wished.unit == "share" and wished.relative:
        wanted = present * (1 + (sign or 1) * float(wished.amount))
    elif wished.relative or (sign and not wished.aimed and wished.unit == "percent"):
        wanted = present + (sign or 1) * wished.percent
    else:
        return round(wished.percent)
    return max(1, min(100, round(wanted)))


def painted(entity: Entity, wished: Colour) -> dict[str, Any] | None:
    """The data that gives a light a colour; None where it has no such colours."""
    modes = _modes(entity)
    coloured = modes is None or bool(modes & _COLOUR_MODES)
    if not wished.is_white or (wished.css and coloured):
        if not coloured:
            return None
        return {"color_name": wished.css} if wished.css else {"rgb_color": list(wished.rgb or ())}
    if modes is not None and "color_temp" not in modes:
        return None
    kelvin = wished.kelvin
    if kelvin is None:
        kelvin = _number(entity, "color_temp_kelvin", _MIDDLE_KELVIN) + (wished.shift or 0)
    low, high = _number(entity, "min_color_temp_kelvin", 2000), _number(entity, "max_color_temp_kelvin", 6500)
    return {"color_temp_kelvin": max(low, min(high, kelvin))}


def _number(entity: Entity, name: str, otherwise: int) -> int:
    value = entity.number(name)
    return otherwise if value is None else round(value)


def _modes(entity: Entity) -> frozenset[str] | None:
    """The colour modes; None where Home Assistant does not say."""
    return frozenset(entity.names("supported_color_modes")) or None
