"""The one connection of a conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from assistant.conversation.dialogue import Exchange
from assistant.skills.config import HomeAssistantConfig
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.hub import Hub
from tests.fixtures.home_assistant import HomeStandIn
from tests.fixtures.house import HouseTalk


def test_all_skills_share_one_connection(house_talk: HouseTalk) -> None:
    house_talk.say("is the hall light on", "query", ("house_place", "hall"), act="question")
    house_talk.say("is the TV on", "query", ("device_type", "TV"), act="question")
    house_talk.say("turn on the TV", "wemo_on", ("device_type", "TV"))

    assert house_talk.home is not None
    assert house_talk.home.requests.count("GET /api/states") == 1


def test_conversations_do_not_share(home_assistant: HomeStandIn, tmp_path: Path) -> None:
    first, second = HouseTalk(home_assistant, tmp_path), HouseTalk(None, tmp_path)

    assert "set up" not in first.say("hall light on", "hue_lighton", ("house_place", "hall"))
    assert "isn't set up" in second.say("hall light on", "hue_lighton", ("house_place", "hall"))


def test_it_is_forgotten_after_a_while(house_talk: HouseTalk) -> None:
    house_talk.say("desk lamp off", "hue_lightoff", ("house_place", "desk"))
    house_talk.call = replace(house_talk.call, now=house_talk.call.now + timedelta(minutes=11))

    # another skill: only what was named lately is meant
    assert house_talk.say("turn it on", "wemo_on", relation="follow_up").startswith("Which devices")


def test_them_is_all_that_one_utterance_named(house_talk: HouseTalk) -> None:
    house_talk.say("desk lamp off", "hue_lightoff", ("house_place", "desk"))
    house_talk.say("and the hall light", "hue_lightoff", ("house_place", "hall"))
    house_talk.say("turn them on", "hue_lighton", relation="follow_up")
    assert house_talk.calls[-1] == ("light/turn_on", {"entity_id": ["light.hall", "light.desk"]})

    # an exchange of its own
    house_talk.dialogue.exchanges.append(Exchange("turn them on", "They are on."))
    house_talk.say("workbench off", "hue_lightoff", ("house_place", "workbench"))
    house_talk.say("turn it on", "hue_lighton", relation="follow_up")
    assert house_talk.calls[-1] == ("light/turn_on", {"entity_id": ["light.desk_2"]})


def test_the_names_of_the_house_are_known_once_it_was_read(home_assistant: HomeStandIn) -> None:
    home = HomeAssistant(HomeAssistantConfig(url=home_assistant.url, token=home_assistant.token))
    house = Hub(home)
    assert house.names() == []
    house.warm()
    before = list(home_assistant.requests)
    assert before and {entity.name for entity in home.house().entities} <= set(house.names())
    assert set(home_assistant.areas) <= set(house.names())
    house.warm()
    assert home_assistant.requests == before


def test_a_house_that_cannot_be_reached_has_no_names() -> None:
    house = Hub(HomeAssistant(HomeAssistantConfig(url="http://127.0.0.1:9", token="a")))
    house.warm()
    assert house.names() == [] == Hub(None).names()
