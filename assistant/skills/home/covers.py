"""Blinds, curtains, shutters and garage doors through Home Assistant: open, close, position."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated

from assistant.skills.api import Call, Parameter, Reading, Result, Unclear, operation
from assistant.skills.home.amounts import SLOT, amounts
from assistant.skills.home.choosing import Devices, confirm, refusal
from assistant.skills.home.describing import percent
from assistant.skills.home.devices import COVERS, STOPPING, DeviceSkill
from assistant.skills.home.house import Entity
from assistant.skills.home.hub import UNAVAILABLE
from assistant.skills.home.naming import words
from assistant.skills.home.restoring import snapshot
from assistant.skills.home.saying import NAMED, subject
from assistant.skills.home.wishes import Wish, wish
from assistant.skills.parameters import context
from models.text.parse.levels import Level, direction, level

_SET_POSITION = 4
"""Bit of `supported_features`."""
_STEP = 25
"""Percent of "a bit"."""
_NAMED = {"lowest": 0, "low": 25, "medium": 50, "high": 75, "highest": 100}
Shades = Annotated[
    Wish,
    wish("blinds", {"blind", "shade", "shutter", "curtain", "awning", "cover", "window", "door", "gate"}),
]
ANY = Wish()


@dataclass(frozen=True, slots=True)
class Opening:
    """How far a cover is to be open."""

    level: Level
    sign: int = 0
    """1 for opening, -1 for closing, 0 for neither."""
    stop: bool = False
    """Whether it is to stay where it is now; the level says nothing then."""


_STOP = Opening(Level(Fraction(0), "step"), stop=True)


def _read(reading: Reading) -> Opening | None:
    said = next(iter(amounts(reading)), None)
    if said is None:
        return _STOP if STOPPING & set(words(reading.command.text)) else None
    wished = level(said, context(reading.call))
    if wished is None or (not wished.relative and wished.percent > 100):
        raise Unclear(f"I didn't get how far “{said}” is. How many percent open?")
    return Opening(wished, direction(reading.command.text.lower().split()))


def _answered(reading: Reading) -> Opening | None:
    if reading.texts(SLOT):
        return _read(reading)
    wished = level(reading.command.text.strip(" .!?"), context(reading.call))
    return None if wished is None else Opening(wished)


_PLACED = Parameter(
    _read, (SLOT,), ask="How far open, in percent?", answer=_answered, kind="percent",
    say=lambda wished: "where they are" if wished.stop else f"{target(wished, 0)} percent",
)  # fmt: skip


class Covers(DeviceSkill):
    """What opens and closes; doors and gates ask first."""

    name = "covers"
    title = "blinds"
    noun = "blinds"

    @operation(
        "iot_cover_open",
        does="open {devices}",
        examples=("open the bedroom curtains",),
        changes="undoable",
        delayable=True,
    )
    def open(
        self, call: Call, devices: Shades = ANY, wished: Annotated[Opening | None, _PLACED] = None
    ) -> Result:
        """Open, wholly or as far as was said."""
        if wished is not None:
            return self._placed(call, devices, replace(wished, sign=1))
        return self._moved(call, devices, opened=True)

    @operation(
        "iot_cover_close",
        does="close {devices}",
        examples=("close all the blinds upstairs",),
        changes="undoable",
        delayable=True,
    )
    def close(
        self, call: Call, devices: Shades = ANY, wished: Annotated[Opening | None, _PLACED] = None
    ) -> Result:
        """Close, wholly or as far as was said."""
        if wished is not None:
            return self._placed(call, devices, replace(wished, sign=-1))
        return self._moved(call, devices, opened=False)

    @operation(
        "iot_cover_set",
        does="set {devices}[ to {wished}]",
        examples=("set the study blind to 30 percent", "stop the shutters"),
        changes="undoable",
        delayable=True,
    )
    def set_position(self, call: Call, wished: Annotated[Opening, _PLACED], devices: Shades = ANY) -> Result:
        """Open to a position, or stop on the way."""
        return self._placed(call, devices, wished)

    def _moved(self, call: Call, devices: Wish, *, opened: bool) -> Result:
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        verb, state = ("open", "open") if opened else ("close", "closed")
        found = self._chosen(call, devices, (COVERS,), verb)
        if isinstance(found, Result):
            return found
        other = [cover for cover in found.chosen if _position(cover) != (100 if opened else 0)]
        if other:
            confirm(call, other, self.noun, verb)
        before = snapshot(other)
        # the others too: a state may be stale
        home.call("cover", f"{verb}_cover", found.chosen)
        if not other:
            return self._already(call, found, state)
        shown = found.chosen if len(found.chosen) <= NAMED else other
        return self._told(call, found, shown, state, before)

    def _placed(self, call: Call, devices: Wish, wished: Opening) -> Result:
        if wished.stop:
            return self._halted(call, devices)
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        found = self._chosen(call, devices, (COVERS,), "set")
        if isinstance(found, Result):
            return found
        given = {cover.id: target(wished, _position(cover) or 0) for cover in found.chosen}
        ends = [cover for cover in found.chosen if given[cover.id] in (0, 100)]
        if unable := [cover for cover in found.chosen if not (cover in ends or _has_positions(cover))]:
            who, _ = subject(unable, self.noun)
            return refusal(f"{who} can only be opened and closed.")
        positions = set(given.values())
        state = _state(positions.pop()) if len(positions) == 1 else "moved"
        other = [cover for cover in found.chosen if _position(cover) != given[cover.id]]
        if other:
            confirm(call, other, self.noun, "move")
        before = snapshot(other)
        for position in sorted(set(given.values())):
            group = [cover for cover in found.chosen if given[cover.id] == position]
            if all(map(_has_positions, group)):
                home.call("cover", "set_cover_position", group, position=position)
            else:
                home.call("cover", "open_cover" if position else "close_cover", group)
        if not other:
            return self._already(call, found, state)
        return self._told(call, Devices(found.chosen, found.unavailable), other, state, before)


def target(wished: Opening, present: int) -> int:
    """The position that a cover is to have, in percent open."""
    said = wished.level
    sign = wished.sign or 1
    if said.unit == "name":
        wanted: float = _NAMED[said.name or "medium"]
        shut = said.name == "highest" and not said.aimed and (said.closed or sign < 0)
        return 0 if shut else round(wanted)
    if said.unit == "step":
        wanted = present + sign * _STEP * min(float(said.amount), 2)
    elif said.unit == "share" and said.relative:
        wanted = present * (1 + sign * float(said.amount))
    elif said.relative:
        wanted = present + sign * said.percent
    elif said.closed or (sign < 0 and not said.aimed):
        # "close them three quarters"
        wanted = 100 - said.percent
    else:
        wanted = said.percent
    return max(0, min(100, round(wanted)))


def _state(position: int) -> str:
    return {0: "closed", 100: "open"}.get(position, f"open to {position} percent")


def _position(cover: Entity) -> int | None:
    """Percent open; None where the state does not tell."""
    position = percent(cover)
    if position is not None:
        return position
    return {"open": 100, "closed": 0}.get(cover.state)


def _has_positions(cover: Entity) -> bool:
    features = cover.attributes.get("supported_features")
    if isinstance(features, int):
        return bool(features & _SET_POSITION)
    return "current_position" in cover.attributes
