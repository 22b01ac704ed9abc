"""Names that stand in a text and that no slot marks whole."""

from __future__ import annotations

import pytest

from assistant.skills.home.house import Area, Entity, Floor, House
from assistant.skills.home.mentions import completed
from assistant.skills.home.targets import find
from assistant.skills.home.wishes import Wish
from tests.fixtures.house import HouseTalk

HOUSE = House(
    (
        Entity("light.alcove", "Parlour Alcove", "off", {}, "Parlour"),
        Entity("light.parlour", "Parlour Light", "off", {}, "Parlour"),
        Entity("light.reading", "Reading Lamp", "off", {}, "Parlour"),
        Entity("scene.feast", "Feast", "unknown"),
        Entity("switch.pump", "Pond Pump", "off"),
        Entity("switch.parlour", "Parlour Switch", "on", {}, "Parlour"),
    ),
    (Area("parlour", "Parlour", ("light.alcove", "light.parlour", "light.reading")),),
    (Floor("upper", "Upper Floor", ()),),
)
DOMAINS = {"light", "switch", "scene"}


def whole(wished: Wish) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = completed(HOUSE, wished, DOMAINS)
    return found.places, found.devices


@pytest.mark.parametrize(
    ("wished", "places", "devices"),
    [
        (Wish(("parlour",), text="turn on the parlour alcove"), (), ("parlour alcove",)),
        (Wish(("parlour", "alcove"), text="turn on the parlour alcove light"), (), ("parlour alcove",)),
        (Wish(kind="lamp", text="reading lamp to 5 %"), (), ("reading lamp",)),
        (Wish(kind="lamps", text="the reading lamps to 5 %"), (), ()),
        (Wish(text="start feast"), (), ("feast",)),
        (Wish(("parlour",), text="turn off the parlour switch"), (), ("parlour switch",)),
        (Wish(("parlour",), text="switch off the parlour"), ("parlour",), ()),
        (Wish(kind="lights", text="lights on for the feast"), (), ()),
        (Wish(("parlour",), text="turn on the pond pump in the parlour"), ("parlour",), ("pond pump",)),
        (Wish(devices=("mangle",), text="turn on the mangle and the feast"), (), ("mangle",)),
        (Wish(kind="light", text="parlour light on"), ("parlour",), ()),
        (Wish(everything=True, text="turn everything off in the parlour"), ("parlour",), ()),
        (Wish(kind="lights", text="upper floor lights off"), ("upper floor",), ()),
        (Wish(devices=("parlour blind",), text="close the parlour blind"), (), ("parlour blind",)),
        (Wish(("den",), text="not the parlour the den"), ("den",), ()),
        (Wish(kind="light"), (), ()),
    ],
)
def test_names_in_the_text(wished: Wish, places: tuple[str, ...], devices: tuple[str, ...]) -> None:
    assert whole(wished) == (places, devices)


def test_an_unmarked_scene_is_started(house_talk: HouseTalk) -> None:
    assert house_talk.say("activate movie night please", "scene") == "Movie Night has started."


def test_an_unmarked_name_beside_its_room(house_talk: HouseTalk) -> None:
    house_talk.say("kitchen ceiling light off", "hue_lightoff", ("house_place", "kitchen"))

    assert house_talk.calls == [("light/turn_off", {"entity_id": ["light.kitchen_ceiling"]})]


def test_an_unmarked_floor_narrows_everything(house_talk: HouseTalk) -> None:
    house_talk.say("close everything upstairs", "cover_close", all=True)

    assert house_talk.state("cover.living_room_blinds") == "open"


def test_an_exception_is_no_name(house_talk: HouseTalk) -> None:
    house_talk.say("lights on except the desk lamp", "hue_lighton", all=True, excluded=("desk lamp",))

    assert house_talk.outcome is not None
    assert house_talk.outcome.pending is not None


def test_a_word_for_a_day_that_is_in_no_name_is_asked_about(house_talk: HouseTalk) -> None:
    reply = house_talk.say("activate movie night on sunday", "scene")

    assert reply == "I don't know what to do with “sunday” there."
    assert house_talk.calls == []


def test_shutters_are_those_that_are_called_so() -> None:
    covers = tuple(
        Entity(f"cover.{name.lower()}", f"Attic {name}", "open", {"device_class": "shutter"})
        for name in ("Shutter", "Blind")
    )

    found = find(House(covers), (), ("shutters",), {"cover"})

    assert [entity.id for entity in found.chosen] == ["cover.shutter"]


def test_a_name_in_the_plural_is_meant_by_it() -> None:
    beads = Entity("light.beads", "Paper Beads", "off", {}, "Parlour")
    house = House((*HOUSE.entities, beads), HOUSE.areas, HOUSE.floors)

    assert completed(house, Wish(text="paper beads on"), DOMAINS).devices == ("paper bead",)


def test_a_part_of_a_places_name_is_the_place() -> None:
    house = House(HOUSE.entities, (*HOUSE.areas, Area("guest", "Green Guest Room")), HOUSE.floors)

    found = completed(house, Wish(("green",), text="lights off in the green guest room"), DOMAINS)

    assert found.places == ("green guest room",)
    assert completed(house, Wish(("green",), text="green lights off"), DOMAINS).places == ("green",)


@pytest.mark.parametrize(
    ("text", "devices"),
    [
        ("the pump on", ("pond pump",)),
        ("pump on", ()),
        ("the reading on", ("reading lamp",)),
        ("the pond", ()),
    ],
)
def test_a_word_behind_an_article_tells_one_device(text: str, devices: tuple[str, ...]) -> None:
    house = House((*HOUSE.entities, Entity("sensor.pond", "Pond Level", "3")), HOUSE.areas, HOUSE.floors)

    assert completed(house, Wish(text=text), DOMAINS).devices == devices
