"""Speeds and modes of fans: as they are said, and as a fan is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from rapidfuzz import process

from assistant.skills.api import Call, Parameter, Reading, Result
from assistant.skills.home.amounts import SLOT, amounts
from assistant.skills.home.choosing import Devices, confirm, refusal
from assistant.skills.home.describing import percent
from assistant.skills.home.devices import DeviceSkill
from assistant.skills.home.house import Entity
from assistant.skills.home.hub import UNAVAILABLE
from assistant.skills.home.restoring import snapshot
from assistant.skills.home.saying import subject
from assistant.skills.home.switching import switch
from assistant.skills.home.wishes import Wish
from assistant.skills.parameters import context
from models.text.parse.levels import Level, direction, level

_FANS = frozenset({"fan"})
_SPEEDS = {"lowest": 1, "low": 1, "medium": 2, "high": 3, "highest": 3}
"""Steps of three."""
_LIKE = 85
"""Least likeness, of 100, of a mode's name."""
STEP = 33
"""Percent of "faster" for a fan that does not tell its steps."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a fan is to turn."""

    said: str = ""
    level: Level | None = None
    """None for the name of a mode, and for a plain "faster"."""
    sign: int = 0
    """1 for faster, -1 for slower, 0 for neither."""


def _read(reading: Reading) -> Speed | None:
    said = next(iter(amounts(reading)), "")
    sign = direction(reading.command.text.lower().split())
    if not said and not sign:
        return None
    return Speed(said, level(said, context(reading.call)) if said else None, sign)


def _named(reading: Reading) -> Speed | None:
    """A speed that is named, not a mere direction."""
    return _read(reading) if amounts(reading) else None


def _answered(reading: Reading) -> Speed | None:
    said = next(iter(amounts(reading)), "") or reading.command.text.strip(" .!?")
    return _read(reading) or Speed(said, level(said, context(reading.call)))


Velocity = Annotated[
    Speed,
    Parameter(
        _read, (SLOT,), ask="How fast?", answer=_answered, kind="percent",
        say=lambda speed: speed.said or ("faster" if speed.sign > 0 else "slower"),
    ),
]  # fmt: skip
NAMED = Parameter(_named, (SLOT,), say=lambda speed: speed.said)
"""A speed beside "turn on"."""


class SpeedSkill(DeviceSkill):
    """A skill that sets speeds."""

    def _sped(self, call: Call, devices: Wish, speed: Speed) -> Result:
        """Set the speed, or the mode, of the fans that are meant."""
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        found = self._chosen(call, devices, (_FANS,), "set the speed of", leans=bool(speed.sign))
        if isinstance(found, Result):
            return found
        given = {fan.id: _data(fan, speed) for fan in found.chosen}
        if unable := [fan for fan in found.chosen if given[fan.id] is None]:
            return refusal(_cannot(unable, speed))
        changing = [fan for fan in found.chosen if not _has(fan, given[fan.id] or {})]
        state = _state(found.chosen, given)
        if changing:
            confirm(call, changing, "fans", "set")
        before = snapshot(changing)
        # the others too: a state may be stale
        for fan in found.chosen:
            data = given[fan.id] or {}
            if data.get("percentage") == 0:
                switch(home, [fan], on=False)
            else:
                service = "set_preset_mode" if "preset_mode" in data else "set_percentage"
                home.call("fan", service, [fan], **data)
        if not changing:
            return self._already(call, found, state)
        return self._told(call, Devices(found.chosen, found.unavailable), changing, state, before)


def _data(fan: Entity, speed: Speed) -> dict[str, Any] | None:
    """The data that gives a fan its speed or mode; None where it has no such speed."""
    modes = fan.names("preset_modes")
    if speed.level is None or speed.level.unit == "name":
        said = speed.said.lower().removeprefix("to ").removesuffix(" mode").strip()
        if said and (like := process.extractOne(said, modes, processor=str.lower, score_cutoff=_LIKE)):
            return {"preset_mode": like[0]}
    if speed.level is None and (speed.said or not speed.sign):
        return None
    if fan.attributes.get("percentage") is None and "percentage_step" not in fan.attributes:
        return None
    return {"percentage": _target(fan, speed.level, speed.sign)}


def _target(fan: Entity, wished: Level | None, sign: int) -> int:
    """The percentage that a fan is to have."""
    present = (percent(fan) or 0) if fan.state == "on" else 0
    own = fan.number("percentage_step")
    step = own if own is not None and own > STEP / 4 else STEP
    steps = max(3, round(100 / step))
    if wished is None:
        wanted = present + sign * step
    elif wished.unit == "name":
        # three names for however many steps there are
        wanted = 100 / steps if wished.name == "lowest" else 100 * _SPEEDS[wished.name or "medium"] / 3
    elif wished.unit == "step":
        wanted = present + (sign or 1) * step * min(float(wished.amount), 2)
    elif wished.unit == "number" and not wished.relative and 0 < wished.amount <= steps:
        wanted = 100 * float(wished.amount) / steps
    elif wished.unit == "share" and wished.relative:
        wanted = present * (1 + (sign or 1) * float(wished.amount))
    elif wished.relative:
        wanted = present + (sign or 1) * wished.percent
    else:
        return max(0, min(100, round(wished.percent)))
    # 66.7 is the 66 percent that Home Assistant makes of two of three
    return max(min(round(step), 100) if present else 1, min(100, int(wanted)))


def _has(fan: Entity, data: dict[str, Any]) -> bool:
    if "preset_mode" in data:
        return bool(fan.attributes.get("preset_mode") == data["preset_mode"])
    return bool(data["percentage"] == ((percent(fan) or 0) if fan.state == "on" else 0))


def _state(fans: Sequence[Entity], given: dict[str, dict[str, Any] | None]) -> str:
    data = [given[fan.id] or {} for fan in fans]
    if modes := {one["preset_mode"] for one in data if "preset_mode" in one}:
        return f"in {' and '.join(sorted(modes))} mode"
    speeds = {one["percentage"] for one in data}
    if speeds == {0}:
        return "off"
    return f"at {speeds.pop()} percent" if len(speeds) == 1 else "at another speed"


def _cannot(fans: Sequence[Entity], speed: Speed) -> str:
    who, _ = subject(fans, "fans")
    modes = sorted({mode for fan in fans for mode in fan.names("preset_modes")})
    known = f" Its modes are {', '.join(modes)}." if modes and len(fans) == 1 else ""
    what = f"no speed “{speed.said}”" if speed.said else "no speeds"
    return f"{who} {'has' if len(fans) == 1 else 'have'} {what}.{known}"
