"""The name of a list as said → the one that it is kept by."""

from __future__ import annotations

import re

from models.text.items import singular

DEFAULT_LIST = "shopping"
"""Where no list is named: "add eggs to the list"."""

_KEPT = {
    DEFAULT_LIST: re.compile(
        r"(?:shopping|shop|grocer(?:y|ies|y shopping|y store)|food|supermarket|market"
        r"|things (?:(?:i|we) )?(?:(?:need|have|want) )?to (?:buy|get))"
    ),
    "to-do": re.compile(
        r"(?:to ?dos?|to do's|tasks?|chores?|things (?:(?:i|we) )?(?:(?:need|have|want) )?to do|jobs?)"
    ),
}
_NO_NAME_WORDS = """
    my the our your an a new this that these all list lists specific current following last open item items of
    on in today today's todays please saved available whole entire existing different fresh another me own any
    some certain kind for make create and from one it is called named first next more to default usual
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
_VAGUE_WORDS = """
    the this that a an some any one new following last another my more it these those each every everything
    thing things item items something anything stuff next me list lists two three four few of them all
"""
_VAGUE = frozenset(_VAGUE_WORDS.split())


def list_name(said: str) -> str | None:
    """The name that a list is kept by, if the owner made none of another: "my grocery list" is "shopping".

    None where the words name no list.
    """
    name = spoken_name(said)
    return name and (_kept(name) or name)


def spoken_name(said: str) -> str | None:
    """The name of a list in the owner's words: "my grocery list" is "grocery"; None where they name none."""
    words = re.findall(r"[^\s.,!?]+", said.lower().replace("’", "'").replace("-", " "))
    # at the ends alone: "friends to invite" keeps its "to"
    while words and words[-1] in ("list", "lists"):
        words.pop()
    while words and _kept(" ".join(words)) is None and words[0] in _NO_NAME:
        words = words[1:]
    while words and _kept(" ".join(words)) is None and words[-1] in _NO_NAME:
        words.pop()
    name = " ".join(words)
    return _spelled(name) or name or None


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same words, whatever their number: "gift" and "gifts"."""
    first, second = spoken_name(one), spoken_name(other)
    return first is not None and second is not None and _key(first) == _key(second)


def same_list(one: str, other: str) -> bool:
    """Whether two names are of one list: "gift" and "the gifts list"."""
    first, second = list_name(one), list_name(other)
    return first == second or (first is not None and second is not None and _key(first) == _key(second))


def is_vague(words: str) -> bool:
    """Whether words name no thing: "this item", "something", "it"."""
    return set(words.lower().split()) <= _VAGUE


def _spelled(name: str) -> str | None:
    """The one spelling of a name that has several."""
    return "to-do" if re.fullmatch(r"to ?dos?|to do's", name) else None


def _kept(name: str) -> str | None:
    return next((kept for kept, names in _KEPT.items() if names.fullmatch(name)), None)


def _key(name: str) -> str:
    return " ".join(singular(word) for word in name.split())
