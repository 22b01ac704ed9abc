"""Blinds, curtains and doors that open and close."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from assistant.skills.home.covers import Opening, target
from models.text.parse.levels import Level
from tests.fixtures.house import NOW, HouseTalk

BLIND = ("device_type", "blind")


def place(words: str) -> tuple[str, str]:
    return "house_place", words


def test_close_and_open(house_talk: HouseTalk) -> None:
    assert house_talk.say("close the study blind", "cover_close", place("study"), BLIND) == (
        "The study blind is closed."
    )
    assert house_talk.say("open it again", "cover_open", relation="follow_up") == "The study blind is open."
    assert [service for service, _ in house_talk.calls] == ["cover/close_cover", "cover/open_cover"]


def test_curtains_are_no_blinds(house_talk: HouseTalk) -> None:
    house_talk.say("close all the blinds", "cover_close", ("device_type", "blinds"), all=True)

    assert house_talk.calls[0][1]["entity_id"] == ["cover.living_room_blinds", "cover.study_blind"]


def test_a_floor(house_talk: HouseTalk) -> None:
    house_talk.say("open the curtains upstairs", "cover_open", ("device_type", "curtains"), place("upstairs"))

    assert house_talk.calls == [("cover/open_cover", {"entity_id": ["cover.bedroom_curtains"]})]


def test_it_is_closed_already(house_talk: HouseTalk) -> None:
    reply = house_talk.say("close the curtains", "cover_close", ("device_type", "curtains"))

    assert reply == "The bedroom curtains are already closed."
    assert not house_talk.changes
    assert house_talk.calls == [("cover/close_cover", {"entity_id": ["cover.bedroom_curtains"]})]


@pytest.mark.parametrize(
    ("text", "said", "position"),
    [
        ("study blind to 25 percent", "to 25 percent", 25),
        ("set the study blind to half", "to half", 50),
        ("open the study blind a third", "a third", 33),
        ("close the study blind three quarters", "three quarters", 25),
        ("study blind a quarter closed", "a quarter closed", 75),
        ("open the study blind a bit", "a bit", 85),
        ("lower the study blind by 20 percent", "by 20 percent", 40),
        ("study blind 10 percent open", "10 percent open", 10),
    ],
)
def test_positions(house_talk: HouseTalk, text: str, said: str, position: int) -> None:
    reply = house_talk.say(text, "cover_set", place("study"), BLIND, ("change_amount", said))

    assert house_talk.calls == [
        ("cover/set_cover_position", {"entity_id": ["cover.study_blind"], "position": position})
    ]
    assert reply == f"The study blind is open to {position} percent."


def test_a_cover_without_positions(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.states["cover.study_blind"]["attributes"] = {
        "friendly_name": "Study Blind",
        "device_class": "blind",
        "supported_features": 3,
    }

    reply = house_talk.say(
        "study blind to 25 percent", "cover_set", place("study"), BLIND, ("change_amount", "to 25 percent")
    )

    assert reply == "The study blind can only be opened and closed."
    assert house_talk.calls == []


def test_a_garage_door_asks_first(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.states["cover.big"] = {
        "state": "closed",
        "attributes": {"friendly_name": "Big Door", "device_class": "garage"},
    }

    asked = house_talk.say("open the big door", "cover_open", ("device_type", "big door"))

    assert asked == "Do you want me to open the big door?"
    assert house_talk.calls == []
    assert house_talk.answer("yes", yes=True) == "The big door is open."


def test_a_door_chosen_among_several_still_asks_first(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    for identity, name in (("cover.left", "Left Garage Door"), ("cover.right", "Right Garage Door")):
        house_talk.home.states[identity] = {
            "state": "closed",
            "attributes": {"friendly_name": name, "device_class": "garage"},
        }

    house_talk.say("open the garage door", "cover_open", ("device_type", "garage door"))
    assert house_talk.answer("the left one") == "Do you want me to open the left garage door?"
    assert house_talk.answer("yes", yes=True) == "The left garage door is open."
    assert house_talk.calls == [("cover/open_cover", {"entity_id": ["cover.left"]})]


def test_a_lock_is_refused_by_name(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.states["lock.front_door"] = {
        "state": "locked",
        "attributes": {"friendly_name": "Front Door"},
    }

    assert house_talk.say("open the front door", "cover_open", ("device_type", "front door")) == (
        "I can't open the front door."
    )
    assert house_talk.calls == []


def test_an_unknown_place(house_talk: HouseTalk) -> None:
    reply = house_talk.say("close the blinds on the patio", "cover_close", place("patio"))

    assert reply.startswith("I don't know of any patio here.")
    assert house_talk.calls == []


@pytest.mark.parametrize("act", ["prohibition", "statement", "question"])
def test_only_requests_move(house_talk: HouseTalk, act: str) -> None:
    house_talk.say("close the study blind", "cover_close", place("study"), BLIND, act=act)  # type: ignore[arg-type]

    assert house_talk.calls == []


def test_undo_restores_the_position(house_talk: HouseTalk) -> None:
    house_talk.say("close the study blind", "cover_close", place("study"), BLIND)

    assert house_talk.undo() == "The study blind is open to 60 percent again."
    assert house_talk.attribute("cover.study_blind", "current_position") == 60


def test_a_planned_closing(house_talk: HouseTalk) -> None:
    house_talk.say("close the study blind in an hour", "cover_close", place("study"), BLIND, at="in an hour")
    assert house_talk.calls == []

    assert house_talk.later(NOW + timedelta(minutes=61)) == ["The study blind is closed."]


def test_the_target_position() -> None:
    assert target(Opening(Level(Fraction(0), "name", name="highest"), -1), 50) == 0
    assert target(Opening(Level(Fraction(0), "name", name="highest"), 1), 50) == 100
    assert target(Opening(Level(Fraction(1, 2), "share", relative=True), -1), 60) == 30


def test_several_are_told_together(house_talk: HouseTalk) -> None:
    slots = (("device_type", "study blind"), ("device_type", "bedroom curtains"))
    reply = house_talk.say("close the study blind and the bedroom curtains", "cover_close", *slots)

    assert reply == "The study blind and the bedroom curtains are closed."
    assert set(house_talk.calls[0][1]["entity_id"]) == {"cover.study_blind", "cover.bedroom_curtains"}


def test_a_moving_cover_is_stopped(house_talk: HouseTalk) -> None:
    assert house_talk.say("stop the study blind", "cover_set", place("study"), BLIND) == (
        "The study blind has stopped."
    )
    house_talk.say("halt the study blind", "cover_close", place("study"), BLIND)
    assert house_talk.calls == [("cover/stop_cover", {"entity_id": ["cover.study_blind"]})] * 2
    assert house_talk.state("cover.study_blind") == "open"


def test_a_cover_that_cannot_stop(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.states["cover.study_blind"]["attributes"]["supported_features"] = 3

    reply = house_talk.say("stop the study blind", "cover_set", place("study"), BLIND)

    assert (reply, house_talk.calls) == ("The study blind can't be stopped on the way.", [])
