"""What a question asks of a thing that is there: when it is or what is left of it, what is on it, or what a
day holds.

Told by the form of the question alone; knows no thing and no skill.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from models.text.lemmas import content_words
from models.text.normalise import fold

Asked = Literal["time", "contents", "day"]
"""When something is or how long it still lasts; what is on a list; what a day holds."""
_WHEN = re.compile(
    r"\b(?:when|what time|(?:what|which) day)(?:'s|'re|'ll"
    r"| is| are| am| do| does| will| shall| must| should| can| have| has)\b"
)
""" "When" of what is to come; "when was it" asks about the past."""
_HOW_LONG = re.compile(
    r"\bhow (?:long|soon|(?:much|many) (?:more )?(?:longer|time|days|hours|minutes|seconds))\b"
)
_LEFT = re.compile(
    r"\b(?:longer|left|remain(?:s|ing)?|still|got|to go|more (?:time|days|hours|minutes|seconds))\b"
)
_UNTIL = re.compile(r"\b(?:how soon|until|till?|before|over|goes off|for (?:the|my)|on (?:the|my))\b")
_TAKES = re.compile(r"\b(?:takes?|lasts?|for .+ to \w+)\b")
"""Words for how long something lasts in general: "how long do eggs take until they are done"."""
_IS = re.compile(r"\b(?:when|what time|(?:what|which) day)(?:'s| is| are)\b")
_CONTENTS = re.compile(r"\b(?:what|anything|something)(?:'s|'re)?\b.*\b(?:on|in|for|from)\b")
_HAPPENS = re.compile(
    r"\b(?:what|anything|something)(?:'s|'re)?\b.*"
    r"\b(?:on|happen(?:s|ing)?|planned|scheduled|coming|doing|going|due|have i|do i have|i(?:'ve)? got)\b"
)
_RINGS = re.compile(r"\b(?:go(?:es|ing)? off|ring(?:s|ing)?|mine)\b")
_OF_LISTENER = re.compile(r"\b(?:you|your|yours|you're|you've|you'll)\b")
_ASKING_WORDS = """
    until till til remain ring before again due still currently exactly actually long soon time second minute
    hour day week date begin start end finish last plan schedule happen come buy bring pack
"""
_ASKING = frozenset(_ASKING_WORDS.split())
"""Dictionary forms of words that ask, and name nothing."""


def asks_of(text: str) -> frozenset[Asked]:
    """What a question may ask of a thing; nothing for one of another form."""
    plain = _plain(text)
    found: set[Asked] = set()
    if _WHEN.search(plain) or _asks_what_is_left(plain):
        found.add("time")
    if _CONTENTS.search(plain):
        found.add("contents")
    if _HAPPENS.search(plain):
        found.add("day")
    return frozenset(found)


def means_the_only_one(text: str) -> bool:
    """Whether a question is about what rings or runs without a name for it: "when does mine go off"."""
    plain = _plain(text)
    rings = _WHEN.search(plain) is not None and _RINGS.search(plain) is not None
    return (rings or _asks_what_is_left(plain)) and _OF_LISTENER.search(plain) is None


def names_with_more(text: str) -> bool:
    """Whether words beside a name may belong to it, as in "when is the sauna session".

    "When does the sauna open" and "when will you be in the mood for a sauna" are about more than a name.
    """
    plain = _plain(text)
    about = _IS.search(plain) is not None or _asks_what_is_left(plain)
    return about and _OF_LISTENER.search(plain) is None


def naming_words(text: str, without: Sequence[tuple[int, int]] = ()) -> dict[str, frozenset[str]]:
    """The words of a question that may name a thing, each with its dictionary forms.

    Arguments:
        without: spans that name nothing, as those of days.
    """
    for start, end in without:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return {word: forms for word, forms in content_words(text).items() if not forms & _ASKING}


def _asks_what_is_left(plain: str) -> bool:
    if _HOW_LONG.search(plain) is None:
        return False
    return _LEFT.search(plain) is not None or (
        _UNTIL.search(plain) is not None and _TAKES.search(plain) is None
    )


def _plain(text: str) -> str:
    return " ".join(fold(text).strip(" ?!.,").split())
