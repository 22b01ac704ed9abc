"""Which place is meant, and how it is named."""

from __future__ import annotations

from assistant.skills.time.place_names import named
from models.text import places


def test_the_largest_is_named_without_its_region_where_the_others_are_small() -> None:
    london = places.find("london")
    assert london is not None

    assert named(london).name == "London"


def test_zones_and_countries_keep_their_names() -> None:
    for name in ("eastern time", "india"):
        place = places.find(name)
        assert place is not None
        assert named(place) == place


def test_a_namesake_of_similar_size_needs_the_region() -> None:
    place = places.find("hyderabad")
    assert place is not None

    assert named(place).name.startswith("Hyderabad")
    assert named(place).zone == place.zone
