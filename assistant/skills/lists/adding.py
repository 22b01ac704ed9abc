"""Putting items on a list."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.skills.api import Result
from assistant.skills.lists.choosing import touched
from assistant.skills.lists.store import ListChange, ListStore
from models.text.items import core, same_item
from models.text.say_lists import capital, is_or_are, join
from models.types import Fact


def add(store: ListStore, name: str, things: Sequence[str]) -> Result:
    """Put the things on a list that are not on it yet, and say which are."""
    kept, new, there, change = store.items(name), list[str](), list[str](), ListChange()
    for thing in things:
        same = [item for item in kept if same_item(item, thing)]
        if same and thing.lower() != core(thing).lower() and thing not in same:
            # the same thing in another quantity: what was said last counts
            change += store.replace(name, same[0], [thing])
            new.append(thing)
        elif same or any(same_item(item, thing) for item in new):
            there += same[:1]
        else:
            change += store.add(name, [thing])
            new.append(thing)
    parts = [f"{capital(join(new))} {is_or_are(new)} on your {name} list now."] if new else []
    if there:
        where = "on it" if new else f"on your {name} list"
        parts.append(f"{capital(join(there))} {is_or_are(there)} already {where}.")
    facts: dict[str, Fact] = {"items": join([*new, *there]), "list": name}
    return Result(
        facts,
        " ".join(parts),
        changes=bool(new),
        undo=change.to_json() if new else None,
        touched=touched(name, [*new, *there]),
    )
