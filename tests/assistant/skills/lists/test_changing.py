"""Whether items are replaced or moved, or a list is renamed, by what is on the lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import Call, Result
from assistant.skills.lists import changing
from assistant.skills.lists.choosing import NotListed, touched
from assistant.skills.lists.store import ListChange, ListStore
from tests.fixtures.commands import command


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(datetime(2026, 11, 22, 14, 45, tzinfo=UTC), Profile(Database(tmp_path / "db")), Dialogue())


@pytest.fixture
def store(tmp_path: Path) -> ListStore:
    store = ListStore(Database(tmp_path / "db"))
    store.add("shopping", ["nails", "glue", "paper"])
    store.add("school", ["paper", "pens"])
    return store


def groups(*texts: str) -> list[tuple[str, ...]]:
    return [tuple(text.split("+")) for text in texts]


def restored(store: ListStore, result: Result) -> str:
    assert result.undo is not None
    made = ListChange.from_json(dict(result.undo))
    store.restore(made)
    return changing.restored(made)


def test_the_item_that_is_there_is_replaced_by_the_other(store: ListStore, call: Call) -> None:
    for said in (groups("glue", "tape"), groups("tape", "glue")):
        result = changing.change(store, call, said, [])
        assert result.sentence == "Tape is on your shopping list now instead of glue."
        assert store.items("shopping") == ["nails", "tape", "paper"]
        assert restored(store, result) == (
            "Okay, glue is back on your shopping list and tape is off your shopping list again."
        )
        assert store.items("shopping") == ["nails", "glue", "paper"]


def test_an_exception_is_the_replaced_item(store: ListStore, call: Call) -> None:
    changing.change(store, call, groups("tape"), ["shopping"], but=["the glue"])

    assert store.items("shopping") == ["nails", "tape", "paper"]


def test_items_that_are_elsewhere_move(store: ListStore, call: Call) -> None:
    result = changing.change(store, call, groups("nails", "glue"), ["school"])

    assert result.sentence == "Nails and glue are on your school list now, not on your shopping list."
    assert store.items("school") == ["paper", "pens", "nails", "glue"]
    restored(store, result)
    assert store.items("shopping") == ["nails", "glue", "paper"]


def test_two_lists_say_from_where_to_where(store: ListStore, call: Call) -> None:
    changing.change(store, call, groups("pens"), ["school", "diy"])
    assert store.items("diy") == ["pens"]

    changing.change(store, call, [], ["shopping", "diy"], every=True, but=["paper"])
    assert store.items("diy") == ["pens", "nails", "glue"]
    assert store.items("shopping") == ["paper"]


def test_what_was_just_said_is_moved_or_replaced(store: ListStore, call: Call) -> None:
    leaning = replace(call, pointed=True, recent=touched("shopping", ["glue"]))

    changing.change(store, leaning, groups("tape"), [])
    assert store.items("shopping") == ["nails", "tape", "paper"]
    leaning = replace(call, pointed=True, recent=touched("shopping", ["tape"]))
    changing.change(store, leaning, [], ["school"])
    assert "tape" in store.items("school")


def test_lists_are_renamed(store: ListStore, call: Call) -> None:
    result = changing.change(store, call, [], ["school", "art"])
    assert result.sentence == "Your school list is called art now."
    assert restored(store, result) == "Okay, your school list is called that again."
    assert (
        changing.change(store, call, [], ["school", "shopping"]).sentence
        == "You already have a shopping list."
    )
    leaning = replace(call, pointed=True, recent=touched("school"))
    changing.change(store, leaning, [], ["art"])
    assert store.names() == ["shopping", "art"]
    with pytest.raises(NotListed, match="no party list"):
        changing.change(store, call, [], ["party", "birthday"])


def test_what_is_missing_is_asked_for(store: ListStore, call: Call) -> None:
    asked = changing.change(store, call, groups("glue"), [])

    assert asked.sentence == "What should I put on your shopping list instead of glue?"
    assert asked.question is not None
    assert asked.question.on_answer is not None
    assert asked.question.on_answer(call, command("tape", None)) is not None
    assert store.items("shopping") == ["nails", "tape", "paper"]
    there = changing.change(store, call, groups("pens"), ["school"])
    assert there.sentence == "Pens are already on your school list."
    asked = changing.change(store, call, [], ["school"])
    assert asked.sentence == "What should the school list be called?"


def test_what_is_not_there_is_said(store: ListStore, call: Call) -> None:
    with pytest.raises(NotListed, match="Rope is not on your shopping list"):
        changing.change(store, call, groups("rope", "tape"), [])
    assert store.items("shopping") == ["nails", "glue", "paper"]
