"""The model: what belongs to areas and floors, and which devices open the house."""

from __future__ import annotations

import pytest

from assistant.skills.home.describing import describe
from assistant.skills.home.house import Area, Entity, Floor, House

HOUSE = House(
    (Entity("light.a", "A", "on"), Entity("fan.b", "B", "off"), Entity("light.c", "C", "unavailable")),
    (Area("kitchen", "Kitchen", ("light.a", "fan.b")), Area("hall", "Hall", ("light.c",))),
    (Floor("ground", "Ground Floor", ("kitchen", "hall")), Floor("loft", "Loft")),
)


def test_entities_by_domain_and_place() -> None:
    assert [entity.id for entity in HOUSE.of({"light"})] == ["light.a", "light.c"]
    assert HOUSE.within(HOUSE.areas[0]) == {"light.a", "fan.b"}
    assert HOUSE.within(HOUSE.floors[0]) == {"light.a", "fan.b", "light.c"}
    assert HOUSE.within(HOUSE.floors[1]) == frozenset()
    assert (HOUSE.place("hall"), HOUSE.place("ground"), HOUSE.place("attic")) == (
        HOUSE.areas[1],
        HOUSE.floors[0],
        None,
    )


def test_an_unavailable_entity_says_so() -> None:
    assert [entity.available for entity in HOUSE.entities] == [True, True, False]


@pytest.mark.parametrize(
    ("entity", "sensitive"),
    [
        (Entity("lock.x", "X", "locked"), True),
        (Entity("alarm_control_panel.x", "X", "armed"), True),
        (Entity("cover.x", "X", "open", {"device_class": "garage"}), True),
        (Entity("cover.x", "Garden Gate", "open"), True),
        (Entity("switch.x", "Garage Door Opener", "off"), True),
        (Entity("cover.x", "Blind", "open", {"device_class": "blind"}), False),
        (Entity("light.x", "Front Door Light", "off"), False),
    ],
)
def test_what_opens_the_house_is_sensitive(entity: Entity, sensitive: bool) -> None:
    assert entity.sensitive is sensitive


def test_a_group_has_members() -> None:
    assert Entity("light.x", "X", "on", {"entity_id": ["light.a"]}).members == ("light.a",)
    assert Entity("scene.x", "X", "on", {"entity_id": ["light.a"]}).members == ()
    assert Entity("light.x", "X", "on", {"entity_id": "light.a"}).members == ()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, -1e300, True, "5", None, [5]])
def test_an_attribute_of_another_kind_is_no_number(value: object) -> None:
    lamp = Entity("light.hall", "Hall", "on", {"brightness": value})
    assert lamp.number("brightness") is None and describe(lamp) == "on"


@pytest.mark.parametrize("value", [7, None, "light.a", {"light.a": 1}])
def test_an_attribute_of_another_kind_is_no_list(value: object) -> None:
    assert Entity("light.hall", "Hall", "on", {"entity_id": value}).members == ()
