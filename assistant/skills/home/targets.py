"""The devices that the words of a command mean; an unknown word is told, and never means more devices."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product

from assistant.skills.home.floors import floors_named
from assistant.skills.home.house import Area, Entity, Floor, House
from assistant.skills.home.matching import by_name, fitting, is_area, is_called, misheard, names_of
from assistant.skills.home.naming import Words, is_plural, nearest, same, telling, words

TOGETHER = frozenset(("light", "cover", "fan"))
"""Domains whose devices in one room are one thing to say ("the kitchen light"); of others one is meant."""
_HOUSE = frozenset(("house", "home", "everywhere", "flat", "apartment", "building", "place", "everything"))
"""Words for the whole house."""

_LISTED = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)

Lookup = Callable[[str], str]
"""Name or alias of an area or floor → its identifier, empty without one."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What a command's words mean."""

    chosen: tuple[Entity, ...] = ()
    """To be switched."""
    unavailable: tuple[Entity, ...] = ()
    """Meant, but out of reach."""
    candidates: tuple[Entity, ...] = ()
    """One of them is meant; ask which."""
    unknown: tuple[str, ...] = ()
    """Phrases that name nothing in the house; ask."""
    empty: tuple[str, ...] = ()
    """Places without a device of the kind."""

    @property
    def clear(self) -> bool:
        """Whether every word has its device and nothing is to be asked."""
        return bool(self.chosen or self.unavailable) and not (self.candidates or self.unknown or self.empty)

    @property
    def sensitive(self) -> bool:
        """Whether a chosen device opens or secures the house."""
        return any(entity.sensitive for entity in self.chosen)


