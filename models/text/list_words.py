"""What the words of a command about lists say beside its items and names. Knows no skill."""

from __future__ import annotations

import re
from typing import Literal

Whole = Literal["create", "delete", "clear"]
"""What is done to a list as a whole."""

_WHOLE: tuple[tuple[Whole, str], ...] = (
    (
        "clear",
        r"clear(?:ing|ed)?|empty(?:ing)?|emptied|wip(?:e|ed|ing)|clean(?:ed|ing)?|eras(?:e|ed|ing)|reset"
        r"|start (?:\S+ ){0,4}(?:over|afresh|from scratch)",
    ),
    (
        "delete",
        r"delet(?:e|ed|ing)|remov(?:e|ed|ing)|scrap|bin|trash|drop|ditch|destroy|dump|throw|rid of|lose"
        r"|discard|kill|(?:it|that) can go",
    ),
    (
        "create",
        "create|creating|make|start|begin|open|new|another|set up|build|prepare|generate|fresh|put together",
    ),
)
_WHOLE_IN_TEXT = tuple((whole, re.compile(rf"\b(?:{words})\b")) for whole, words in _WHOLE)
_AROUND_WORDS = """
    a about afresh again all an and any anymore away be been blank called can can't completely contents
    could created don't done each entire entirely er every everything existing finished for from get go
    got had have hey i i'd i'm i've is it itself just kind last let let's like list lists longer made me
    more my myself named need no now of off ok okay old one our out over own please scratch so some
    thank thanks that the them then these this those titled to today's tonight's totally uh um up us
    want was we we'd we've whole will with would you your
"""
_AROUND = frozenset(_AROUND_WORDS.split())
"""Words beside the name of a list that tell of nothing on it."""
_WORD = re.compile(r"[\w']+")
_PUT_ON = re.compile(r"\b(?:on|to|onto|in) (?:an?|the|my|our)\b")
_FROM = re.compile(r"\b(?:from|off) (?!scratch)")
_PLACES = re.compile(r"\b(?:to|at) the (?:very )?(?:top|bottom|start|front|end|beginning)\b")
_RENAMING = re.compile(r"\b(?:re-?name|name|call|title)\b")
_TICKING = re.compile(
    r"(?:please )?(?:check|tick|cross|strike|mark) (?:.+ )?(?:off|out|done)\b", re.IGNORECASE
)
_USED_UP = re.compile(
    r"(?:oh no,? |oh,? |um,? |hey,? )?(?:we|i)(?:'re| are|'m| am|'ve| have)? (?:(?:just|all|nearly"
    r"|almost|completely"
    r"|running|run|ran|totally) )*(?:out of|low on) (?:the )?"
    r"(?!time|luck|town|order|here|bed|sight|office|control|ideas|money"
    r"|the\b)(?P<thing>[\w' -]+?)(?: again| now)?[.!]?$",
    re.IGNORECASE,
)
_REPLACING = re.compile(
    r"\b(?:swap|replace|change|substitute|exchange|switch) (?:out )?(?P<old>.+?) (?:for|with|by|to"
    r"|into) (?P<new>.+?)"
    r"(?: (?:on|in) (?:my|the|our)\b.*)?$",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\b(?:as )?(?:\w+ )?(?:separate|different|individual) (?:thing|item|entr)(?:s|y|ies)?\b|\bseparately\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\blists\b")
_ORDERS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LAST = ("last", "latest", "newest", "most recent", "bottom")
_NOUN = r"(?: (?:thing|item|one|entry|task|note|memo)s?\b)"
_ORDER = rf"(?P<order>{'|'.join((*_ORDERS, *_LAST, 'oldest', 'top'))})"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERED = rf"(?:item|thing|number|entry|note)(?: number)? (?P<number>{'|'.join(_NUMBERS)}|[1-9]\d?)\b"
_OF_NAMED = r"(?: of (?:those|these|them)\b)"
_ORDER_ALONE = re.compile(rf"(?:the |my )?{_ORDER}{_NOUN}?{_OF_NAMED}?|{_NUMBERED}")
_ORDER_IN_TEXT = re.compile(
    rf"\b(?:(?:the|my) )?{_ORDER}(?:{_NOUN}{_OF_NAMED}?|{_OF_NAMED})|\b{_NUMBERED}", re.IGNORECASE
)


def whole(text: str) -> Whole | None:
    """What a command does to a list as a whole, from its words outside items and names.

    A list is cleared or deleted only where nothing else follows: that may be an item that no slot marks.
    A text of nothing but a list ("a list, please") wants one.
    """
    said = text.lower().replace("’", "'")
    matches = ((kind, pattern.search(said)) for kind, pattern in _WHOLE_IN_TEXT)
    found = next(((kind, match) for kind, match in matches if match), None)
    if found is None:
        words = set(_WORD.findall(said))
        wants = words & {"list"} and words & {"a", "an", "want", "like", "need"}
        return "create" if wants and words <= _AROUND else None
    kind, match = found
    if kind == "create":
        return None if _PUT_ON.search(said) else kind
    following = said[match.end() :]
    return None if set(_WORD.findall(following)) - _AROUND or _FROM.search(following) else kind


def names_lists(text: str) -> bool:
    """Whether words outside items and names are about the lists themselves: "which lists do I have"."""
    return _LISTS.search(text.lower()) is not None


def apart_in(text: str) -> list[tuple[int, int]]:
    """Where a text says that what it joins is not one thing: "as two separate things"."""
    return [found.span() for found in _APART.finditer(text)]


def reorders(text: str) -> bool:
    """Whether words outside items and names move an item to another place on its list."""
    return _PLACES.search(text.lower()) is not None


def renames(text: str) -> bool:
    """Whether words outside items and names give a list another name."""
    return _RENAMING.search(text.lower()) is not None


def ticks_off(text: str) -> bool:
    """Whether a command ticks something off: "check the eggs off my list"."""
    return _TICKING.match(text) is not None


def used_up(text: str) -> tuple[int, int] | None:
    """Where a remark names what is used up: "coffee" in "we're out of coffee"; None for any other."""
    found = _USED_UP.match(text.replace("’", "'"))
    return found.span("thing") if found else None


def replaced(text: str) -> tuple[str, str] | None:
    """What a command replaces, and by what: "swap the milk for oat milk"; None where it does not say both."""
    found = _REPLACING.search(text)
    return (found["old"], found["new"].strip(" .!?")) if found else None


def place(words: str) -> int | None:
    """The index of a place in a row that a whole text names: "the second one" is 1, "last" is -1."""
    found = _ORDER_ALONE.fullmatch(words.lower().strip(" .?!"))
    if found is None:
        return None
    if number := found["number"]:
        return (int(number) if number.isdigit() else _NUMBERS.index(number) + 1) - 1
    return _index(found["order"])


def place_in(text: str) -> tuple[int, int] | None:
    """Where a text names a place in a row: "the first item" in "remove the first item from my list"."""
    found = _ORDER_IN_TEXT.search(text)
    return found.span() if found else None


def counts_named(text: str) -> bool:
    """Whether a place is one among the things just named, and not on the list: "the last of those"."""
    return re.search(rf"{_ORDER}{_NOUN}?{_OF_NAMED}", text, re.IGNORECASE) is not None


def _index(order: str) -> int:
    if order in _LAST:
        return -1
    return _ORDERS.index(order) if order in _ORDERS else 0
