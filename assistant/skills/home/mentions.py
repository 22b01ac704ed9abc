"""Names of the house that stand in a command's text and that no slot marks whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from assistant.skills.home.floors import floors_named
from assistant.skills.home.house import Area, Floor, House
from assistant.skills.home.matching import is_area, names_of
from assistant.skills.home.naming import Words, fits, is_plural, same, telling, words
from assistant.skills.home.targets import TOGETHER
from assistant.skills.home.wishes import Wish

_LONGEST_PLACE = 3
"""Words of a place's name."""


def completed(house: House, wished: Wish, domains: Collection[str]) -> Wish:
    """The wish with the devices and the place that its text names.

    A whole name counts more than its marked parts: "kitchen" and "ceiling" of "the kitchen ceiling". A name
    beside all that is marked is meant where no device is, and a place where no place is.
    """
    if not wished.text:
        return wished
    wished = replace(wished, places=tuple(_whole_place(house, wished.text, place) for place in wished.places))
    wished = _with_devices(house, wished, domains)
    taken = [words(phrase) for phrase in (*wished.devices, *wished.places)]
    if wished.places or (place := _place(house, wished.text, taken)) is None:
        return wished
    return replace(wished, places=(place,), lent=bool(wished.devices))


def _whole_place(house: House, text: str, place: str) -> str:
    """The place of the house that a text names around a part of its name: "main" of "the main bedroom"."""
    part, spoken = words(place), words(text)
    named: tuple[Area | Floor, ...] = (*house.areas, *house.floors)
    spots = [name for spot in named for name in names_of(spot)]
    if part in spots:
        return place
    whole = [" ".join(name) for name in spots if set(part) < set(name) and _holds(spoken, name)]
    return max(whole, key=len, default=place)


def unused(wished: Wish) -> str | None:
    """A word for a day or a rank that is part of no name."""
    named = {word for phrase in (*wished.devices, *wished.places) for word in words(phrase)}
    return next((said for said in wished.words if not set(words(said)) <= named), None)


def _with_devices(house: House, wished: Wish, domains: Collection[str]) -> Wish:
    kind = words(wished.kind) if wished.kind else ()
    names = [name for name, plural in _names(house, domains, kind) if _says(wished.text, name, plural)]
    # of "bedroom lamp" and "lamp" the longer
    names = [name for name in names if not any(_holds(other, name) and other != name for other in names)]
    marked = (*wished.places, *wished.devices)
    found: list[str] = []
    for name in dict.fromkeys(names):
        parts = [phrase for phrase in marked if _is_part(words(phrase), name)]
        beside = not any(set(words(phrase)) & set(name) for phrase in marked)
        if (beside and not wished.devices) or any(words(phrase) != name for phrase in parts):
            found.append(" ".join(name))
    if not found and wished.vague and not wished.kind:
        found = _parts(house, wished.text, domains)
    if not found:
        return wished
    whole = [words(name) for name in found]
    places, devices = (
        tuple(phrase for phrase in phrases if not any(_is_part(words(phrase), name) for name in whole))
        for phrases in (wished.places, wished.devices)
    )
    return replace(wished, places=places, devices=(*devices, *found), kind="")


def _parts(house: House, text: str, domains: Collection[str]) -> list[str]:
    """The name of the one device that a word behind an article tells: "the strip" for "TV Strip"."""
    named = [(set(telling(name)), " ".join(name), one) for one in house.entities for name in names_of(one)]
    for match in re.finditer(r"\b(?:the|my|our) ([^\W_]+)", text.lower()):
        held = [(name, one) for tellings, name, one in named if set(words(match[1])) <= tellings]
        if len(held) == 1 and held[0][1].domain in domains:
            return [held[0][0]]
    return []


def _names(house: House, domains: Collection[str], kind: Words) -> Iterable[tuple[Words, bool]]:
    """The names of devices of a kind that say more than the kind and a room, and whether they are plurals.

    "The kitchen light" is every light there, whatever one of them is called; "the kitchen switch" is one.
    """
    for entity in house.of(domains):
        for name in names_of(entity):
            own = telling(name)
            plain = entity.domain in TOGETHER and (not own or any(is_area(own, area) for area in house.areas))
            if not plain and fits(kind, entity.domain, entity.device_class, name):
                yield name, is_plural(entity.name)


def _says(text: str, name: Words, plural: bool) -> bool:
    """Whether a text holds a name, and not the plural of one."""
    if not _holds(words(text), name):
        return False
    # "the bedroom lamps" are more than the one lamp
    last = [word for word in re.findall(r"[^\W_]+", text.lower()) if words(word)[-1:] == name[-1:]]
    return plural or not last or any(not is_plural(word) for word in last) or len(telling(name)) == len(name)


def _holds(text: Words, name: Words) -> bool:
    return any(text[at : at + len(name)] == name for at in range(len(text) - len(name) + 1))


def _is_part(phrase: Words, name: Words) -> bool:
    return set(phrase) <= set(name)


def _place(house: House, text: str, taken: Sequence[Words]) -> str | None:
    """The longest name of an area or floor in a text, unless it belongs to a marked phrase."""
    spoken = words(text)
    for size in range(min(_LONGEST_PLACE, len(spoken)), 0, -1):
        for at in range(len(spoken) - size + 1):
            said = spoken[at : at + size]
            named = floors_named(said, house.floors) or any(
                same(said, name) for area in house.areas for name in names_of(area)
            )
            if named and not any(_holds(phrase, said) or set(said) <= set(phrase) for phrase in taken):
                return " ".join(said)
    return None
