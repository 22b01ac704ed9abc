"""What is put on a list, and what is not."""

from __future__ import annotations

from pathlib import Path

from assistant.memory.database import Database
from assistant.skills.lists.adding import add
from assistant.skills.lists.store import ListChange, ListStore


def test_only_what_is_new_is_added_and_taken_back(tmp_path: Path) -> None:
    store = ListStore(Database(tmp_path / "db"))
    add(store, "diy", ["nails", "two tins of paint"])

    result = add(store, "diy", ["glue", "a tin of paint", "nails", "glue"])

    assert store.items("diy") == ["nails", "a tin of paint", "glue"]
    assert result.sentence == ("Glue and a tin of paint are on your diy list now. Nails are already on it.")
    assert result.undo is not None
    store.restore(ListChange.from_json(dict(result.undo)))
    assert store.items("diy") == ["nails", "two tins of paint"]


def test_nothing_new_changes_nothing(tmp_path: Path) -> None:
    store = ListStore(Database(tmp_path / "db"))
    add(store, "diy", ["three nails"])

    result = add(store, "diy", ["nails"])

    assert (result.changes, result.undo) == (False, None)
    assert store.items("diy") == ["three nails"]
