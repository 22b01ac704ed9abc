"""Devices whose names fit the words of a phrase."""

from __future__ import annotations

import pytest

from assistant.skills.home.house import Area, Entity
from assistant.skills.home.matching import by_name, fitting, is_area, is_called, misheard
from assistant.skills.home.naming import words

DEVICES = [
    Entity("light.porch", "Porch Lantern", "on", area="Porch"),
    Entity("light.piano", "Piano Lamp", "on", area="Music Room"),
    Entity("light.old_piano", "Old Piano Lamp", "on", area="Loft"),
    Entity("light.music", "Music Room Pendant", "on", area="Music Room"),
    Entity("switch.aquarium", "Aquarium Pump", "off", aliases=("Fish Tank",)),
]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("lights", ["light.porch", "light.piano", "light.old_piano", "light.music"]),
        ("lamp", ["light.piano", "light.old_piano"]),
        ("bulb", ["light.porch", "light.piano", "light.old_piano", "light.music"]),
        ("plug", ["switch.aquarium"]),
        ("piano lamp", ["light.piano"]),
        ("piano light", ["light.piano"]),
        ("piano", ["light.piano"]),
        ("pendant", ["light.music"]),
        ("pump", ["switch.aquarium"]),
        ("fish tank", ["switch.aquarium"]),
        ("lantern", ["light.porch"]),
        ("room", []),
        ("piano plug", []),
        ("pia", []),
    ],
)
def test_devices_that_a_phrase_fits(phrase: str, expected: list[str]) -> None:
    assert [entity.id for entity in fitting(words(phrase), DEVICES)] == expected


def test_a_kind_is_no_name() -> None:
    assert by_name(words("lamp"), DEVICES) == ()
    assert not is_called(DEVICES[0], words("lantern"))
    assert is_called(DEVICES[4], words("the fish tank"))


def test_a_slip_stays_within_its_kind() -> None:
    assert misheard(words("aquariom pump"), DEVICES) == (DEVICES[4],)
    assert misheard(words("aquariom light"), DEVICES) == ()


def test_room_is_no_part_of_an_area_that_tells() -> None:
    area = Area("music_room", "Music Room", aliases=("Conservatory",))
    assert all(is_area(words(name), area) for name in ("music", "the music room", "conservatory room"))
    assert not is_area(words("room"), area)


SHADES = [
    Entity("cover.blind", "East Side", "open", {"device_class": "blind"}),
    Entity("cover.shutter", "West Side", "open", {"device_class": "shutter"}),
    Entity("cover.plain", "North Side", "open"),
]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("blinds", ["cover.blind", "cover.plain"]),
        ("shutters", ["cover.shutter", "cover.plain"]),
        ("covers", ["cover.blind", "cover.shutter", "cover.plain"]),
    ],
)
def test_blinds_are_no_shutters_where_there_are_blinds(phrase: str, expected: list[str]) -> None:
    assert [entity.id for entity in fitting(words(phrase), SHADES)] == expected


def test_without_blinds_shutters_are_meant() -> None:
    assert fitting(words("blinds"), SHADES[1:2]) == (SHADES[1],)
