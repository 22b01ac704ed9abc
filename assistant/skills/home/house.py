"""The model of a house: its devices, areas and floors. Knows no network and no sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

_OPENING = frozenset({"door", "garage", "gate"})
"""Device classes, and words of names, of what opens a house."""


_UNUSUAL = 1e9


@dataclass(frozen=True, slots=True)
class Entity:
    """A device that Home Assistant knows."""

    id: str
    """`light.kitchen_ceiling`."""
    name: str
    """Name that the owner gave it."""
    state: str
    attributes: Mapping[str, Any] = field(default_factory=dict, compare=False)
    area: str = ""
    """Name of its area; empty without one."""
    floor: str = ""
    """Name of its area's floor; empty without one."""
    aliases: tuple[str, ...] = ()
    changed: str = field(default="", compare=False)
    """When it came into its state, in ISO 8601; empty where that is not known."""

    @property
    def domain(self) -> str:
        """`light`."""
        return self.id.partition(".")[0]

    def number(self, name: str) -> float | None:
        """An attribute that is a number of usual size; None for any other."""
        value = self.attributes.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        # false for what is no number, too
        return float(value) if abs(value) < _UNUSUAL else None

    def names(self, name: str) -> tuple[str, ...]:
        """An attribute that is a list, as texts; empty for any other."""
        listed = self.attributes.get(name)
        return tuple(map(str, listed)) if isinstance(listed, list | tuple) else ()

    @property
    def device_class(self) -> str:
        """`blind`; empty without one."""
        return str(self.attributes.get("device_class") or "")

    @property
    def members(self) -> tuple[str, ...]:
        """The identifiers of a group's devices; empty for a device, a scene and a script."""
        return () if self.domain in ("scene", "script") else self.names("entity_id")

    @property
    def available(self) -> bool:
        """Whether it can be reached."""
        return self.state != "unavailable"

    @property
    def sensitive(self) -> bool:
        """Whether it opens or secures the house: locks, alarm panels, doors, gates and garages."""
        if self.domain in ("lock", "alarm_control_panel"):
            return True
        named = _OPENING & set(self.name.lower().split())
        return self.domain in ("cover", "switch", "button") and bool(named or self.device_class in _OPENING)


@dataclass(frozen=True, slots=True)
class Area:
    """A room or another part of the house."""

    id: str
    name: str
    entities: tuple[str, ...] = ()
    """Identifiers."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor and its areas."""

    id: str
    name: str
    areas: tuple[str, ...] = ()
    """Identifiers."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """The devices with the areas and floors that they belong to."""

    entities: tuple[Entity, ...] = ()
    areas: tuple[Area, ...] = ()
    floors: tuple[Floor, ...] = ()

    def of(self, domains: Collection[str]) -> tuple[Entity, ...]:
        """The devices of these domains."""
        return tuple(entity for entity in self.entities if entity.domain in domains)

    def within(self, place: Area | Floor) -> frozenset[str]:
        """The identifiers of the devices in an area or on a floor."""
        if isinstance(place, Area):
            return frozenset(place.entities)
        areas = [area for area in self.areas if area.id in place.areas]
        return frozenset(entity for area in areas for entity in area.entities)

    def place(self, identifier: str) -> Area | Floor | None:
        """The area or floor with this identifier; None without one."""
        places: tuple[Area | Floor, ...] = (*self.areas, *self.floors)
        return next((place for place in places if place.id == identifier), None)
