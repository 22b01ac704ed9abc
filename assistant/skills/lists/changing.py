"""Replacing and moving items, renaming lists; and what is said when a change is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.skills.api import Call, Question, Reading, Result
from assistant.skills.lists import reading
from assistant.skills.lists.choosing import (
    NotListed,
    existing_list,
    left_out,
    meant_on,
    not_on,
    recent_items,
    recent_list,
    touched,
)
from assistant.skills.lists.store import ListChange, ListStore
from models.text.items import items, meant_items
from models.text.list_names import DEFAULT_LIST, list_name, same_list
from models.text.say_lists import capital, is_or_are, join
from models.types import Command, Fact

Groups = Sequence[tuple[str, ...]]


def change(
    store: ListStore,
    call: Call,
    groups: Groups,
    names: Sequence[str],
    *,
    every: bool = False,
    but: Sequence[str] = (),
    renames: bool = False,
) -> Result:
    """Carry out what the named items and lists leave as the only possibility.

    What is on which list tells whether an item is replaced or moved, and which of two is the new one.

    Arguments:
        renames: whether a list gets another name.

    Raises:
        NotListed: an item or a list is not there.
        Ambiguous: several items are meant by one name.
    """
    if groups and but:
        # "butter, not margarine"
        groups, but = [tuple(item for text in but for item in items(text)), *groups], ()
    if not groups and not every:
        moves = recent_items(call) and len(names) == 1 and store.find(names[0]) != recent_list(call)
        if moves and not renames:
            return _move(store, call, recent_items(call), recent_list(call), names[0])
        return _rename(store, call, names)
    if every:
        source = _source(store, call, names, ())
        kept = store.items(source)
        out = left_out(kept, but, source)
        return _move(store, call, [item for item in kept if item not in out], source, _target(names, source))
    things = [thing for group in groups for thing in group]
    if len(names) >= 2:
        source = _source(store, call, names, things)
        return _move(store, call, things, source, _target(names, source))
    if len(names) == 1 and _is_elsewhere(store, names[0], things):
        return _move(store, call, things, None, names[0])
    if len(groups) == 1 and recent_items(call):
        # "swap it for oat milk"
        groups = [recent_items(call), *groups]
    name = existing_list(store, call, next(iter(names), None), [thing for group in groups for thing in group])
    if len(groups) == 1:
        there = meant_on(store.items(name), groups[0], call, every=True)
        if names and there:
            sentence = f"{capital(join(there))} {is_or_are(there)} already on your {name} list."
            return Result({"items": join(there), "list": name}, sentence, touched=touched(name, there))
        return _ask(store, call, name, groups[0])
    return _replace(store, call, name, groups[0], [item for group in groups[1:] for item in group])


def _ask(store: ListStore, call: Call, name: str, old: tuple[str, ...]) -> Result:
    gone = meant_on(store.items(name), old, call)
    if not gone:
        raise NotListed(not_on(old, name))

    def answer(later: Call, command: Command) -> Result | None:
        asked = reading.things().answer
        given = asked and asked(Reading(command, later))
        return _replace(store, later, name, tuple(gone), given) if given else None

    sentence = f"What should I put on your {name} list instead of {join(gone)}?"
    return Result({"list": name, "items": join(gone)}, sentence, "asked", question=Question(on_answer=answer))


def _replace(store: ListStore, call: Call, name: str, old: Sequence[str], new: Sequence[str]) -> Result:
    kept = store.items(name)
    if not any(meant_items(thing, kept) for thing in old) and any(meant_items(thing, kept) for thing in new):
        # "put butter on the list instead of margarine"
        old, new = new, old
    gone = meant_on(kept, old, call)
    if not gone:
        raise NotListed(not_on(old, name))
    made = store.replace(name, gone[0], new) + store.remove(name, gone[1:])
    facts: dict[str, Fact] = {"items": join(new), "list": name}
    sentence = f"{capital(join(new))} {is_or_are(new)} on your {name} list now instead of {join(gone)}."
    return Result(facts, sentence, changes=True, undo=made.to_json(), touched=touched(name, new))


def _source(store: ListStore, call: Call, names: Sequence[str], things: Sequence[str]) -> str:
    """The list from which things go: the one that has them, else the first."""
    kept = [found for name in names if (found := store.find(name))]
    holding = [name for name in kept if things and meant_on(store.items(name), things, call, every=True)]
    if len(names) >= 2 and not kept:
        raise NotListed(f"You have no {names[0]} list.")
    if holding or len(names) >= 2:
        return (holding or kept)[0]
    return existing_list(store, call, None, things)


def _target(names: Sequence[str], source: str) -> str:
    others = [name for name in names if not same_list(name, source)]
    if not others:
        raise NotListed("I don't know to which list.")
    return others[0]


def _is_elsewhere(store: ListStore, name: str, things: Iterable[str]) -> bool:
    """Whether all things are on other lists, and none on this one."""
    meant = store.find(name)
    own = store.items(meant) if meant else []
    rest = [item for one in store.names() if one != meant for item in store.items(one)]
    return all(meant_items(thing, rest) and not meant_items(thing, own) for thing in things)


def _move(store: ListStore, call: Call, things: Sequence[str], source: str | None, target: str) -> Result:
    name = source or existing_list(store, call, None, things)
    target = store.find(target) or list_name(target) or target
    gone = meant_on(store.items(name), things, call)
    missing = [thing for thing in things if not meant_items(thing, store.items(name))]
    if not gone:
        raise NotListed(not_on(missing, name) if missing else f"Your {name} list is empty.")
    made = store.remove(name, gone) + store.add(target, gone)
    sentence = f"{capital(join(gone))} {is_or_are(gone)} on your {target} list now, not on your {name} list."
    if missing:
        sentence += f" {not_on(missing, name)}"
    facts: dict[str, Fact] = {"items": join(gone), "list": target}
    return Result(facts, sentence, changes=True, undo=made.to_json(), touched=touched(target, gone))


def _rename(store: ListStore, call: Call, names: Sequence[str]) -> Result:
    if not names:
        return Result({}, "I don't know what to change on your lists.", "unavailable")
    first = store.find(names[0])
    old, new = (names[0], names[1]) if len(names) > 1 else (recent_list(call) or DEFAULT_LIST, names[0])
    if len(names) == 1 and first is not None:

        def answer(later: Call, command: Command) -> Result | None:
            called = reading.called(command)
            return _renamed(store, first, called) if called else None

        sentence = f"What should the {first} list be called?"
        return Result({"list": first}, sentence, "asked", question=Question(on_answer=answer))
    kept = store.find(old)
    if kept is None:
        raise NotListed(f"You have no {old} list.")
    return _renamed(store, kept, new)


def _renamed(store: ListStore, old: str, new: str) -> Result:
    taken = store.named(new)
    if taken == old and same_list(old, new) and old == new:
        return Result({"list": old}, f"Your {old} list is called that already.", "failed")
    if taken is not None and taken != old:
        return Result({"list": taken}, f"You already have a {taken} list.", "failed")
    made = store.rename(old, new)
    sentence = f"Your {old} list is called {new} now."
    return Result({"list": new}, sentence, changes=True, undo=made.to_json(), touched=touched(new))


def restored(made: ListChange) -> str:
    """What is said when a change is taken back."""
    parts = [f"your {old} list is called that again" for old, _ in made.renamed]
    deleted = [name for _, name, _ in made.deleted]
    if deleted:
        parts.append(f"your {join(deleted)} {'list is' if len(deleted) == 1 else 'lists are'} back")
    lists = dict.fromkeys([name for name, _, _ in made.removed] + [name for name, _ in made.added])
    for name in lists:
        back = [item for list_, _, item in made.removed if list_ == name and list_ not in deleted]
        gone = [item for list_, item in made.added if list_ == name]
        if back:
            parts.append(f"{join(back)} {is_or_are(back)} back on your {name} list")
        if gone:
            parts.append(f"{join(gone)} {is_or_are(gone)} off your {name} list again")
    made_empty = [name for name in made.created if name not in lists]
    parts += [f"your {name} list is gone again" for name in made_empty]
    return f"Okay, {join(parts)}."
