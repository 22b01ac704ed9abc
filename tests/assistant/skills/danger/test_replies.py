"""Fixed sentences: short, with a number, and never a promise to call."""

from __future__ import annotations

import tomllib
from typing import get_args

import pytest

from assistant.skills.danger.detection import Kind
from assistant.skills.danger.replies import CANNOT_CALL, DEFAULT, NUMBERS, countries, reply, sentences
from models.types import Understanding


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