def united(parts: Sequence[Targets]) -> Targets:
    """What several searches found, each device once."""
    chosen, unavailable, candidates, unknown, empty = (
        tuple(dict.fromkeys(chain.from_iterable(getattr(part, name) for part in parts)))
        for name in ("chosen", "unavailable", "candidates", "unknown", "empty")
    )
    return Targets(chosen, unavailable, candidates, unknown, empty)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What one place with one device means."""

    entities: tuple[Entity, ...] = ()
    together: bool = True
    """Whether several of them are meant as one; otherwise one of them is to be chosen."""
    unknown: str = ""
    empty: str = ""


def find(
    house: House,
    places: Sequence[str],
    devices: Sequence[str],
    domains: Collection[str],
    *,
    everything: bool = False,
    excluded: Sequence[str] = (),
    lookup: Lookup | None = None,
) -> Targets:
    """The devices that a command means.

    Without any words every device of the domains is meant where `everything` is set, else one of them. As
    many places as devices are pairs in order where each pair exists; otherwise every device in every place
    is meant.

    Arguments:
        places: phrases for rooms, floors or named devices ("kitchen", "upstairs", "desk").
        devices: phrases for devices ("lights", "floor lamp", "heater").
        domains: domains that the operation can change.
        everything: whether "all", "every" or "both" was said.
        excluded: phrases for what is excepted.
        lookup: further names of areas and floors.
    """
    places, devices, excluded = (
        [_without_one(phrase, house) for phrase in phrases] for phrases in (places, devices, excluded)
    )
    search = _Search(house, house.of(domains), everything or bool(excluded), lookup)
    places, devices = ([*chain.from_iterable(map(search.parts, phrases))] for phrases in (places, devices))
    places, devices = _narrowed(search, places, devices)
    paired = len(places) == len(devices) > 1
    meant = [search.meant(*pair) for pair in zip(places, devices, strict=True)] if paired else []
    if not meant or not all(one.entities for one in meant):
        pairs = list(product(places or [""], devices or [""]))
        meant = _without_gaps(pairs, [search.meant(*pair) for pair in pairs])
    unknown = [one.unknown for one in meant if one.unknown]
    gone: set[str] = set()
    # an exception may name a device that the operation cannot change
    whole = _Search(house, house.entities, True, lookup)
    for phrase in excluded:
        named = whole.excluded(phrase)
        gone |= named or set()
        unknown += [] if named is not None else [phrase]
    chosen: list[Entity] = []
    candidates: list[Entity] = []
    for one in meant:
        left = [entity for entity in one.entities if entity.id not in gone]
        (chosen if one.together or len(left) == 1 else candidates).extend(left)
    chosen = _without_groups(list(dict.fromkeys(chosen)), gone)
    return Targets(
        tuple(entity for entity in chosen if entity.available),
        tuple(entity for entity in chosen if not entity.available),
        tuple(dict.fromkeys(candidates)),
        tuple(dict.fromkeys(unknown)),
        tuple(dict.fromkeys(one.empty for one in meant if one.empty)),
    )


def _narrowed(
    search: _Search, places: Sequence[str], devices: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]]:
    """Places with those that name devices in the others as devices: "the ceiling light in the bedroom"."""
    rooms = [place for place in places if search.is_place(place)]
    named = [place for place in places if place not in rooms]
    if not rooms or not named or any(telling(words(device)) for device in devices):
        return places, devices
    # a bare kind belongs to the name: "ceiling" and "light"
    named = [f"{name} {device}".strip() for name, device in product(named, devices or [""])]
    inside = all(search.meant(*pair).entities for pair in product(rooms, named))
    return (rooms, named) if inside else (places, devices)


def _without_groups(chosen: Sequence[Entity], gone: Collection[str]) -> list[Entity]:
    """Without groups whose members are all chosen too, and without those that hold what is excepted."""
    identities = {entity.id for entity in chosen}

    def is_needed(entity: Entity) -> bool:
        members = set(entity.members)
        return not members or not (members <= identities or members & set(gone))

    return [entity for entity in chosen if is_needed(entity)]


def _without_one(phrase: str, house: House) -> str:
    """ "the kitchen one", "the one in the kitchen" → "the kitchen", unless something is called so."""
    phrase = re.sub(r"^\s*(?:the |that |those )?ones? (?=\w+ )", "", phrase, flags=re.IGNORECASE)
    names = [name for entity in house.entities for name in names_of(entity)]
    numbered = any(name[-1:] == ("1",) for name in names)
    return phrase if numbered else re.sub(r"(?<=\w)\s+ones?\s*$", "", phrase, flags=re.IGNORECASE)


def _without_gaps(pairs: Sequence[tuple[str, str]], meant: Sequence[_Meant]) -> list[_Meant]:
    """Without what is missing in one place only: "the lamp and the fan in the hall and the study"."""
    both = list(zip(pairs, meant, strict=True))
    places = {place for (place, _), one in both if one.entities}
    devices = {device for (_, device), one in both if one.entities}
    return [
        one for (place, device), one in both if one.entities or place not in places or device not in devices
    ]


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for devices in a house."""

    house: House
    entities: tuple[Entity, ...]
    """Those that can be meant."""
    everything: bool
    lookup: Lookup | None

    def meant(self, place: str, device: str) -> _Meant:
        """The devices of a place's and a device's words; one of them may be empty."""
        whole = _is_whole_house(place)
        if not place or whole:
            found = self._named(device, device) if device else _Meant(self.entities, self.everything)
            return _Meant(found.entities, found.together or whole, found.unknown, found.empty)
        if not (spots := self._places(words(place))):
            return self._named(f"{place} {device}".strip(), place)
        return self._device_in(spots, place, device) if device else self._all_in(spots, place)

    def parts(self, phrase: str) -> list[str]:
        """The places of a list in one phrase, "hall, pantry and den"; of any other the phrase itself."""
        parts = [part for part in _LISTED.split(phrase) if part]
        is_name = self.is_place(phrase) or any(is_called(one, words(phrase)) for one in self.entities)
        return parts if not is_name and len(parts) > 1 and all(map(self.is_place, parts)) else [phrase]

    def is_place(self, phrase: str) -> bool:
        """Whether a phrase names an area or a floor."""
        return bool(self._exact_places(words(phrase)))

    def excluded(self, phrase: str) -> set[str] | None:
        """The identifiers of everything that an exception names; None where it names nothing."""
        spots = self._places(words(phrase))
        named = self._named(phrase, phrase).entities
        if not spots and not named:
            return None
        return {one for spot in spots for one in self.house.within(spot)} | {entity.id for entity in named}

    def _places(self, spoken: Words) -> list[Area | Floor]:
        """The areas and floors that a phrase names; of a misheard name the nearest one."""
        if found := self._exact_places(spoken):
            return found
        if self.lookup and (known := self.house.place(self.lookup(" ".join(spoken)))):
            return [known]
        if by_name(spoken, self.entities):
            return []
        spots: tuple[Area | Floor, ...] = (*self.house.areas, *self.house.floors)
        near = nearest(spoken, [(name, spot) for spot in spots for name in names_of(spot)])
        return [near] if near else []

    def _exact_places(self, spoken: Words) -> list[Area | Floor]:
        areas = [area for area in self.house.areas if is_area(spoken, area)]
        floors = floors_named(spoken, self.house.floors)
        # "the loft" is the room of this name rather than the storey under the roof
        exact = [floor for floor in floors if spoken in names_of(floor)]
        found: list[Area | Floor] = [*areas, *(exact if areas else floors)]
        if found:
            return found
        # "the upstairs hall"
        for at in range(1, len(spoken)):
            floors = floors_named(spoken[:at], self.house.floors)
            areas = [area for area in self.house.areas if is_area(spoken[at:], area)]
            if on_floor := [area for area in areas if any(area.id in floor.areas for floor in floors)]:
                return [*on_floor]
        return []

    def _within(self, spots: Iterable[Area | Floor]) -> tuple[Entity, ...]:
        inside = {one for spot in spots for one in self.house.within(spot)}
        return tuple(entity for entity in self.entities if entity.id in inside)

    def _all_in(self, spots: Sequence[Area | Floor], place: str) -> _Meant:
        """Every device of a place, and those that are called like it."""
        spoken = words(place)
        named = [one for one in self.entities if any(same(telling(name), spoken) for name in names_of(one))]
        found = tuple(dict.fromkeys((*self._within(spots), *named)))
        return _Meant(found, self._is_one_thing(found), empty="" if found else place)

    def _device_in(self, spots: Sequence[Area | Floor], place: str, device: str) -> _Meant:
        spoken, full = words(device), (*words(place), *words(device))
        within = self._within(spots)
        named = [entity for entity in self.entities if is_called(entity, full)]
        # a device without an area is where its owner says that it is
        loose = [entity for entity in self.entities if not entity.area and is_called(entity, spoken)]
        found = tuple(dict.fromkeys((*fitting(spoken, within), *named, *loose))) or misheard(spoken, within)
        if not found:
            return _Meant(unknown=f"{place} {device}") if telling(spoken) else _Meant(empty=place)
        if is_plural(device) or (not telling(spoken) and self._is_one_thing(found)) or self.everything:
            return _Meant(found)
        return _Meant(tuple(named)) if len(named) == 1 else _Meant(found, together=False)

    def _is_one_thing(self, entities: Iterable[Entity]) -> bool:
        """Whether several devices of a room are one thing to say: "the kitchen light"."""
        return self.everything or all(entity.domain in TOGETHER for entity in entities)

    def _named(self, device: str, phrase: str) -> _Meant:
        """The devices that a phrase names anywhere in the house, with a place in it or not."""
        spoken, several = words(device), self.everything or is_plural(device)
        parts = self._split(spoken)
        exact = tuple(entity for entity in self.entities if is_called(entity, spoken))
        # "the bedroom lights" are more than the light that is called so
        if exact and not (is_plural(device) and (parts or not telling(spoken))):
            return _Meant(exact, several)
        if parts:
            spots, place, rest = parts
            found = self._device_in(spots, place, f"{rest}s" if is_plural(device) else rest)
            if found.entities or not telling(words(rest)):
                return found
        found_by_name = fitting(spoken, self.entities) or misheard(spoken, self.entities)
        if not found_by_name:
            return _Meant(unknown=phrase)
        # without areas the names alone say what belongs together
        return _Meant(found_by_name, several or (not self.house.areas and self._is_one_thing(found_by_name)))

    def _split(self, spoken: Words) -> tuple[list[Area | Floor], str, str] | None:
        """The place in front of, or behind, the rest of a phrase: "kitchen light", "light kitchen"."""
        for at in range(len(spoken) - 1, 0, -1):
            for place, rest in ((spoken[:at], spoken[at:]), (spoken[-at:], spoken[:-at])):
                if spots := self._exact_places(place):
                    return spots, " ".join(place), " ".join(rest)
        return None


def _is_whole_house(place: str) -> bool:
    spoken = words(place)
    if spoken in (("room",), ("floor",)):
        return is_plural(place)
    return len(spoken) == 1 and spoken[0] in _HOUSE
