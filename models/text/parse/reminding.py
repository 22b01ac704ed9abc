"""What a reminder is about, in words that can be said back, and whether somebody is to be woken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.text.deeds import deed
from models.text.parse import scan
from models.text.parse.reader import Context, Kind

_WAKING = re.compile(
    r"\b(?:wak(?:e|es|ing|eup)|wok(?:e|en)|get(?:ting)? (?:me |us )?(?:up|out of bed)|be (?:up|awake)|am up"
    r"|i'm up|sleep(?:ing)?|lie in|oversleep)\b"
)
_REMIND = re.compile(r"^(?!.*\balarm).*\bremind (?:me|us)\b")
_ASKED = re.compile(r"\bremind (?:me|us)\b.*?\b((?:not )?to|that|about)\b", re.IGNORECASE)
_TIMES: tuple[Kind, ...] = ("moment", "date", "clock", "repeat", "part", "span")
_NOTHING = re.compile(r"(?:\W|\b(?:at|on|in|please|and|for|the)\b)*", re.IGNORECASE)
_DANGLING = re.compile(r"(?:\W|\b(?:at|on|in|by|please|and|for)\b)+$", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:when(?:ever)?|if|once|unless|as soon as|the next time)"
    r" (?:i|we|you|he|she|it|they|there|some(?:one|body)|any(?:one|body)|the|my|our)\b"
    r"(?: (?!remind|wake|set|tell|give)[\w']+){1,5}",
    re.IGNORECASE,
)
_JOINER = re.compile(r"\b((?:not )?to|that|about|of|for)\b(?: (?:the|my|a|an|our))?\s*$")
_JOINED = re.compile(r"(?:not )?to |(?:that|about) ")
_ARTICLE = re.compile(r"\b(the|my|a|an|our)\s*$")
_YOURS = {
    "i": "you", "my": "your", "me": "you", "am": "are", "i'm": "you're", "i've": "you've", "i'll": "you'll",
    "i'd": "you'd", "mine": "yours", "myself": "yourself", "our": "your", "we": "you", "us": "you",
}  # fmt: skip
_DOING = re.compile(r"(to \w+(?: (?:up|out|off|in|back|down|away|for|to|at|on))*) ")
_WORD = re.compile(r"[\w']+")


def wakes(text: str) -> bool:
    """Whether an alarm is to wake somebody."""
    return _WAKING.search(text.lower()) is not None


def wants_reminder(text: str) -> bool:
    """Whether a text asks to be reminded, and names no alarm."""
    return _REMIND.search(text.lower()) is not None


def condition(text: str) -> str:
    """The clause of a text that waits for something else than a time, said back; empty for none."""
    found = _CONDITION.search(text)
    return yours(found[0]) if found else ""


def unmarked_subject(text: str, context: Context) -> str:
    """What a text wants to be reminded of, by its form alone; empty where it has another form.

    "remind me to walk at noon", "remind me tomorrow to ask when the shop opens".
    """
    asked = _ASKED.search(text)
    if asked is None:
        return ""
    start, end = asked.end(), len(text)
    times = [found for kind in _TIMES for found in scan.find(kind, text, context) if found.start > start]
    for found in sorted(times, key=lambda one: -one.end):
        if _NOTHING.fullmatch(text, found.end, end):
            end = found.start
    said = _DANGLING.sub("", text[start:end]).strip(" .,!?")
    return yours(f"{asked[1].lower()} {said}") if said else ""


def yours(text: str) -> str:
    """The words of a speaker said back: "call my mum" → "call your mum"."""
    return _WORD.sub(lambda word: _YOURS.get(word[0].lower(), word[0]), text)


def with_verb_of(before: str, about: str) -> str:
    """A subject that is but a name with the verb of the one before it: "dad" after "to call mum"."""
    doing = _DOING.match(before)
    if _JOINED.match(about) or deed(about) is not None:
        return about
    return f"{doing[1]} {about}" if doing else f"about {about}" if before.startswith("about ") else about


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
