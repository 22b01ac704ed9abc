"""What the owner tells of himself or herself."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.memory.owner import OwnerConfig
from assistant.skills.talk.owner import Owner
from assistant.skills.talk.undo import Undo
from models.types import Modifiers
from tests.fixtures.commands import command
from tests.fixtures.talk import Table


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path, Owner, Undo)


def test_what_is_told_is_kept_and_told_again(table: Table) -> None:
    assert table.say("call me robin", "profile_set", ("person_name", "robin")) == "I'll call you Robin."
    said = table.say("i live in porto", "profile_set", ("home_town", "porto"))
    assert said == "I'll remember that you live in Porto, where it's 2:45 PM."
    assert table.say("use celsius", "profile_set", ("unit_system", "celsius")) == "I'll use metric units."
    assert table.say("i usually get up at 7", "profile_set", ("habit", "get up at 7")) == (
        "I'll remember that you get up at 7."
    )
    assert table.ask("who am i", "profile_query") == "You are Robin."
    assert table.ask("where do i live", "profile_query") == "You live in Porto."
    assert table.ask("which country am i in", "profile_query") == "You are in Portugal."
    assert table.ask("what do you know about me", "profile_query") == (
        "You are Robin, you live in Porto, you use metric units and you get up at 7."
    )
    assert table.profile.currency == "EUR"


def test_the_clock_needs_no_slot(table: Table) -> None:
    assert table.say("i prefer the 24 hour clock", "profile_set") == "I'll use the 24-hour clock."
    assert table.profile.hours24
    said = table.say("i live in porto", "profile_set", ("home_town", "porto"))
    assert said.endswith("where it's 14:45.")
    table.say("use 12 hour time", "profile_set", ("unit_system", "12 hour"))
    assert not table.profile.hours24


def test_a_zone_and_a_country(table: Table) -> None:
    said = table.say("my time zone is pacific", "profile_set", ("time_zone", "pacific"))
    assert said == "I'll use Pacific time, where it's 6:45 AM."
    assert str(table.profile.zone) == "America/Los_Angeles"
    table.say("set my time zone to tokyo", "profile_set", ("place_name", "tokyo"))
    assert (str(table.profile.zone), table.profile.home_town) == ("Asia/Tokyo", None)
    table.say("my country is canada", "profile_set", ("place_name", "canada"))
    assert (table.profile.country, table.profile.currency) == ("CA", "CAD")
    table.say("use gmt plus 5:30", "profile_set", ("time_zone", "gmt plus 5:30"))
    assert table.profile.zone is not None
    assert table.moment.now.astimezone(table.profile.zone).minute == 15


def test_a_name_keeps_its_capitals_and_is_short(table: Table) -> None:
    table.say("My name is Ann McDonald", "profile_set", ("person_name", "Ann McDonald"))
    assert table.profile.name == "Ann McDonald"
    long = "the one who always comes late"
    assert table.say(f"call me {long}", "profile_set", ("person_name", long)) == "What should I call you?"
    assert table.profile.name == "Ann McDonald"


def test_a_correction_takes_the_place_of_the_name(table: Table) -> None:
    table.say("my name is dan", "profile_set", ("person_name", "dan"))
    given = command(
        "it's dana not dan", "profile_set", ("person_name", "dana"), ("person_name", "dan"),
        relation="correction",
    )  # fmt: skip
    table.decide(given)
    assert table.profile.name == "Dana"


@pytest.mark.parametrize("act", ["prohibition", "statement"])
def test_a_wrong_name_does_not_stay(table: Table, act: str) -> None:
    table.say("call me bob", "profile_set", ("person_name", "bob"))
    given = command("that's not my name", "profile_set", act=act, relation="correction")  # type: ignore[arg-type]
    assert table.decide(given).sentence == "All right, I have forgotten your name."
    assert table.profile.name is None


def test_a_prohibition_of_another_name_changes_nothing(table: Table) -> None:
    table.say("call me ingrid", "profile_set", ("person_name", "ingrid"))
    given = command("don't call me inge", "profile_set", ("person_name", "inge"), act="prohibition")
    outcome = table.decide(given)
    assert outcome.sentence == "Okay, I won't call you Inge."
    assert outcome.action is not None
    assert not outcome.action.changes
    assert table.profile.name == "Ingrid"
    table.decide(command("don't call me ingrid", "profile_set", ("person_name", "ingrid"), act="prohibition"))
    assert table.profile.name is None


def test_a_statement_or_question_keeps_nothing(table: Table) -> None:
    stated = command("my neighbour's name is agnes", "profile_set", ("person_name", "agnes"), act="statement")
    table.decide(stated)
    assert table.ask("did i tell you my name", "profile_set") == "You haven't told me your name yet."
    assert table.profile.name is None


def test_forgetting_asks_first_and_can_be_undone(table: Table) -> None:
    table.say("call me lou", "profile_set", ("person_name", "lou"))
    table.say("i live in porto", "profile_set", ("home_town", "porto"))
    asked = table.decide(command("forget my name", "profile_remove", ("profile_field", "name")))
    assert asked.sentence == "Do you want me to forget your name?"
    assert table.profile.name == "Lou"
    assert table.answer(asked, "no", yes=False) == "All right, I won't."
    assert table.profile.name == "Lou"
    assert table.answer(asked, "yes", yes=True) == "I have forgotten your name."
    assert (table.profile.name, table.profile.home_town) == (None, "Porto")
    assert table.say("undo that", "general_undo") == "I've put your name back as it was."
    assert table.profile.name == "Lou"


def test_forgetting_everything_but_something(table: Table) -> None:
    table.say("call me lou", "profile_set", ("person_name", "lou"))
    table.say("i live in porto", "profile_set", ("home_town", "porto"))
    but = Modifiers(all=True, excluded=("my name",))
    asked = table.decide(command("forget everything but my name", "profile_remove", modifiers=but))
    table.answer(asked, "yes", yes=True)
    assert (table.profile.name, table.profile.home_town) == ("Lou", None)
    asked = table.decide(
        command("forget everything about me", "profile_remove", modifiers=Modifiers(all=True))
    )
    assert asked.sentence == "Do you want me to forget everything that you told me about yourself?"
    table.answer(asked, "yes", yes=True)
    assert table.profile.facts() == {}
    assert table.say("forget everything about me", "profile_remove") == (
        "There is nothing to forget: I know nothing about you."
    )


def test_one_habit_is_forgotten_and_the_others_stay(table: Table) -> None:
    for habit in ("get up at 7", "play tennis on sundays"):
        table.say(f"i usually {habit}", "profile_set", ("habit", habit))
    given = command("forget that i play tennis", "profile_remove", ("habit", "play tennis"))
    asked = table.decide(given)
    assert asked.sentence == "Do you want me to forget that you play tennis on sundays?"
    table.answer(asked, "yes", yes=True)
    assert table.profile.habits == ("get up at 7",)


def test_the_configuration_is_said_to_stay(tmp_path: Path) -> None:
    table = Table(tmp_path, Owner, configured=OwnerConfig(name="Anna"))
    assert table.ask("who am i", "profile_query") == "You are Anna."
    assert "[owner]" in table.say("forget my name", "profile_remove", ("profile_field", "name"))
    table.say("call me bob", "profile_set", ("person_name", "bob"))
    asked = table.decide(command("forget my name", "profile_remove"))
    assert table.answer(asked, "yes", yes=True) == (
        "I have forgotten your name. The configuration still says that you are Anna."
    )


def test_nothing_told_is_asked_about(table: Table) -> None:
    assert "remember" in table.say("remember me", "profile_set")
    assert table.say("use smoots", "profile_set", ("unit_system", "smoots")) == "Metric or imperial units?"


def test_name_and_home_town_are_names(table: Table) -> None:
    owner = Owner(table.context)
    assert owner.names() == []
    table.say("call me robin", "profile_set", ("person_name", "robin"))
    table.say("i live in porto", "profile_set", ("home_town", "porto"))
    assert owner.names() == ["Robin", "Porto"]
