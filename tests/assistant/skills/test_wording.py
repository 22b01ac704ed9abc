"""Questions and clauses made from declarations."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from assistant.skills.api import Option
from assistant.skills.operations import operations
from assistant.skills.wording import clause, whether, which_one
from tests.fixtures.lamps import Lamps

OPERATIONS = {one.name: one for one in operations(Lamps())}


def test_a_clause_says_the_values_that_are_there() -> None:
    assert clause(OPERATIONS["blink"], {"length": timedelta(minutes=10)}) == "blink for 10 minutes"
    assert clause(OPERATIONS["blink"], {}) == "blink"
    assert clause(OPERATIONS["sell"], {"room": "hall"}) == "sell the hall lamp"


def test_the_question_names_every_option() -> None:
    options = [Option(key, f"the {key} timer") for key in ("tea", "egg", "rice")]

    assert which_one(options) == "Which one, the tea timer, the egg timer or the rice timer?"
    assert which_one(options[:1]) == "Do you mean the tea timer?"


def test_what_has_no_clause_is_asked_about_in_the_words_heard() -> None:
    silent = replace(OPERATIONS["sell"], declared=replace(OPERATIONS["sell"].declared, does=""))

    assert whether(OPERATIONS["sell"], {"room": "hall"}, "sell it") == "Do you want me to sell the hall lamp?"
    assert whether(silent, {}, "sell it.") == "Did you say: sell it?"
