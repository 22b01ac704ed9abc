"""The coffee machine."""

from __future__ import annotations

from tests.fixtures.house import HouseTalk


def test_it_is_switched_on(house_talk: HouseTalk) -> None:
    assert house_talk.say("make me a coffee", "coffee") == "The coffee machine is on."
    assert house_talk.calls == [("switch/turn_on", {"entity_id": ["switch.coffee_machine"]})]
    assert house_talk.say("make me a coffee", "coffee") == "The coffee machine is already on."


def test_the_kind_of_coffee_cannot_be_chosen(house_talk: HouseTalk) -> None:
    reply = house_talk.say("make a mocha", "coffee", ("coffee_type", "mocha"))

    assert reply == "The coffee machine is on. I can't choose the coffee."


def test_ordering_is_refused(house_talk: HouseTalk) -> None:
    reply = house_talk.say("order a coffee from joe's", "coffee", ("business_name", "joe's"))

    assert reply == "Ordering coffee isn't set up on this assistant."
    assert house_talk.status == "unavailable"
    assert house_talk.calls == []


def test_a_house_without_one(house_talk: HouseTalk) -> None:
    assert house_talk.home is not None
    del house_talk.home.states["switch.coffee_machine"]

    assert house_talk.say("make me a coffee", "coffee") == "There is no coffee machine in Home Assistant."


def test_questions_and_prohibitions_switch_nothing(house_talk: HouseTalk) -> None:
    house_talk.say("don't make coffee", "coffee", act="prohibition")
    house_talk.say("is the coffee machine on", "coffee", ("device_type", "coffee machine"), act="question")

    assert house_talk.outcome is not None
    assert house_talk.outcome.sentence == "The coffee machine is off."
    assert house_talk.calls == []
