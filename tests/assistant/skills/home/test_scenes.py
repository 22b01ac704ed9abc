"""Scenes and scripts."""

from __future__ import annotations

from tests.fixtures.house import HouseTalk


def test_a_scene_starts_and_is_taken_back(house_talk: HouseTalk) -> None:
    reply = house_talk.say("start movie night", "scene", ("device_type", "movie night"))

    assert reply == "Movie Night has started."
    assert house_talk.state("cover.living_room_blinds") == "closed"
    house_talk.undo()
    assert house_talk.state("cover.living_room_blinds") == "open"
    assert house_talk.attribute("light.floor_lamp", "brightness") == 128


def test_a_script_starts(house_talk: HouseTalk) -> None:
    assert house_talk.say("run the leaving script", "scene", ("device_type", "leaving")) == (
        "Leaving has started."
    )
    assert house_talk.calls == [("script/turn_on", {"entity_id": ["script.leaving"]})]
    assert house_talk.undo_log.latest() is None


def test_an_unknown_scene_is_no_other(house_talk: HouseTalk) -> None:
    reply = house_talk.say("start date night", "scene", ("device_type", "date night"))

    assert reply == "I don't know of any date night here. I know Movie Night and Leaving. Which do you mean?"
    assert house_talk.calls == []


def test_no_name_asks_which(house_talk: HouseTalk) -> None:
    assert house_talk.say("start a scene", "scene") == "Which one, Movie Night or Leaving?"
    assert house_talk.answer("movie night") == "Movie Night has started."


def test_a_room_is_where_the_scene_is_wanted(house_talk: HouseTalk) -> None:
    house_talk.say(
        "set the bedroom to movie night", "scene", ("house_place", "bedroom"), ("device_type", "movie night")
    )

    assert house_talk.calls == [("scene/turn_on", {"entity_id": ["scene.movie_night"]})]


def test_a_prohibition_starts_nothing(house_talk: HouseTalk) -> None:
    reply = house_talk.say(
        "don't start movie night", "scene", ("device_type", "movie night"), act="prohibition"
    )

    assert reply == "Okay, I won't start movie night."
    assert house_talk.calls == []


def test_an_event_is_the_name_of_a_scene(house_talk: HouseTalk) -> None:
    house_talk.say("change the scene to movie night", "scene", ("event_name", "movie night"))

    assert house_talk.calls == [("scene/turn_on", {"entity_id": ["scene.movie_night"]})]
