"""Fixed sentences: short, with a number, and never a promise to call."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import get_args

import pytest

from assistant.skills.danger.detection import GOES_ON, Kind
from assistant.skills.danger.replies import CANNOT_CALL, DEFAULT, NUMBERS, countries, reply, sentences
from models.types import DialogueAct, Understanding
from tests.fixtures.commands import command, understood


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("country", [None, "XX", *countries()])
def test_every_reply_is_short_and_names_a_number(kind: Kind, country: str | None) -> None:
    said = sentences(kind, country)
    assert said[-1] == CANNOT_CALL
    assert any(figure.isdigit() for figure in " ".join(said))
    assert len(" ".join(said).split()) <= 45
    assert (DEFAULT in said) == (country not in countries())


def test_the_owner_s_country_decides() -> None:
    assert "Call 999 now." in sentences("medical", "GB")
    assert "You can talk to someone at any hour on 988." in sentences("crisis", "US")
    assert reply(Understanding("turn on the lights"), "GB") is None
    assert reply(Understanding("there's a fire in the kitchen"), "AU") == sentences("fire", "AU")


def test_every_country_has_a_general_number_and_sources() -> None:
    table = tomllib.loads(NUMBERS.read_text("utf-8"))
    for country, numbers in countries().items():
        assert table[country]["sources"]
        assert numbers["general"]
        assert set(numbers) <= {"general", *get_args(Kind)}


MORE = Understanding("the pain is getting worse", danger=GOES_ON)


def doing(text: str, act: DialogueAct) -> Understanding:
    return replace(understood(command(text, None, act=act)), danger=GOES_ON)


def test_the_same_is_said_to_who_goes_on() -> None:
    before = sentences("medical", "GB")

    assert reply(MORE, "GB", before) == before
    assert reply(doing("it won't stop bleeding through", "statement"), "GB", before) == before
    assert reply(MORE, "GB") is None
    assert reply(replace(MORE, danger=GOES_ON / 2), "GB", before) is None


def test_danger_of_another_kind_gets_its_own_reply() -> None:
    fire = Understanding("now the kitchen is on fire")

    assert reply(fire, "GB", sentences("medical", "GB")) == sentences("fire", "GB")


@pytest.mark.parametrize(
    ("text", "act"), [("set a timer for ten minutes", "request"), ("thanks, that is all", "social")]
)
def test_a_request_or_thanks_goes_on_from_no_danger(text: str, act: DialogueAct) -> None:
    assert reply(doing(text, act), "GB", sentences("medical", "GB")) is None
