"""Places of a question about time: which one is meant, and how it is named."""

from __future__ import annotations

from assistant.skills.api import Reading
from models.text import places
from models.text.gazetteer import index, plain
from models.text.place_mentions import PLACE_SLOTS
from models.text.places import Place

_ALIKE = 3
"""A place is named with its region where another of the name has a third of its people or more."""


def named(place: Place) -> Place:
    """The place, named with its region where a large one elsewhere has the same name."""
    entries = index().get(plain(place.name), [])
    cities = [entry for entry in entries if entry.population]
    if place.is_zone or len(cities) < 2 or len(cities) < len(entries):
        return place
    if cities[0].population > _ALIKE * cities[1].population or cities[0].zone == cities[1].zone:
        return place
    return next(iter(places.candidates(place.name)), place)


def place_said(reading: Reading) -> Place | None:
    """The place that a bare answer names."""
    said = reading.first(*PLACE_SLOTS) or reading.command.text.strip(" .?!")
    found = places.find(said)
    return named(found) if found else None
