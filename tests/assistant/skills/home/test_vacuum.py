"""The vacuum cleaner."""

from __future__ import annotations

import pytest

from tests.fixtures.house import HouseTalk

VACUUM = ("device_type", "vacuum")


def test_it_starts_and_is_sent_back(house_talk: HouseTalk) -> None:
    assert house_talk.say("start the vacuum", "cleaning", VACUUM) == "The robot vacuum is cleaning."
    assert house_talk.say("start the vacuum", "cleaning", VACUUM) == "The robot vacuum is already cleaning."
    assert house_talk.say("send it back to its base", "cleaning_stop", relation="follow_up") == (
        "The robot vacuum is on its way back."
    )
    assert [service for service, _ in house_talk.calls] == [
        "vacuum/start",
        "vacuum/start",
        "vacuum/return_to_base",
    ]


def test_another_machine_is_not_the_vacuum(house_talk: HouseTalk) -> None:
    reply = house_talk.say("start the extractor fan", "cleaning", ("device_type", "extractor fan"))

    assert reply == "The extractor fan is on."
    assert house_talk.calls == [("fan/turn_on", {"entity_id": ["fan.extractor"]})]


@pytest.mark.parametrize(
    ("text", "service"),
    [("stop the vacuum", "stop"), ("pause the vacuum", "pause"), ("dock the vacuum", "return_to_base")],
)
def test_the_manner_of_stopping(house_talk: HouseTalk, text: str, service: str) -> None:
    house_talk.say("start the vacuum", "cleaning", VACUUM)
    assert house_talk.home is not None
    house_talk.home.states["vacuum.robot"]["attributes"]["supported_features"] = 8 + 4 + 16

    house_talk.say(text, "cleaning_stop", VACUUM)

    assert house_talk.calls[-1] == (f"vacuum/{service}", {"entity_id": ["vacuum.robot"]})


def test_one_room_is_asked_about(house_talk: HouseTalk) -> None:
    asked = house_talk.say("vacuum the kitchen", "cleaning", ("house_place", "kitchen"))

    assert asked == "I can't make it clean only in the kitchen. Should it clean everywhere?"
    assert house_talk.calls == []
    assert house_talk.answer("yes", yes=True) == "The robot vacuum is cleaning."


def test_the_whole_house_is_not_asked_about(house_talk: HouseTalk) -> None:
    house_talk.say("vacuum the whole house", "cleaning", ("house_place", "house"))

    assert house_talk.state("vacuum.robot") == "cleaning"


def test_an_unknown_place(house_talk: HouseTalk) -> None:
    reply = house_talk.say("vacuum the orangery", "cleaning", ("house_place", "orangery"))

    assert reply == "I don't know of any orangery here."
    assert house_talk.calls == []


def test_at_rest_it_is_not_stopped(house_talk: HouseTalk) -> None:
    assert house_talk.say("stop the vacuum", "cleaning_stop", VACUUM) == "The robot vacuum is already docked."
    assert house_talk.calls == []


def test_undo_sends_it_back(house_talk: HouseTalk) -> None:
    house_talk.say("start the vacuum", "cleaning", VACUUM)
    house_talk.undo()

    assert house_talk.state("vacuum.robot") == "docked"


def test_unavailable(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.states["vacuum.robot"]["state"] = "unavailable"

    assert house_talk.say("start the vacuum", "cleaning", VACUUM) == "The robot vacuum is unavailable."
    assert house_talk.status == "failed"


def test_a_prohibition(house_talk: HouseTalk) -> None:
    house_talk.say("don't start the vacuum", "cleaning", VACUUM, act="prohibition")

    assert house_talk.calls == []


def test_a_place_of_another_command_is_not_one_to_clean(house_talk: HouseTalk) -> None:
    house_talk.say("vacuum the hall", "cleaning", ("house_place", "hall"))
    house_talk.say("start the vacuum", "cleaning", VACUUM, relation="follow_up")

    assert [service for service, _ in house_talk.calls][-1] == "vacuum/start"


def test_covers_are_stopped_too(house_talk: HouseTalk) -> None:
    reply = house_talk.say("stop the curtains", "cleaning_stop", ("device_type", "curtains"))

    assert reply == "The bedroom curtains have stopped."
    assert house_talk.calls == [("cover/stop_cover", {"entity_id": ["cover.bedroom_curtains"]})]


def test_an_unknown_place_to_be_sent_to(house_talk: HouseTalk) -> None:
    sent = house_talk.say(
        "send the vacuum to the orangery", "cleaning_stop", VACUUM, ("house_place", "orangery")
    )

    assert (sent, house_talk.calls) == ("I don't know of any orangery here.", [])


def test_its_base_is_no_room(house_talk: HouseTalk) -> None:
    house_talk.say("put the vacuum on its base", "cleaning_stop", VACUUM, ("house_place", "base"))

    assert house_talk.calls == [("vacuum/return_to_base", {"entity_id": ["vacuum.robot"]})]


def test_a_name_of_another_kind_is_its_name(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    house_talk.home.states["vacuum.robot"]["attributes"]["friendly_name"] = "Rosie"
    said = house_talk.say("pause rosie", "cleaning_stop", ("audiobook_name", "rosie"))
    assert said.startswith("Rosie")


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("start the robot", [("device_type", "robot")]),
        ("turn on the cleaner", [("device_type", "cleaner")]),
        ("clean the tiles", [("device_type", "tiles")]),
        ("clean the floors", [("house_place", "floors")]),
        ("clean the floors", [("device_type", "floors")]),
        ("get the sweeping going", [("device_type", "sweeping")]),
        ("start", []),
    ],
)
def test_a_word_for_it_or_for_its_work_means_the_only_one(
    house_talk: HouseTalk, text: str, slots: list[tuple[str, str]]
) -> None:
    assert house_talk.say(text, "cleaning", *slots) == "The robot vacuum is cleaning."
    assert house_talk.calls == [("vacuum/start", {"entity_id": ["vacuum.robot"]})]


@pytest.mark.parametrize("intent", ["cleaning", "cleaning_stop"])
def test_any_other_word_does_not_mean_it(house_talk: HouseTalk, intent: str) -> None:
    house_talk.say("turn on stall 7", intent, ("device_type", "stall 7"))

    assert house_talk.calls == []
    assert not house_talk.changes
