"""What the words of a command about lists say beside its items and names. Knows no skill."""

from __future__ import annotations

import re
from typing import Literal

Whole = Literal["create", "delete", "clear"]
"""What is done to a list as a whole."""

_WHOLE: tuple[tuple[Whole, str], ...] = (
    ("clear", r"clear|empty|wipe|clean|erase|reset|start (?:\S+ ){0,4}(?:over|afresh|from scratch)"),
    ("delete", "delete|remove|scrap|bin|trash|drop|ditch|destroy|dump|throw|rid|lose"),
    ("create", "create|make|start|begin|open|new|another|set up|build"),
)
_WHOLE_IN_TEXT = tuple((whole, re.compile(rf"\b(?:{words})\b")) for whole, words in _WHOLE)
_ONE_ITEM = re.compile(
    r"\b(?:an?|this|that|one|some|another|following|specific) (?:\w+ )?(?:item|thing|entry)\b"
    r"|\bsomething\b|\bthe (?:\w+ )?(?:item|entry)\b|\b(?:it|this|that|them|these|those|one) (?:from|off)\b"
)
_FROM = re.compile(r"\b(?:from|off)\b")
_PLACES = re.compile(r"\b(?:to|at) the (?:very )?(?:top|bottom|start|front|end|beginning)\b")
_LISTS = re.compile(r"\blists\b")
_ORDERS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LAST = ("last", "latest", "newest", "most recent", "bottom")
_NOUN = r"(?: (?:thing|item|one|entry|task|note|memo)s?\b)"
_ORDER = rf"(?P<order>{'|'.join((*_ORDERS, *_LAST, 'oldest', 'top'))})"
_ORDER_ALONE = re.compile(rf"(?:the |my )?{_ORDER}{_NOUN}?")
_ORDER_IN_TEXT = re.compile(rf"\b(?:(?:the|my) )?{_ORDER}{_NOUN}", re.IGNORECASE)


def whole(text: str) -> Whole | None:
    """What a command does to a list as a whole, from words outside its items and names; None for none."""
    said = text.lower()
    if _ONE_ITEM.search(said):
        return None
    found = next((kind for kind, pattern in _WHOLE_IN_TEXT if pattern.search(said)), None)
    # who removes from a list does not mean the list itself
    return None if found != "create" and _FROM.search(said) and "scratch" not in said else found


def names_lists(text: str) -> bool:
    """Whether words outside items and names are about the lists themselves: "which lists do I have"."""
    return _LISTS.search(text.lower()) is not None


def reorders(text: str) -> bool:
    """Whether words outside items and names move an item to another place on its list."""
    return _PLACES.search(text.lower()) is not None


def place(words: str) -> int | None:
    """The index of a place in a row that a whole text names: "the second one" is 1, "last" is -1."""
    found = _ORDER_ALONE.fullmatch(words.lower().strip(" .?!"))
    return None if found is None else _index(found["order"])


def place_in(text: str) -> tuple[int, int] | None:
    """Where a text names a place in a row: "the first item" in "remove the first item from my list"."""
    found = _ORDER_IN_TEXT.search(text)
    return found.span() if found else None


def _index(order: str) -> int:
    if order in _LAST:
        return -1
    return _ORDERS.index(order) if order in _ORDERS else 0
