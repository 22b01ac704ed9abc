"""Which list and which of its items a command means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.skills.api import EVERY, Ambiguous, Call, Option
from assistant.skills.lists.store import ListStore
from models.text.items import items, meant_items
from models.text.list_names import DEFAULT_LIST, list_name, same_list
from models.text.say_lists import capital, is_or_are, join

_LIST, _ITEM = "list:", "item:"


class NotListed(Exception):
    """What is meant does not exist; the message is the sentence."""


def touched(name: str, things: Iterable[str] = ()) -> tuple[str, ...]:
    """The keys of a list and of items on it."""
    return (f"{_LIST}{name}", *(f"{_ITEM}{thing}" for thing in things))


def recent_list(call: Call) -> str | None:
    """The list that "it" means."""
    return _recent(call, _LIST)[0] if call.pointed and _recent(call, _LIST) else None


def recent_items(call: Call) -> tuple[str, ...]:
    """The items that "it" and "them" mean."""
    return _recent(call, _ITEM) if call.pointed else ()


def _recent(call: Call, kind: str) -> tuple[str, ...]:
    return tuple(key.removeprefix(kind) for key in call.recent if key.startswith(kind))


def meant_list(store: ListStore, call: Call, name: str | None) -> str:
    """The list that is named, pointed at, or the default one; it need not exist."""
    meant = name or recent_list(call) or DEFAULT_LIST
    return store.find(meant) or list_name(meant) or meant


def existing_list(store: ListStore, call: Call, name: str | None, things: Sequence[str] = ()) -> str:
    """The list that is named or pointed at, else the default one; else the only one that holds the things.

    Raises:
        NotListed: there is none of this name.
    """
    meant = meant_list(store, call, name)
    names = store.names()
    if not names:
        raise NotListed("You have no lists yet.")
    if name is None and recent_list(call) is None:
        holding = [one for one in names if things and _holds(store.items(one), things)]
        if meant in holding:
            return meant
        if len(holding) == 1 or (len(names) == 1 and not things):
            return (holding or names)[0]
        if len(holding) > 1:
            return chosen_list(call, holding)
        if meant not in names:
            raise NotListed(f"You have no {meant} list, but {_others(names)}.")
    if meant not in names:
        raise NotListed(f"You have no {meant} list.")
    return meant


def chosen_list(call: Call, names: Sequence[str]) -> str:
    """The one of several lists that the owner chose.

    Raises:
        Ambiguous: none was chosen yet.
    """
    if call.chosen in names:
        return str(call.chosen)
    raise Ambiguous(tuple(Option(name, f"the {name} list", (name,)) for name in names))


def _holds(kept: Sequence[str], things: Iterable[str]) -> bool:
    return any(meant_items(thing, kept) for thing in things)


def _others(names: Sequence[str]) -> str:
    return f"{'one called' if len(names) == 1 else 'lists called'} {join(names)}"


def meant_on(kept: Sequence[str], things: Iterable[str], call: Call, *, every: bool = False) -> list[str]:
    """The items of a list that are meant, in the order said; what is not there is left out.

    Raises:
        Ambiguous: several are meant by one name.
    """
    found: list[str] = []
    for thing in things:
        exactly = [item for item in kept if item.lower() == thing.lower()]
        meant = exactly or meant_items(thing, kept)
        if len(meant) > 1 and not every and call.chosen != EVERY:
            if call.chosen not in meant:
                raise Ambiguous(tuple(Option(item, item, (item,)) for item in meant), several=True)
            meant = [str(call.chosen)]
        found += [item for item in meant if item not in found]
    return found


def left_out(kept: Sequence[str], excluded: Iterable[str], name: str) -> list[str]:
    """The items that are meant by exceptions.

    Raises:
        NotListed: one is not on the list, so that it is not known what has to stay.
    """
    out: list[str] = []
    for thing in (item for text in excluded for item in items(text)):
        meant = meant_items(thing, kept)
        if not meant:
            raise NotListed(f"{not_on([thing], name)} I left everything as it is.")
        out += meant
    return out


def without(names: Sequence[str], excluded: Iterable[str]) -> list[str]:
    """The lists that no exception names.

    Raises:
        NotListed: an exception names none of them.
    """
    out: list[str] = []
    for text in excluded:
        same = [name for name in names if same_list(name, list_name(text) or text)]
        if not same:
            raise NotListed(f"You have no {list_name(text) or text} list. I left everything as it is.")
        out += same
    return [name for name in names if name not in out]


def not_on(things: Sequence[str], name: str) -> str:
    """ "Milk is not on your shopping list."."""
    return f"{capital(join(things))} {is_or_are(things)} not on your {name} list."
