"""Which list and which items are meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import EVERY, Ambiguous, Call
from assistant.skills.lists import choosing
from assistant.skills.lists.choosing import NotListed
from assistant.skills.lists.store import ListStore

KEPT = ["red paint", "blue paint", "nails"]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(datetime(2026, 11, 22, 14, 45, tzinfo=UTC), Profile(Database(tmp_path / "db")), Dialogue())


@pytest.fixture
def store(tmp_path: Path) -> ListStore:
    store = ListStore(Database(tmp_path / "db"))
    store.add("diy", KEPT)
    store.add("school", ["nails", "paper"])
    return store


def test_a_named_list_comes_before_a_recent_one_before_the_default(store: ListStore, call: Call) -> None:
    pointing = replace(call, pointed=True, recent=choosing.touched("school", ["paper"]))

    assert choosing.meant_list(store, pointing, "the diy list") == "diy"
    assert choosing.meant_list(store, pointing, None) == "school"
    assert choosing.meant_list(store, call, None) == "shopping"
    assert choosing.recent_items(pointing) == ("paper",)
    assert choosing.recent_items(call) == ()


def test_the_list_that_holds_a_thing(store: ListStore, call: Call) -> None:
    assert choosing.existing_list(store, call, None, ["paper"]) == "school"
    with pytest.raises(Ambiguous) as asked:
        choosing.existing_list(store, call, None, ["nails"])
    assert [option.key for option in asked.value.options] == ["diy", "school"]
    assert choosing.existing_list(store, replace(call, chosen="school"), None, ["nails"]) == "school"
    with pytest.raises(NotListed, match=r"no shopping list, but lists called diy and school\."):
        choosing.existing_list(store, call, None)
    with pytest.raises(NotListed, match="no party list"):
        choosing.existing_list(store, call, "party", ["nails"])


def test_items_of_one_name_are_asked_about(call: Call) -> None:
    with pytest.raises(Ambiguous):
        choosing.meant_on(KEPT, ["paint"], call)
    assert choosing.meant_on(KEPT, ["paint"], replace(call, chosen="blue paint")) == ["blue paint"]
    assert choosing.meant_on(KEPT, ["paint"], replace(call, chosen=EVERY)) == ["red paint", "blue paint"]
    assert choosing.meant_on(KEPT, ["nails", "glue"], call) == ["nails"]
    assert choosing.meant_on(["nails", "two nails"], ["two nails"], call) == ["two nails"]


def test_an_exception_that_is_not_there_is_said() -> None:
    assert choosing.left_out(KEPT, ["the nails and the red paint"], "diy") == ["nails", "red paint"]
    with pytest.raises(NotListed, match="Glue is not on your diy list"):
        choosing.left_out(KEPT, ["glue"], "diy")


def test_lists_without_exceptions() -> None:
    assert choosing.without(["diy", "shopping"], ["the grocery list"]) == ["diy"]
    with pytest.raises(NotListed, match="no party list"):
        choosing.without(["diy"], ["party"])
