"""The words of a command for its devices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import Call, Reading
from assistant.skills.home.wishes import LIGHT_WORDS, Wish, said, wish
from models.types import Modifiers, Slot
from tests.fixtures.commands import command
from tests.fixtures.house import NOW

LAMPS = wish("lights", LIGHT_WORDS)


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(NOW, Profile(Database(tmp_path / "memory.sqlite3")), Dialogue())


def read(call: Call, text: str, *slots: tuple[str, str], **modifiers: Any) -> Wish:
    given = command(text, "iot_hue_lighton", *slots, modifiers=Modifiers(**modifiers))
    found: Wish = LAMPS.read(Reading(given, call))
    return found


def test_places_devices_and_exceptions(call: Call) -> None:
    found = read(
        call,
        "all fans in the den but the small one",
        ("device_type", "fans"),
        ("house_place", "den"),
        all=True,
        excluded=("small one",),
    )

    assert found == Wish(("den",), ("fans",), "", True, ("small one",))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("den lights on", "lights"),
        ("put on the lamp in the den", "lamp"),
        ("den on", ""),
        ("the lights, the den light", "lights"),
    ],
)
def test_the_kind_is_read_outside_the_slots(call: Call, text: str, kind: str) -> None:
    assert read(call, text, ("house_place", "den")).kind == kind


def test_the_word_in_a_slot_is_no_kind(call: Call) -> None:
    assert read(call, "desk lamp on", ("house_place", "desk lamp")).kind == ""


def test_the_kind_of_an_exception_is_not_that_of_the_command(call: Call) -> None:
    found = read(call, "every light on but the porch lamp", all=True, excluded=("the porch lamp",))

    assert found.kind == "light"


def test_each_means_all(call: Call) -> None:
    assert read(call, "every lamp on", ("device_type", "every lamp")).everything
    assert not read(call, "lamp on").everything
    assert read(call, "lamp on").vague


def test_a_rejected_level_or_colour_is_no_exception(call: Call) -> None:
    assert read(call, "blue not red", excluded=("red",)).excluded == ()
    assert read(call, "fifty not twenty percent", excluded=("twenty percent",)).excluded == ()


@pytest.mark.parametrize(
    ("wished", "sentence"),
    [
        (Wish(), "the lights"),
        (Wish(("the kitchen",), kind="lights"), "the kitchen lights"),
        (Wish(devices=("floor lamp",)), "the floor lamp"),
        (Wish(("den",), ("fan",)), "the fan in the den"),
        (Wish(everything=True, excluded=("hall",)), "all the lights except the hall"),
    ],
)
def test_as_an_object(wished: Wish, sentence: str) -> None:
    assert said(wished, "lights") == sentence


def test_words_of_an_earlier_kind_count_more(call: Call) -> None:
    both = wish("lights", LIGHT_WORDS, {"fan", "switch"})
    for text, kind in (("light and fan", "light"), ("the fans off", "fans"), ("switch it off", "")):
        read_wish: Wish = both.read(Reading(command(text, "iot_hue_lighton"), call))
        assert read_wish.kind == kind


def test_the_text_is_without_modifiers(call: Call) -> None:
    found = read(call, "lights on but the den in an hour", excluded=("den",), at="in an hour")

    assert "den" not in found.text
    assert "hour" not in found.text
    assert found.text.startswith("lights on")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the lamp by the piano off", ("piano",)),
        ("the light next to my sofa off", ("sofa",)),
        ("the lamp off by the way", ()),
        ("the lamp off", ()),
    ],
)
def test_a_landmark_tells_the_lamp(call: Call, text: str, places: tuple[str, ...]) -> None:
    found = read(call, text)
    assert (found.places, found.lent) == (places, False)


def test_a_neighbour_lends_no_device_where_a_kind_is_said(call: Call) -> None:
    given = command("and the hall light", "iot_hue_lightoff", ("house_place", "hall"))
    lent = Slot("device_type", "TV", "TV", 0, 0)
    found: Wish = LAMPS.read(Reading(replace(given, slots=(*given.slots, lent)), call))
    assert (found.devices, found.kind, found.places) == ((), "light", ("hall",))


def test_the_right_one_has_the_kind_of_its_neighbour(call: Call) -> None:
    given = command("the right one to 60", "iot_cover_set", ("change_amount", "60"))
    lent = Slot("device_type", "left curtain", "left curtain", 0, 0)
    found: Wish = LAMPS.read(Reading(replace(given, slots=(*given.slots, lent)), call))

    assert (found.devices, found.places) == (("right curtain",), ())
    assert read(call, "the corner one on").places == ("corner",)
    assert read(call, "all lights but the small one off", all=True, excluded=("small one",)).places == ()


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("and the kettle on", True),
        ("and the kettle off please", False),
        ("off with what is on", None),
        ("kill what is on", None),
        ("and the kettle", None),
    ],
)
def test_the_particle_of_an_ellipsis(call: Call, text: str, on: bool | None) -> None:
    given = command(text, "iot_wemo_off", relation="follow_up")

    found: Wish = LAMPS.read(Reading(given, call))

    assert found.on is on
    assert read(call, "the kettle on").on is None
