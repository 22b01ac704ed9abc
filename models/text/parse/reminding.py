"""What a reminder is about, in words that can be said back, and whether somebody is to be woken."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WAKING = re.compile(
    r"\b(?:wak(?:e|es|ing|eup)|get(?:ting)? (?:me |us )?(?:up|out of bed)|be (?:up|awake)|am up|i'm up"
    r"|sleep(?:ing)?|lie in|oversleep)\b"
)
_JOINER = re.compile(r"\b((?:not )?to|that|about|of|for)\b(?: (?:the|my|a|an|our))?\s*$")
_ARTICLE = re.compile(r"\b(the|my|a|an|our)\s*$")
_YOURS = {
    "i": "you", "my": "your", "me": "you", "am": "are", "i'm": "you're", "i've": "you've", "i'll": "you'll",
    "i'd": "you'd", "mine": "yours", "myself": "yourself", "our": "your", "we": "you", "us": "you",
}  # fmt: skip
_WORD = re.compile(r"[\w']+")


def wakes(text: str) -> bool:
    """Whether an alarm is to wake somebody."""
    return _WAKING.search(text.lower()) is not None


def yours(text: str) -> str:
    """The words of a speaker said back: "call my mum" → "call your mum"."""
    return _WORD.sub(lambda word: _YOURS.get(word[0].lower(), word[0]), text)


def subject(text: str, spans: Sequence[tuple[int, int]], times: Sequence[tuple[int, int]] = ()) -> str:
    """What a reminder is about, with the word that joins it: "to call your mum", "about the dentist".

    Arguments:
        spans: where the words of the subject stand, in order; at least one.
        times: where times stand, which do not belong to it.
    """
    first, last = spans[0][0], spans[-1][1]
    apart = any(first <= start < last for start, _ in times)
    words = " ".join(text[start:end] for start, end in spans) if apart else text[first:last]
    before = text[:first].lower()
    article = _ARTICLE.search(before)
    joiner = _JOINER.search(before)
    if article and joiner:
        words = f"{article[1]} {words}"
    joined = joiner[1] if joiner else ""
    if joined in ("of", "for"):
        joined = "about"
    return yours(f"{joined} {words}".strip())
