"""Levels and colours of single lights."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from assistant.skills.home.colours import Colour
from assistant.skills.home.house import Entity
from assistant.skills.home.lighting import has_levels, painted, target
from models.text.parse.levels import Level


def lamp(*modes: str, state: str = "on", **attributes: Any) -> Entity:
    return Entity("light.a", "A", state, {"supported_color_modes": list(modes), **attributes})


@pytest.mark.parametrize(
    ("wished", "sign", "expected"),
    [
        (None, 1, 65),
        (None, -1, 15),
        (Level(Fraction(70), "percent"), 0, 70),
        (Level(Fraction(70), "percent", aimed=True), -1, 70),
        (Level(Fraction(30), "percent"), -1, 10),
        (Level(Fraction(1, 2), "share", relative=True), -1, 20),
        (Level(Fraction(4), "step", relative=True), 1, 80),
        (Level(Fraction(0), "name", name="lowest"), 0, 1),
        (Level(Fraction(90), "percent", relative=True), 1, 100),
    ],
)
def test_the_target_of_a_lamp_at_40_percent(wished: Level | None, sign: int, expected: int) -> None:
    assert target(lamp("brightness", brightness=102), wished, sign) == expected


def test_a_lamp_that_is_off_begins_at_nothing() -> None:
    assert target(lamp("brightness", state="off", brightness=None), None, 1) == 25


def test_what_a_lamp_has() -> None:
    assert has_levels(lamp("brightness"))
    assert not has_levels(lamp("onoff"))
    assert has_levels(Entity("light.a", "A", "on"))
    red, white, warm = (
        Colour("red", css="red"),
        Colour("white", "white", kelvin=4000),
        Colour("warm", kelvin=2700),
    )
    assert painted(lamp("hs"), red) == {"color_name": "red"}
    assert painted(lamp("color_temp"), red) is None
    assert painted(lamp("hs"), white) == {"color_name": "white"}
    assert painted(lamp("color_temp"), white) == {"color_temp_kelvin": 4000}
    assert painted(lamp("hs"), warm) is None
    assert painted(lamp("color_temp", max_color_temp_kelvin=2500), warm) == {"color_temp_kelvin": 2500}


def test_warmer_starts_from_the_present_white() -> None:
    warmer = Colour("warmer", shift=-700)

    assert painted(lamp("color_temp", color_temp_kelvin=4000), warmer) == {"color_temp_kelvin": 3300}
