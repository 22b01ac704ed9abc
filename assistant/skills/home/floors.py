"""Floors as people say them: by name, "upstairs", and by number in British and American counting."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.skills.home.house import Floor
from assistant.skills.home.naming import Words, same, words

_STOREY = frozenset(("floor", "storey", "story", "level"))
_ALONE = {"basement": -1, "cellar": -1, "downstair": 0, "upstair": 1, "attic": 9, "loft": 9}
_WITH_STOREY = {"lower ground": -1, "ground": 0, "main": 0, "upper": 1, "top": 9}
"""Level of a floor that is not numbered; the highest one stands for the roof."""
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?")


def floors_named(spoken: Words, floors: Sequence[Floor]) -> list[Floor]:
    """The floors that a phrase means: those with its name, else those at its level.

    Numbers are counted as the names of the house count: with a ground floor the first floor is above it,
    without one the first floor is the ground. In a house whose names have no number a number means no floor.
    """
    if exact := [floor for floor in floors if any(same(spoken, name) for name in _names(floor))]:
        return exact
    american = not any(_is_ground(floor) for floor in floors) and any(
        _number(name) for floor in floors for name in _names(floor)
    )
    counted = any(_number(name) is not None for floor in floors for name in _names(floor))
    if _number(spoken) is not None and not counted:
        return []
    wanted = _level(spoken, american=american) if (_ALONE.keys() | _STOREY) & set(spoken) else None
    if wanted is None:
        return []
    levels = {floor.id: _level_of(floor, american=american) for floor in floors}
    known = [level for level in levels.values() if level is not None]
    if spoken[0] == "top" and known:
        wanted = max(known)
    if spoken == ("upstair",):
        return [floor for floor in floors if (levels[floor.id] or 0) > 0]
    return [floor for floor in floors if levels[floor.id] == wanted]


def _names(floor: Floor) -> list[Words]:
    return [words(name) for name in (floor.name, *floor.aliases)]


def _is_ground(floor: Floor) -> bool:
    return any(_without_storey(name) in ("ground", "main", "downstair") for name in _names(floor))


def _level_of(floor: Floor, *, american: bool) -> int | None:
    levels = (_level(name, american=american) for name in _names(floor))
    return next((level for level in levels if level is not None), None)


def _level(name: Words, *, american: bool) -> int | None:
    """0 for the ground; None for a name that says no level."""
    if (number := _number(name)) is not None:
        return number - 1 if american else number
    return (_ALONE | _WITH_STOREY).get(_without_storey(name))


def _number(name: Words) -> int | None:
    """The number of "1st floor" and "floor 1"."""
    if not _STOREY & set(name):
        return None
    found = _ORDINAL.fullmatch(_without_storey(name))
    return int(found[1]) if found else None


def _without_storey(name: Words) -> str:
    return " ".join(word for word in name if word not in _STOREY)
