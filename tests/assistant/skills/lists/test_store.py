"""Lists in their table, and what takes a change of them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.memory.database import Database
from assistant.skills.lists.store import ListChange, ListStore


@pytest.fixture
def store(tmp_path: Path) -> ListStore:
    store = ListStore(Database(tmp_path / "lists.sqlite3"))
    store.add("shopping", ["milk", "eggs", "jam"])
    return store


def test_a_change_is_json_and_back(store: ListStore) -> None:
    change = store.add("party", ["cake"]) + store.remove("shopping", ["eggs"])

    assert change.to_json() == {
        "created": ("party",), "added": (("party", "cake"),), "removed": (("shopping", 2, "eggs"),)
    }  # fmt: skip
    as_read = {"created": ["party"], "added": [["party", "cake"]], "removed": [["shopping", 2, "eggs"]]}
    assert ListChange.from_json(as_read) == change


def test_what_was_removed_comes_back_to_its_place(store: ListStore) -> None:
    change = store.remove("shopping", ["eggs"])
    store.add("shopping", ["tea"])

    store.restore(change)

    assert store.items("shopping") == ["milk", "eggs", "jam", "tea"]


def test_a_taken_place_loses_no_item(store: ListStore) -> None:
    change = store.remove("shopping", ["jam"])
    store.add("shopping", ["tea"])

    store.restore(change)

    assert sorted(store.items("shopping")) == ["eggs", "jam", "milk", "tea"]


def test_a_deleted_list_comes_back_in_its_order(store: ListStore) -> None:
    store.add("party", ["cake"])
    change = store.delete(["shopping"])
    assert store.names() == ["party"]

    store.restore(change)

    assert store.names() == ["shopping", "party"]
    assert store.items("shopping") == ["milk", "eggs", "jam"]


def test_a_list_is_renamed_with_its_items(store: ListStore) -> None:
    change = store.rename("shopping", "errands")
    assert store.items("errands") == ["milk", "eggs", "jam"]

    store.restore(change)

    assert store.names() == ["shopping"]
    assert store.items("shopping") == ["milk", "eggs", "jam"]


def test_an_item_is_replaced_in_its_place(store: ListStore) -> None:
    change = store.replace("shopping", "milk", ["oat milk", "eggs", "tea"])
    assert store.items("shopping") == ["oat milk", "eggs", "jam", "tea"]

    store.restore(change)

    assert store.items("shopping") == ["milk", "eggs", "jam"]


def test_a_made_list_goes_again_unless_something_is_on_it(store: ListStore) -> None:
    change = store.create("party")
    store.restore(change)
    assert store.names() == ["shopping"]

    change = store.create("party")
    store.add("party", ["cake"])
    store.restore(change)
    assert store.names() == ["shopping", "party"]


def test_a_list_is_found_under_another_number_or_synonym(store: ListStore) -> None:
    store.create("gifts")

    assert store.find("gift") == "gifts"
    assert store.find("groceries") == "shopping"
    assert store.find("sewing") is None
    assert store.named("gift") == "gifts"
    assert store.named("groceries") is None


def test_forgetting_deletes_lists_and_items(store: ListStore) -> None:
    assert store.forget() == 1
    assert store.names() == []
    assert store.items("shopping") == []
