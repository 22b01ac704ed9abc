"""Words that a sentence takes back by saying them again after "no, not": "salt, no, not salt, pepper".

Also sentences that first say what is not to be done and then what is: "don't stop the tea, stop the rice".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversation.repair_words import HESITATION, MARK, REPAIR
from models.text.whole_words import whole

Stretch = tuple[int, int]

_OH = rf"(?:{HESITATION}|please)"
_ARTICLE = r"(?:(?:the|an?|any|my|our|some)\s+)"
_REFUSAL = re.compile(
    rf"{MARK}(?:{_OH}{MARK})*{REPAIR}{MARK}(?:(?:{_OH}|{REPAIR}){MARK})*not{MARK}"
    rf"(?:(?:for|at|on|to)\s+)?{_ARTICLE}?",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"{MARK}(?:(?:but|rather|i mean|make (?:it|that)|instead){MARK})*", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;.!?]+")
_LONGEST = 6
"""Words that are taken back."""
_JOINT_BEFORE = re.compile(r"(?:,?\s*\b(?:and|or|plus)\b|,)\s*(?:(?:the|an?|some|my)\s+)?$", re.IGNORECASE)
_JOINT_AFTER = re.compile(r"\s*(?:,?\s*\b(?:and|or|plus)\b|,)\s*", re.IGNORECASE)
_ARTICLE_BEFORE = re.compile(rf"\b{_ARTICLE}$", re.IGNORECASE)
_ARTICLE_AT = re.compile(_ARTICLE, re.IGNORECASE)
_TELLS = re.compile(r"(?:because|since|as|i|we|you|he|she|they|it|there|that)(?:['’]\w+)?\s", re.IGNORECASE)
_VERB = re.compile(
    r"(?:\W|\b(?:please|kindly|just|then|and|now|oh|okay|ok|so|um|uh|er|(?:can|could|would|will) you)\b)*"
    r"(?P<verb>[a-z]{3,})\b",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"(?:\W|\b(?:please|kindly|now|oh|okay|ok|so|but)\b)*"
    r"(?:(?:don['’]?t|do not|never)\s+(?P<verb>[a-z]+)|(?P<keeps>leave|keep))\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\s*[,;:.]\s+(?:(?:but|and|instead|rather|please|kindly)\s+)*(?=(?P<only>(?:just|only)\s+)?(?P<verb>[a-z]+)\b)",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|just)\b", re.IGNORECASE)
_REFUSES = re.compile(
    r"(?P<refused>\W*(?:(?:no|oh|well|actually|sorry|and|but|wait)\W+)*not [^.;!?]+? after all\b[^.;!?]*?)"
    r"(?:[.;!?]\s+|,\s+(?=(?:but|and|instead)\b))(?=\S)",
    re.IGNORECASE,
)
_FORBIDS_THEN = re.compile(
    r"\s*[,;:.]\s+(?:(?:but|and|please)\s+)*(?=(?:don['’]?t|do not|never)\s+[a-z]+\b)", re.IGNORECASE
)
_REST = re.compile(r"\b(?:all|every\w*|any\w*|else|others?|rest|except|but)\b", re.IGNORECASE)
_NO_VERB = frozenset("the a an my our it they that this these those i we you he she there not and or".split())  # noqa: SIM905


def without_refused(text: str) -> list[Stretch] | None:
    """The stretches of a text that are left, in their new order; None where it takes nothing back.

    What follows takes the place of the words, or begins the whole again with the same verb; where nothing
    follows, the words are taken out of what they are listed with.
    """
    for refusal in _REFUSAL.finditer(text):
        found = _said_before(text, refusal)
        if found is None:
            continue
        start, end, behind = found
        after = _AFTER.match(text, behind)
        rest = after.end() if after else behind
        if again := _begins_again(text, start, rest):
            return again
        if not text[rest:].strip(" .!?") or _TELLS.match(text, rest):
            if (gone := _listed(text, start, end)) is None:
                return None
            return [(0, gone[0]), (gone[1], refusal.start()), (behind, len(text))]
        return _replaced(text, (start, end), refusal.start(), rest)
    return None


def _said_before(text: str, refusal: re.Match[str]) -> tuple[int, int, int] | None:
    """Where the longest refused words were said first, and where their second mention ends."""
    words = list(_WORD.finditer(text, refusal.end()))[:_LONGEST]
    for last in reversed(words):
        said = text[refusal.end() : last.end()]
        if re.search(r"[,;.!?]\s", said):
            continue
        before = list(re.finditer(whole(said), text[: refusal.start()], re.IGNORECASE))
        if before:
            return (*before[-1].span(), last.end())
    return None


def _begins_again(text: str, start: int, rest: int) -> list[Stretch] | None:
    """The text with the words from its verb to the same verb behind the refusal left out."""
    verb = _VERB.match(text)
    if verb is None or verb.start("verb") >= start:
        return None
    again = re.compile(rf"\b{verb['verb']}\b", re.IGNORECASE).search(text, rest)
    return None if again is None else [(0, verb.start("verb")), (again.start(), len(text))]


def _listed(text: str, start: int, end: int) -> Stretch | None:
    """The place of some words with what joins them to others; None where they are listed with nothing."""
    if (joint := _JOINT_BEFORE.search(text[:start])) is not None:
        return joint.start(), end
    if (joint := _JOINT_AFTER.match(text, end)) is not None:
        return start, joint.end()
    return None


def _replaced(text: str, words: Stretch, until: int, rest: int) -> list[Stretch]:
    """The text with what follows the refusal in the place of the words."""
    start, end = words
    own, new = _ARTICLE_BEFORE.search(text[:start]), _ARTICLE_AT.match(text, rest)
    if own is not None and new is not None:
        start = own.start()
    between = text[end:until]
    tail = len(text) - len(between) if between.strip() and text.endswith(between) else len(text)
    closing = len(text[rest:tail]) - len(text[rest:tail].rstrip(" .!?"))
    return [(0, start), (rest, tail - closing), (end, until), (tail - closing, tail)]


def refused_and_wanted(text: str) -> Sequence[Stretch] | None:
    """Where a text refuses what was done, and where it goes on: "not the salt after all. Add sugar"."""
    refuses = _REFUSES.match(text)
    return None if refuses is None else ((0, refuses.end("refused")), (refuses.end(), len(text)))


def forbidden_and_wanted(text: str) -> Sequence[Stretch] | None:
    """Where a text forbids something and where it asks for something else; None where it is not both.

    The two have one verb, or what is wanted is "only" that.
    """
    forbids = _FORBIDS.match(text)
    if forbids is not None:
        for then in _THEN.finditer(text, forbids.end()):
            same = (forbids["verb"] or "").lower() == then["verb"].lower()
            only = then["only"] or _ONLY.search(text, then.end())
            if then["verb"].lower() in _NO_VERB or not (same or only) or _REST.search(text, then.end()):
                continue
            return (0, then.start()), (then.end(), len(text))
        return None
    behind = _FORBIDS_THEN.search(text)
    if behind is not None and _ONLY.search(text[: behind.start()]):
        return (0, behind.start()), (behind.end(), len(text))
    return None
