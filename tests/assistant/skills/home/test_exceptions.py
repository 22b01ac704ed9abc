"""What a command excepts, and where it holds."""

from __future__ import annotations

import pytest

from assistant.skills.home.exceptions import separated
from models.types import Modifiers
from tests.fixtures.commands import command
from tests.fixtures.house import HouseTalk

Slots = tuple[tuple[str, str], ...]


@pytest.mark.parametrize(
    ("text", "marked", "slots", "excluded", "places"),
    [
        ("all off in the den but the fan", ("den", "fan"), (), ("fan",), ["den"]),
        ("all off in the den", ("den",), (), (), ["den"]),
        ("all lights off sparing one, the den", ("den",), (), ("den",), []),
        ("all lights off muted den", ("den",), (), ("den",), []),
        ("all off but the den and the hall", ("den", "hall"), (), ("den", "hall"), []),
        ("all off but the left reading lamp", ("left", "reading lamp"), (), ("left reading lamp",), []),
        ("all off except the ones in the den", ("den",), (("house_place", "den"),), ("den",), []),
        ("except for the den, all off in the loft", ("den",), (("house_place", "loft"),), ("den",), ["loft"]),
        ("don't forget to put it all off in the den bar the fan", ("den", "fan"), (), ("fan",), ["den"]),
        ("all off in the loft", ("attic",), (("house_place", "loft"),), ("attic",), ["loft"]),
        ("all off", (), (), (), []),
    ],
)
def test_a_place_in_front_of_the_exception_is_where_it_holds(
    text: str, marked: tuple[str, ...], slots: Slots, excluded: tuple[str, ...], places: list[str]
) -> None:
    given = command(text, "iot_wemo_off", *slots, modifiers=Modifiers(all=True, excluded=marked))

    found = separated(given)

    assert found.modifiers.excluded == excluded
    assert [slot.value for slot in found.slots] == places


def test_everything_in_a_room_but_one(house_talk: HouseTalk) -> None:
    house_talk.say(
        "everything off in the workshop apart from the dehumidifier",
        "wemo_off",
        all=True,
        excluded=("workshop", "dehumidifier"),
    )

    assert house_talk.calls == [("light/turn_off", {"entity_id": ["light.desk_2"]})]
