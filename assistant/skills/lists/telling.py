"""What is said about lists and their items."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.skills.api import Result
from assistant.skills.lists.choosing import touched
from models.text.items import meant_items
from models.text.say_lists import capital, count, is_or_are, join
from models.types import Fact


def lists(names: Sequence[str]) -> Result:
    """Which lists there are."""
    if not names:
        return Result({}, "You have no lists yet.")
    facts: dict[str, Fact] = {"count": len(names), "lists": join(names)}
    sentence = f"You have {count(len(names), 'list')}: {join(names)}."
    return Result(facts, sentence, touched=touched(names[-1]))


def contents(name: str, kept: Sequence[str], out: Sequence[str], place: int | None) -> Result:
    """What is on a list, or at one place of it.

    Arguments:
        out: items that are left out.
    """
    shown = [item for item in kept if item not in out]
    if not shown:
        sentence = f"Nothing else is on your {name} list." if out else f"Your {name} list is empty."
        return Result({"list": name}, sentence, touched=touched(name))
    if place is not None:
        return at_place(shown, place, name)
    how_many = count(len(shown), "thing")
    facts: dict[str, Fact] = {"list": name, "count": len(shown), "items": join(shown)}
    sentence = f"You have {how_many} on your {name} list: {join(shown)}."
    return Result(facts, sentence, touched=touched(name))


def whether(things: Sequence[str], kept: Sequence[str], name: str, *, removed: bool) -> Result:
    """Which of these things are on a list; "did you take the eggs off" is asked about what is not."""
    found = [item for thing in things for item in meant_items(thing, kept)]
    missing = [thing for thing in things if not meant_items(thing, kept)]
    parts = []
    if found:
        parts.append(f"{join(found)} {is_or_are(found)} {'still ' if removed else ''}on your {name} list")
    if missing:
        where = "it" if found else f"your {name} list"
        parts.append(f"{join(missing)} {is_or_are(missing)} not on {where}")
    yes = not missing if not removed else not found
    answer = f"{'Yes' if yes else 'No'}, " if not (found and missing) else ""
    sentence = f"{answer}{', but '.join(parts)}."
    facts: dict[str, Fact] = {"items": join([*found, *missing]), "list": name}
    return Result(facts, capital(sentence), touched=touched(name, found))


def at_place(kept: Sequence[str], place: int, name: str) -> Result:
    """The item at a place of a list."""
    if not -len(kept) <= place < len(kept):
        return Result({"list": name}, f"Your {name} list has only {count(len(kept), 'thing')}.", "failed")
    item = kept[place]
    number = f"Number {place + 1}" if place >= 0 else "The last thing"
    facts: dict[str, Fact] = {"list": name, "item": item}
    return Result(facts, f"{number} on your {name} list is {item}.", touched=touched(name, [item]))
