"""Devices and places in replies."""

from __future__ import annotations

from assistant.skills.home.house import Entity
from assistant.skills.home.saying import inside, names, subject, the, unreached

HALL, TV, BLINDS = (
    Entity("light.hall", "Hall Light", "on"),
    Entity("switch.tv", "TV", "on"),
    Entity("cover.den", "Den Blinds", "open"),
)


def test_names() -> None:
    assert the(HALL) == "the hall light"
    assert the(Entity("scene.film", "Film Night", "")) == "Film Night"
    assert the(Entity("vacuum.a", "Rosie", "docked")) == "Rosie"
    assert the(Entity("vacuum.a", "Robot Vacuum", "docked")) == "the robot vacuum"
    assert names([HALL, TV]) == "the hall light and the TV"


def test_subjects_and_their_verbs() -> None:
    assert subject([HALL], "lights") == ("The hall light", "is")
    assert subject([BLINDS], "blinds") == ("The den blinds", "are")
    assert subject([HALL, TV], "devices") == ("The hall light and the TV", "are")
    assert subject([HALL] * 4, "lights") == ("4 lights", "are")
    assert unreached([BLINDS], "blinds") == "The den blinds are unavailable."


def test_places() -> None:
    assert inside("the Kitchen") == "in the kitchen"
    assert inside("kitchen", "hall", "first floor", "upstairs") == (
        "in the kitchen and the hall, on the first floor and upstairs"
    )
