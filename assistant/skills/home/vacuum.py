"""The robot vacuum cleaner, through Home Assistant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Annotated, Literal

from assistant.skills.api import Call, NeedsConfirmation, Parameter, Reading, Result, operation
from assistant.skills.home.choosing import Devices, choose, confirm, refusal
from assistant.skills.home.devices import COVERS, DeviceSkill
from assistant.skills.home.house import Entity
from assistant.skills.home.hub import UNAVAILABLE
from assistant.skills.home.mentions import unused
from assistant.skills.home.naming import words
from assistant.skills.home.restoring import snapshot
from assistant.skills.home.saying import inside, plain, unreached
from assistant.skills.home.switching import LIGHTS, PLUGS
from assistant.skills.home.targets import find
from assistant.skills.home.wishes import Wish, wish
from models.text.say_lists import join

_VACUUMS = (frozenset({"vacuum"}),)
_OWN_NAMES = ("person", "business_name")
"""Slots with the name that an owner gave the machine."""
_SWITCHED = (PLUGS, LIGHTS)
_MACHINE = frozenset({"vacuum", "robot", "cleaner", "sweeper", "mop", "machine"})
_WORK = frozenset(
    {"clean", "cleaning", "vacuuming", "hoovering", "sweep", "sweeping", "mopping", "tidy", "dust", "dirt"}
)
_EVERYWHERE = frozenset(
    {"house", "home", "flat", "apartment", "place", "everywhere", "floor", "carpet", "room"}
)
"""Words for all that a vacuum cleaner cleans."""
Manner = Literal["stop", "pause", "return_to_base"]
_MANNERS: dict[str, Manner] = {
    "dock": "return_to_base", "base": "return_to_base", "charge": "return_to_base",
    "charger": "return_to_base", "charging": "return_to_base", "home": "return_to_base",
    "back": "return_to_base", "return": "return_to_base", "station": "return_to_base",
    "pause": "pause", "wait": "pause", "hold": "pause",
}  # fmt: skip
_TOLD = {"stop": "stopped", "pause": "paused", "return_to_base": "on its way back"}
_STATES: dict[str, tuple[str, ...]] = {
    "stop": ("idle", "docked", "paused"),
    "pause": ("paused", "docked", "idle"),
    "return_to_base": ("docked", "returning"),
}
_PAUSE, _STOP = 4, 8
"""Bits of `supported_features`."""


def _manner(reading: Reading) -> Manner:
    spoken = words(reading.command.text)
    return next((_MANNERS[word] for word in spoken if word in _MANNERS), "stop")


Machines = Annotated[Wish, wish("vacuum cleaner", slots=_OWN_NAMES)]
ANY = Wish()


class Cleaning(DeviceSkill):
    """Starts, pauses and stops it, and sends it home."""

    name = "cleaning"
    title = "the vacuum cleaner"
    noun = "vacuum cleaners"

    @operation(
        "iot_cleaning",
        does="start {devices}",
        examples=("start the vacuum cleaner",),
        changes="undoable",
        delayable=True,
    )
    def start(self, call: Call, devices: Machines = ANY) -> Result:
        """Start it; it goes through the whole house."""
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        if self._other(devices, _SWITCHED[0] | _SWITCHED[1]):
            return self._switched(call, devices, _SWITCHED, on=True)
        found = self._machines(call, devices)
        if isinstance(found, Result):
            return found
        rooms = _rooms(devices, found.chosen)
        if (rooms or devices.excluded) and not call.confirmed:
            if refused := self._strange(rooms):
                return refused
            named = inside(*rooms) or f"without the {join(devices.excluded)}"
            only = f"only {named}" if rooms else named
            raise NeedsConfirmation(f"I can't make it clean {only}. Should it clean everywhere?")
        busy = [machine for machine in found.chosen if machine.state != "cleaning"]
        if busy:
            confirm(call, busy, self.noun, "start")
        before = snapshot(busy)
        # the others too: a state may be stale
        home.call("vacuum", "start", found.chosen)
        if not busy:
            return self._already(call, found, "cleaning")
        return self._told(call, found, busy, "cleaning", before)

    @operation(
        "iot_cleaning_stop",
        does="stop {devices}",
        examples=("send the vacuum back to its base", "pause the vacuum"),
        changes="undoable",
        delayable=True,
    )
    def stop(
        self,
        call: Call,
        devices: Machines = ANY,
        manner: Annotated[Manner, Parameter(_manner, say=lambda manner: "")] = "stop",
    ) -> Result:
        """Stop or pause it, or send it to its base."""
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        if self._other(devices, _SWITCHED[0] | _SWITCHED[1]):
            return self._switched(call, devices, _SWITCHED, on=False)
        if self._other(devices, COVERS):
            return self._halted(call, devices)
        found = self._machines(call, devices)
        if isinstance(found, Result):
            return found
        if refused := self._strange(_rooms(devices, found.chosen)):
            return refused
        busy = [machine for machine in found.chosen if machine.state not in _STATES[manner]]
        before = snapshot(busy)
        # a state may be stale, but pausing may toggle
        for machine in found.chosen if manner == "return_to_base" else busy:
            home.call("vacuum", _possible(machine, manner), [machine])
        if not busy:
            at_rest = "docked" if all(one.state == "docked" for one in found.chosen) else _TOLD[manner]
            return self._already(call, found, at_rest)
        return self._told(call, found, busy, _TOLD[manner], before)

    def _other(self, devices: Wish, domains: Collection[str]) -> bool:
        """Whether the words name devices of these domains, and no vacuum cleaner: "start the fan"."""
        if not devices.devices or {*words(devices.text)} & _WORK or self._named(devices, _VACUUMS[0]):
            return False
        return self._named(devices, domains)

    def _named(self, devices: Wish, domains: Collection[str]) -> bool:
        """Whether the words name devices of these domains."""
        named = find(self._hub.house(), (), devices.devices, domains, everything=True)
        return not named.unknown and bool(named.chosen or named.unavailable)

    def _machines(self, call: Call, devices: Wish) -> Devices | Result:
        """The machines that are meant; with one only, any word for it will do beside one for its work."""
        machines = self._hub.house().of(_VACUUMS[0])
        if not machines:
            return refusal("There is no vacuum cleaner in Home Assistant.")
        if strange := unused(devices):
            return refusal(f"I don't know what to do with “{strange}” there.")
        told = bool({*words(devices.text)} & (_MACHINE | _WORK | _MANNERS.keys()))
        if len(machines) == 1 and (told or not devices.devices or self._named(devices, _VACUUMS[0])):
            found: Devices | Result = Devices(*((machines, ()) if machines[0].available else ((), machines)))
        else:
            named = replace(devices, places=(), excluded=()) if devices.devices else devices
            found = choose(self._hub, call, named, _VACUUMS, self.noun, "start")
        if isinstance(found, Devices) and not found.chosen:
            return refusal(unreached(found.unavailable, self.noun))
        return found

    def _strange(self, rooms: tuple[str, ...]) -> Result | None:
        """The refusal of places that the house does not have."""
        assert self._hub.home is not None
        if not rooms:
            return None
        house, lookup = self._hub.house(), self._hub.home.place_id
        domains = {entity.domain for entity in house.entities}
        unknown = find(house, rooms, (), domains, everything=True, lookup=lookup).unknown
        return refusal(f"I don't know of any {join(unknown, 'or')} here.") if unknown else None


def _rooms(devices: Wish, machines: tuple[Entity, ...]) -> tuple[str, ...]:
    """The places to which a vacuum cleaner cannot be sent; not the one in which it stands."""
    own = {plain(machine.area) for machine in machines}
    return tuple(
        place
        for place in (() if devices.lent else devices.places)
        if not set(words(place)) <= _EVERYWHERE | _MANNERS.keys() and plain(place) not in own
    )


def _possible(machine: Entity, manner: Manner) -> Manner:
    """The service for a manner that a machine has, pause for stop and the other way round."""
    features = machine.attributes.get("supported_features")
    if not isinstance(features, int):
        return manner
    if manner == "stop" and not features & _STOP and features & _PAUSE:
        return "pause"
    return "stop" if manner == "pause" and not features & _PAUSE else manner
