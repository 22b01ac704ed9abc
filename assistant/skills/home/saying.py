"""Devices and places as a reply says them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.skills.home.house import Entity
from assistant.skills.home.naming import kinds, words
from models.text import say_lists
from models.text.say_lists import capital, count, join

_ALONE = frozenset(
    {"upstairs", "downstairs", "outside", "inside", "outdoors", "indoors", "everywhere", "here"}
)
"""Places without preposition and article."""
NAMED = 3
"""Devices that are named one by one."""


def the(entity: Entity) -> str:
    """ "the hall light", "the TV"; a scene, and a machine with a name of its own, as written: "Rosie"."""
    if entity.domain in ("scene", "script") or (entity.domain == "vacuum" and not kinds(words(entity.name))):
        return entity.name
    return f"the {plain(entity.name)}"


def plain(name: str) -> str:
    """The name in lower case, but for abbreviations: "TV"."""
    spoken = [word if len(word) > 1 and word.isupper() else word.lower() for word in name.split()]
    return " ".join(spoken).removeprefix("the ")


def names(entities: Sequence[Entity]) -> str:
    """ "the hall light and the desk lamp"."""
    return join([the(entity) for entity in entities])


def subject(entities: Sequence[Entity], noun: str) -> tuple[str, str]:
    """Devices as the subject of a sentence, and its verb: ("The hall light", "is"), ("7 lights", "are").

    Arguments:
        noun: plural name of the devices.
    """
    if len(entities) > NAMED:
        return count(len(entities), noun.removesuffix("s")), "are"
    return capital(names(entities)), is_or_are(entities)


def is_or_are(entities: Sequence[Entity]) -> str:
    """The verb for these: "are" for several, and for one that sounds like several ("blinds")."""
    return say_lists.is_or_are([entity.name for entity in entities])


def inside(*places: str) -> str:
    """Places as an adverbial: "in the kitchen and the hall", "on the first floor", "upstairs"."""
    bare = list(dict.fromkeys(plain(place) for place in places))
    alone = [place for place in bare if place in _ALONE]
    floors = [f"the {place}" for place in bare if place.endswith("floor")]
    rooms = [f"the {place}" for place in bare if f"the {place}" not in floors and place not in alone]
    parts = [f"in {join(rooms)}"] if rooms else []
    return join([*parts, *([f"on {join(floors)}"] if floors else []), *alone])


def unreached(entities: Sequence[Entity], noun: str) -> str:
    """The sentence about devices that are out of reach."""
    who, verb = subject(entities, noun)
    return f"{who} {verb} unavailable."
