"""Devices and areas whose names fit the words of a phrase. Knows no sentence and no command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.skills.home.house import Area, Entity, Floor
from assistant.skills.home.naming import KINDS, DeviceKind, Words, fits, kinds, nearest, same, telling, words

_VAGUE = frozenset(("room", "here"))
"""Words of names that name nothing when they stand alone."""


def names_of(thing: Entity | Area | Floor) -> list[Words]:
    """The name and the further names."""
    return [words(name) for name in (thing.name, *thing.aliases)]


def is_called(entity: Entity, spoken: Words) -> bool:
    """Whether the device has this name."""
    return any(same(spoken, name) for name in names_of(entity))


def is_area(spoken: Words, area: Area) -> bool:
    """Whether a phrase is the area's name, with or without "room": "living", "office room"."""
    return any(
        same(spoken, name) or (len(name) > 1 and name == (*spoken, "room")) or spoken == (*name, "room")
        for name in names_of(area)
    )


def fitting(spoken: Words, among: Sequence[Entity]) -> tuple[Entity, ...]:
    """The devices with this name, else those whose names hold its telling words.

    A phrase without telling words means the devices of its kind; "lamp" those that are called so, if any.
    """
    if not spoken:
        return ()
    if telling(spoken):
        return tuple(entity for entity in among if is_called(entity, spoken)) or by_name(spoken, among)
    kind = kinds(spoken)
    of_kind = [entity for entity in among if _is_of_kind(entity, kind)]
    narrow = {word for word in kind if word in KINDS and not KINDS[word].broad}
    held = [entity for entity in of_kind if narrow and any(narrow <= set(name) for name in names_of(entity))]
    # "the blinds" are no shutters where there are blinds
    shade = bool(kind) and all(word in KINDS and _is_shade(KINDS[word]) for word in kind)
    exact = [entity for entity in of_kind if shade and _is_exactly(entity, kind)]
    return tuple(held or exact or of_kind)


def by_name(spoken: Words, among: Iterable[Entity]) -> tuple[Entity, ...]:
    """The devices of the phrase's kind whose names hold its telling words.

    Where some names hold nothing else, beside their area and kind, only those devices.
    """
    wanted, kind = telling(spoken), kinds(spoken)
    if not set(wanted) - _VAGUE:
        return ()
    held, tight = [], []
    for entity in among:
        own = [telling(name) for name in names_of(entity) if _fits(entity, kind, name)]
        if any(set(wanted) <= set(name) or same(wanted, name) for name in own):
            held.append(entity)
        beside = set(words(entity.area))
        if any(same(wanted, name) or set(name) - beside == set(wanted) for name in own):
            tight.append(entity)
    return tuple(tight or held)


def misheard(spoken: Words, among: Iterable[Entity]) -> tuple[Entity, ...]:
    """The one device of the phrase's kind whose name is clearly nearest; none without one."""
    kind = kinds(spoken)
    names = [
        (telling(name), entity) for entity in among for name in names_of(entity) if _fits(entity, kind, name)
    ]
    near = nearest(telling(spoken), names)
    return (near,) if near else ()


def _is_of_kind(entity: Entity, kind: Words) -> bool:
    return any(_fits(entity, kind, name) for name in names_of(entity))


def _is_shade(kind: DeviceKind) -> bool:
    return kind.domains == {"cover"} and bool(kind.classes)


def _is_exactly(entity: Entity, kind: Words) -> bool:
    """Whether a device has no class, or the words for its kind are its class or stand in its name."""
    classes = {"", *kind}
    return entity.device_class in classes or any(set(kind) <= set(name) for name in names_of(entity))


def _fits(entity: Entity, kind: Words, name: Words) -> bool:
    return fits(kind, entity.domain, entity.device_class, name)
