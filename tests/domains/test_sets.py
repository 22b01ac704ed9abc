"""The sentences for domains: form, counts, offsets, and slot values that the domains have."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples" / "domains"
NAMES = ("coffee", "cafe", "health_diary", "study_helper")
PER_DOMAIN = 32
ACTS = {"request", "prohibition", "statement", "question", "social"}
BUILT_IN = {"timer_set": {"duration"}}
"""Built-in intents that sentences for an extending domain use, with their slots."""


@dataclass(frozen=True)
class Domain:
    intents: set[str]
    closed: dict[str, dict[str, set[str]]]
    """Slot → value → how it may be said."""
    open: set[str] = field(default_factory=set)
    extends: bool = False


def portions(kinds: list[str]) -> list[str]:
    return [f"{amount}{kind}" for kind in kinds for amount in ("", *AMOUNTS)]


AMOUNTS = ("a little bit of ", "a bit of ", "some ", "a lot of ", "lots of ")
COFFEE = {
    "size": ["small", "medium", "large", "eight ounce", "twelve ounce", "sixteen ounce", "twenty ounce"],
    "roast": ["light roast", "medium roast", "dark roast"],
    "numberOfShots": ["single shot", "double shot", "triple shot"],
    "coffeeDrink": [
        "americano", "cappuccino", "espresso", "iced mocha", "latte", "mocha", "coffee", "drip coffee",
        "house coffee", "iced coffee",
    ],
    "milkAmount": portions(["milk", "skim milk", "whole milk", "soy milk", "almond milk", "cream"]),
    "sugarAmount": portions(["sugar", "brown sugar", "sweetener"]),
}  # fmt: skip


def domain(name: str) -> Domain:
    if name == "coffee":
        return Domain({"orderDrink"}, {slot: {v: {v} for v in values} for slot, values in COFFEE.items()})
    table = tomllib.loads((EXAMPLES / f"{name}.toml").read_text("utf-8"))
    closed = {
        slot: {v: {v, *given.get("synonyms", {}).get(v, ())} for v in given["values"]}
        for slot, given in table["slots"].items()
        if "values" in given
    }
    return Domain(set(table["intents"]), closed, set(table["slots"]) - set(closed), "extends" in table)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]


def check_span(text: str, span: dict[str, Any]) -> str:
    """The words of `span`, which neither begins nor ends inside a word or on a space."""
    start, end = span["start"], span["end"]
    assert 0 <= start < end <= len(text), (text, span)
    words = text[start:end]
    assert words == words.strip() and not text[max(0, start - 1) : start].isalnum(), (text, words)
    assert not text[end : end + 1].isalnum(), (text, words)
    return words


def check_slot(text: str, slot: dict[str, Any], of: Domain) -> None:
    said = check_span(text, slot).lower()
    assert set(slot) == {"name", "value", "start", "end"}, (text, slot)
    if slot["name"] in of.closed:
        ways = of.closed[slot["name"]][slot["value"]]
        assert said in ways or said.removesuffix("s") in ways, (text, slot)
    else:
        assert slot["name"] in of.open.union(*BUILT_IN.values()) and slot["value"] == said, (text, slot)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_the_form_and_its_offsets_fit(name: str) -> None:
    of = domain(name)
    intents = of.intents | {None} | (set(BUILT_IN) if of.extends else set())
    for row in rows(name):
        assert set(row) == {"text", "dialogue_act", "commands"} and row["commands"], row
        text = row["text"]
        assert text == " ".join(text.split()), row
        assert row["dialogue_act"] == row["commands"][0]["dialogue_act"], row
        for command in row["commands"]:
            assert set(command) == {"start", "end", "dialogue_act", "intent", "slots"}, row
            check_span(text, command)
            assert command["dialogue_act"] in ACTS and command["intent"] in intents, row
            assert command["intent"] or not command["slots"], row
            for slot in command["slots"]:
                check_slot(text, slot, of)
                assert command["start"] <= slot["start"] and slot["end"] <= command["end"], row
            assert all(one["end"] <= other["start"] for one, other in pairwise(command["slots"])), row
        assert all(one["end"] <= other["start"] for one, other in pairwise(row["commands"])), row


@pytest.mark.parametrize("name", NAMES)
def test_counts_hold(name: str) -> None:
    all_rows = rows(name)
    assert len(all_rows) == PER_DOMAIN
    acts = Counter(command["dialogue_act"] for row in all_rows for command in row["commands"])
    assert min(acts[act] for act in ("request", "prohibition", "statement", "question")) >= 4
    assert sum(len(row["commands"]) > 1 for row in all_rows) >= 4
    intents = Counter(command["intent"] for row in all_rows for command in row["commands"])
    assert domain(name).intents <= set(intents) and intents[None] >= 5


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_stands_twice_or_in_the_domains_own_data(name: str) -> None:
    texts = [row["text"].lower() for row in rows(name)]
    assert len(texts) == len(set(texts))
    own = EXAMPLES / f"{name}.jsonl"
    if own.exists():
        known = {json.loads(line)["text"].lower() for line in own.read_text("utf-8").splitlines()}
        assert not known & set(texts)
