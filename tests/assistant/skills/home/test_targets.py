"""Devices that a command means: names and areas, floors, all and all but, and what is asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.skills.home.house import Area, Entity, Floor, House
from assistant.skills.home.targets import Targets, find, united

ROOMS = {
    "First Floor": {
        "Parlour": {
            "light.parlour": "Parlour Light",
            "light.chandelier": "Chandelier",
            "light.piano": "Piano Lamp",
            "cover.bay": ("Bay Shutters", {"device_class": "shutter"}),
            "fan.parlour": "Ceiling Fan",
        },
        "Scullery": {"light.sink": "Sink Light", "switch.mangle": "Mangle", "switch.boiler": "Boiler"},
        "Carport": {"cover.carport": ("Carport Door", {"device_class": "garage"}), "light.strip": "Strip"},
    },
    "Second Floor": {
        "Guest Room": {"light.guest": "Guest Lamp", "fan.guest": "Tower Fan", "cover.guest": "Guest Drapes"},
        "Observatory": {
            "light.dome": "Dome Light",
            "light.chart": "Chart Lamp",
            "light.red": ("Red Light", {}),
        },
    },
}
LIGHT, ANY = {"light"}, {"light", "switch", "fan"}


def house() -> House:
    entities, areas, floors = [Entity("light.parcel", "Parcel Box Light", "off")], [], []
    for floor, rooms in ROOMS.items():
        for room, devices in rooms.items():
            areas.append(Area(room.lower(), room, tuple(devices)))
            for identity, about in devices.items():
                name, attributes = about if isinstance(about, tuple) else (about, {})
                state = "unavailable" if identity == "light.red" else "on"
                entities.append(Entity(identity, name, state, attributes, room, floor))
        floors.append(Floor(floor.lower(), floor, tuple(room.lower() for room in rooms)))
    return House(tuple(entities), tuple(areas), tuple(floors))


HOUSE = house()


def found(places: str = "", devices: str = "", domains: set[str] = LIGHT, **more: Any) -> Targets:
    """The result for phrases separated by semicolons."""
    listed = ([phrase for phrase in phrases.split(";") if phrase] for phrases in (places, devices))
    return find(HOUSE, *listed, domains, **more)


def ids(entities: tuple[Entity, ...]) -> set[str]:
    return {entity.id.partition(".")[2] for entity in entities}


@pytest.mark.parametrize(
    ("places", "devices", "domains", "expected"),
    [
        # the union of the area and what is called like it
        ("parlour", "", LIGHT, "parlour chandelier piano"),
        ("parlour", "light", LIGHT, "parlour chandelier piano"),
        ("the parlour", "lights", LIGHT, "parlour chandelier piano"),
        ("", "parlour lights", LIGHT, "parlour chandelier piano"),
        ("", "parlour light", LIGHT, "parlour"),
        ("parlour", "lamp", LIGHT, "piano"),
        ("guest", "", LIGHT, "guest"),
        # a name without its area, in either slot
        ("piano", "", LIGHT, "piano"),
        ("piano", "lamp", LIGHT, "piano"),
        ("", "the piano lamp", LIGHT, "piano"),
        ("parlour", "piano lamp", LIGHT, "piano"),
        ("parlour piano", "", LIGHT, "piano"),
        ("", "lamp in the parlour", LIGHT, "piano"),
        ("parcel box", "", LIGHT, "parcel"),
        # other kinds
        ("scullery", "mangle", ANY, "mangle"),
        ("parlour", "fan", ANY, "parlour"),
        ("", "tower fan", ANY, "guest"),
        ("parlour", "shutters", {"cover"}, "bay"),
        ("guest room", "curtains", {"cover"}, "guest"),
        ("", "drapes", {"cover"}, "guest"),
        # floors
        ("upstairs", "", LIGHT, "guest dome chart"),
        ("second floor", "lights", LIGHT, "guest dome chart"),
        ("ground floor", "", LIGHT, "parlour chandelier piano sink strip"),
        ("upstairs observatory", "", LIGHT, "dome chart"),
        # several targets
        ("scullery;guest room", "", LIGHT, "sink guest"),
        ("scullery;piano", "", LIGHT, "sink piano"),
        # a list in one phrase
        ("scullery, guest room", "", LIGHT, "sink guest"),
        ("Scullery , and guest room", "lights", LIGHT, "sink guest"),
        ("scullery, guest room and carport", "", LIGHT, "sink guest strip"),
        ("", "mangle;tower fan", ANY, "mangle guest"),
        ("scullery;parlour", "mangle;ceiling fan", ANY, "mangle parlour"),
        ("scullery;parlour", "lights", LIGHT, "sink parlour chandelier piano"),
        ("scullery;guest room", "light;fan", ANY, "sink guest"),
        # every one
        ("observatory", "every lamp", LIGHT, "chart"),
        ("", "lights", {"fan"}, ""),
        ("every room", "", {"fan"}, "parlour guest"),
        ("both floors", "", {"fan"}, "parlour guest"),
        ("house", "fan", {"fan"}, "parlour guest"),
        # slips
        ("parlor", "", LIGHT, "parlour chandelier piano"),
        ("observetory", "", LIGHT, "dome chart"),
        ("", "chandelear", LIGHT, "chandelier"),
        ("scullery", "boyler", ANY, "boiler"),
    ],
)
def test_the_devices_that_are_meant(places: str, devices: str, domains: set[str], expected: str) -> None:
    result = found(places, devices, domains)
    assert ids(result.chosen) == set(expected.split())
    assert result.clear is bool(expected)
    assert result.unknown == () or not expected


@pytest.mark.parametrize(
    ("places", "devices", "domains", "unknown"),
    [
        ("greenhouse", "", LIGHT, "greenhouse"),
        ("greenhouse", "lights", LIGHT, "greenhouse"),
        ("", "greenhouse lights", LIGHT, "greenhouse lights"),
        ("scullery;greenhouse", "", LIGHT, "greenhouse"),
        ("scullery, greenhouse", "", LIGHT, "scullery, greenhouse"),
        ("scullery", "kettle", ANY, "scullery kettle"),
        ("scullery", "tower fan", ANY, "scullery tower fan"),
        ("", "kettle", ANY, "kettle"),
        ("attic guest room", "", LIGHT, "attic guest room"),
        ("third floor", "", LIGHT, "third floor"),
        ("here", "", LIGHT, "here"),
        ("this room", "", LIGHT, "this room"),
        ("mangle", "", LIGHT, "mangle"),
        ("floor", "", LIGHT, "floor"),
        ("?!", "", LIGHT, "?!"),
        ("", "...", LIGHT, "..."),
    ],
)
def test_an_unknown_word_is_told_and_never_widened(
    places: str, devices: str, domains: set[str], unknown: str
) -> None:
    result = found(places, devices, domains)
    assert result.unknown == (unknown,)
    assert not result.clear
    assert ids(result.chosen) <= {"sink"}


@pytest.mark.parametrize(
    ("places", "devices", "domains", "candidates"),
    [
        ("", "light", LIGHT, "parcel parlour chandelier piano sink strip guest dome chart red"),
        ("", "", {"fan"}, "parlour guest"),
        ("", "fan", {"fan"}, "parlour guest"),
        ("", "lamp", LIGHT, "piano guest chart"),
        ("scullery", "", {"switch"}, "mangle boiler"),
        ("scullery", "plug", {"switch"}, "mangle boiler"),
    ],
)
def test_one_of_several_is_asked_for(places: str, devices: str, domains: set[str], candidates: str) -> None:
    result = found(places, devices, domains)
    assert (ids(result.candidates), result.chosen) == (set(candidates.split()), ())


def test_everything_makes_one_of_several_all_of_them() -> None:
    assert ids(found("scullery", "plug", {"switch"}, everything=True).chosen) == {"mangle", "boiler"}
    assert ids(found(domains={"fan"}, everything=True).chosen) == {"parlour", "guest"}
    assert len(found("", "light", everything=True).chosen) == 9
    assert found("greenhouse", everything=True) == Targets(unknown=("greenhouse",))


def test_the_only_one_is_meant_without_a_name() -> None:
    assert ids(found("", "shutters", {"cover"}).chosen) == {"bay"}
    only = replace(HOUSE, entities=HOUSE.of({"fan"})[:1])
    assert ids(find(only, [], ["fan"], {"fan"}).chosen) == {"parlour"}
    assert ids(find(only, [], [], {"fan"}).chosen) == {"parlour"}


@pytest.mark.parametrize(
    ("places", "excluded", "expected"),
    [
        ("parlour", "chandelier", "parlour piano"),
        ("parlour", "the piano lamp", "parlour chandelier"),
        ("", "the parlour;upstairs", "parcel sink strip"),
        ("", "the parlour lights;the guest room one;observatory", "parcel sink strip"),
        ("", "lamps", "parcel parlour chandelier sink strip dome"),
        ("parlour", "guest room", "parlour chandelier piano"),
        ("parlour", "ceiling fan", "parlour chandelier piano"),
    ],
)
def test_exceptions_are_left_alone(places: str, excluded: str, expected: str) -> None:
    result = found(places, excluded=excluded.split(";"))
    assert ids(result.chosen) == set(expected.split())
    assert result.unknown == ()


def test_an_unknown_exception_is_told() -> None:
    assert found("parlour", excluded=["greenhouse"]).unknown == ("greenhouse",)


def test_a_joint_in_a_name_makes_no_list() -> None:
    lamps = House((Entity("light.a", "Salt and Pepper", "on"), Entity("light.b", "Pepper", "on")))
    assert ids(find(lamps, [], ["salt and pepper"], LIGHT).chosen) == {"a"}
    named = {"k": "Kitchen", "d": "Dining", "b": "Kitchen and Dining"}
    areas = tuple(Area(id, name, (f"light.{id}",)) for id, name in named.items())
    lights = tuple(Entity(f"light.{id}", "Ceiling", "on", area=name) for id, name in named.items())
    assert ids(find(House(lights, areas), ["kitchen and dining"], [], LIGHT, everything=True).chosen) == {"b"}


def test_unavailable_devices_are_told_and_not_switched() -> None:
    result = found("observatory")
    assert (ids(result.chosen), ids(result.unavailable)) == ({"dome", "chart"}, {"red"})
    assert found("", "red light").clear


def test_a_place_without_such_a_device_says_so() -> None:
    assert found("carport", "", {"fan"}) == Targets(empty=("carport",))
    assert found("scullery", "blinds", {"cover"}).empty == ("scullery",)


def test_what_opens_the_house_is_sensitive() -> None:
    assert found("carport", "door", {"cover"}).sensitive
    assert not found("parlour", "shutters", {"cover"}).sensitive


def test_an_alias_is_looked_up_once_nothing_is_called_so() -> None:
    asked: list[str] = []

    def lookup(name: str) -> str:
        asked.append(name)
        return "parlour" if name == "salon" else ""

    assert ids(found("the salon", lookup=lookup).chosen) == {"parlour", "chandelier", "piano"}
    assert ids(found("scullery", lookup=lookup).chosen) == {"sink"}
    assert asked == ["salon"]


def test_without_areas_the_names_hold_the_rooms() -> None:
    lights = (Entity("light.a", "Attic left", "on"), Entity("light.b", "Attic right", "on"))
    bare = House((*lights, Entity("light.c", "Shed", "on")))
    assert ids(find(bare, ["attic"], ["lights"], LIGHT).chosen) == {"a", "b"}
    assert ids(find(bare, ["attic"], [], LIGHT).chosen) == {"a", "b"}
    assert find(bare, ["cellar"], [], LIGHT).unknown == ("cellar",)


def test_numbers_at_the_end_of_names_stay() -> None:
    lamps = House((Entity("light.a", "Lamp 1", "on"), Entity("light.b", "Lamp 2", "on")))
    assert ids(find(lamps, [], ["lamp one"], LIGHT).chosen) == {"a"}
    assert find(lamps, [], ["lamp three"], LIGHT).unknown == ("lamp three",)


def test_a_group_is_not_switched_beside_its_members_or_with_an_exception() -> None:
    group = Entity("light.all", "All Lamps", "on", {"entity_id": ["light.a", "light.b"]})
    lamps = House((group, Entity("light.a", "Left", "on"), Entity("light.b", "Right", "on")))
    assert ids(find(lamps, [], ["lights"], LIGHT).chosen) == {"a", "b"}
    assert ids(find(lamps, [], ["lights"], LIGHT, excluded=["left"]).chosen) == {"b"}
    assert ids(find(lamps, [], ["all lamps"], LIGHT).chosen) == {"all"}
    # a part of the group is beside it elsewhere
    assert ids(find(House(lamps.entities[:2]), [], ["lights"], LIGHT).chosen) == {"all", "a"}


@pytest.mark.parametrize("phrase", ["the one in the scullery", "the scullery one", "ones in the scullery"])
def test_one_stands_for_the_device_of_an_exception(phrase: str) -> None:
    everything = ids(found("", "lights", everything=True).chosen)

    assert everything - ids(found("", "lights", everything=True, excluded=[phrase]).chosen) == {"sink"}


def test_a_place_that_names_a_device_of_the_other_place() -> None:
    targets = found("piano;parlour")

    assert ids(targets.chosen) == {"piano"}
    assert ids(found("piano;parlour", "lamp").chosen) == {"piano"}
    assert ids(found("sink;parlour").chosen) == {"sink", "parlour", "chandelier", "piano"}


def test_searches_are_united() -> None:
    one, two = Entity("light.one", "One", "on"), Entity("switch.two", "Two", "on")

    both = united([Targets((one,), unknown=("x",)), Targets((two, one), candidates=(two,))])

    assert both == Targets((one, two), candidates=(two,), unknown=("x",))


def test_a_room_called_like_a_storey_is_the_room() -> None:
    loft = Entity("light.spots", "Spots", "off", {}, "Loft", "Top Floor")
    studio = Entity("light.easel", "Easel", "off", {}, "Studio", "Top Floor")
    areas = Area("loft", "Loft", (loft.id,)), Area("studio", "Studio", (studio.id,))
    top = House((loft, studio), areas, (Floor("top_floor", "Top Floor", ("loft", "studio")),))
    assert find(top, ["loft"], [], LIGHT).chosen == (loft,)
    assert find(replace(top, areas=areas[1:]), ["loft"], [], LIGHT).chosen == (studio,)
