"""Utterances that mean one thing whatever the classifier makes of them, and words that only order a talk."""

from __future__ import annotations

import re
from dataclasses import replace

from models.types import Command

_AROUND = re.compile(
    r"\b(?:please|thanks|thank you|okay|ok|oh|no|nah|nope|yeah|well|um|uh|er|hey|just|now|right|actually"
    r"|sorry|oops|never ?mind|wait|hang on|hold on|alright|all right|(?:can|could|would|will) you|do(?= be)"
    r"|go on|for me|already|then|so)\b"
)
_STOP = re.compile(
    r"(?:stop|halt|cease|quiet|silence|hush|shush|sh+|enough|shut up|shut it|pipe down|zip it)"
    r"(?: (?:it|that|this|there|down|up))?"
    r"|be (?:quiet|silent|still)|stop (?:talking|speaking|reading|ringing|beeping|the (?:noise|sound))"
    r"|(?:that'?s|that is|that'll|that will)(?: be)? (?:enough|do)|i(?: have|'ve)? heard enough|quit it"
    r"|cut it out|knock it off|hold your tongue"
)
_TAKEN_BACK = re.compile(
    r"(?:scratch|scrap|strike|undo|reverse|revert|forget|cancel|ignore|disregard|retract) (?:that|it|this)"
    r"(?: (?:one|last one|again))?|(?:i )?take (?:that|it) back(?: again)?|undo|put (?:that|it) back"
    r"|i (?:didn'?t|did not) (?:mean|want) (?:that|it|to do that)|i don'?t want that(?: after all)?"
)
_ASKED = r"(?:(?:can|could|would|will) (?:you|we) |let'?s )?"
_WHILE = r"(?:sec|second|seconds|moment|minute|bit|while|tick)"
_HOLD = (
    r"(?:wait|hold (?:on|up|it|your horses)|hold|hang on|pause)"
    rf"(?: (?:up|there|here|now))?(?: (?:for )?(?:just )?(?:a|an|one|half a) {_WHILE})?"
    rf"|(?:just|give me|i need)(?: just)? (?:a|one|half a|a few|a little) {_WHILE}"
    r"|(?:a|one|half a) (?:sec|second|moment|tick)|not so fast|bear with me"
    r"|let me (?:think|finish|speak|talk)(?: about (?:it|that))?"
)
_HOLDS = re.compile(rf"{_ASKED}(?:{_HOLD})(?: (?:and |no )?(?:{_HOLD}))*")
_ONE = r"(?:one|ones|bit|part|thing|item)"
_SKIPS = re.compile(
    rf"{_ASKED}(?:skip|pass|move on)(?: ahead)?"
    rf"(?: (?:it|that|this)(?: {_ONE})?| the (?:next|rest)(?: {_ONE})?)?"
    rf"|{_ASKED}(?:skip|go|go on|move on) to (?:the )?next(?: {_ONE})?"
    rf"|(?:the )?next(?: {_ONE})?|(?:drop|leave) (?:it|that|this)|don'?t bother|no need"
)
_BESIDE = frozenset("oh no okay ok alright right well um uh er hey sorry yeah but and please".split())  # noqa: SIM905
_BESIDE |= {"just", "thanks", "thank", "you", "then", "now", "will", "would"}
"""Words around such a phrase that change nothing."""
_MOST_WORDS = 10
_GIVEN_UP = re.compile(
    r"(?:(?:no|oh|actually|wait|well|on second thoughts?)\W+)*"
    r"(?:never ?mind|don'?t bother|leave it|skip it|drop it)"
)
_OPENING = re.compile(r"(?:\W|\b(?:and|then|so|okay|ok|right|well|please|now|also)\b)*", re.IGNORECASE)
_ORDER = re.compile(
    r"(?:first|second|third|last)(?:ly| of all| off| up)?\b|next\b|finally\b"
    r"|(?:one|another) (?:more|last) thing\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?<!\bthe)(?<!\bmy)(?<!\bon)\s(?:first|next)\W*$", re.IGNORECASE)
_DOES = re.compile(
    r"[\s,:]*(?:please|(?:can|could|would|will) you|i(?:'d| want| need| would)|let'?s"
    r"|set|start|add|put|cancel|stop|remove|delete|take|turn|switch|make|create|open|close|remind|wake|tell|give|what"
    r"|when|how|pause|resume|clear|empty|change|move|rename|call|write|read|show|dim|lock|unlock|play|skip|snooze|get"
    r"|bring|tick|cross|check|convert|an?|the|my)\b",
    re.IGNORECASE,
)
"""What a command begins with; after "first" it shows that no thing is counted ("first timer off")."""


def is_stop(text: str) -> bool:
    """Whether an utterance only wants silence: "okay, stop", "that's enough"."""
    return _matches(_STOP, text)


def takes_back(text: str) -> bool:
    """Whether an utterance only takes back what was just done: "scratch that"."""
    return _matches(_TAKEN_BACK, text)


def holds(text: str) -> bool:
    """Whether an utterance only asks for a pause: "wait", "hold on a second"."""
    return _matches_within(_HOLDS, text)


def skips(text: str) -> bool:
    """Whether an utterance only passes over what is being said: "next", "skip that"."""
    return _matches_within(_SKIPS, text)


def gives_up(text: str) -> bool:
    """Whether the end of an utterance gives up what it began: "no, forget it"."""
    return takes_back(text) or _matches(_GIVEN_UP, text)


def without_order(command: Command) -> Command:
    """The command without the words for its place among others: "first", "and then"; they become blanks.

    "first" and "next" stay where they say which thing is meant ("the first timer").
    """
    opening = _OPENING.match(command.text)
    begin = opening.end() if opening else 0
    found = _ORDER.match(command.text, begin)
    if found is None or not _DOES.match(command.text, found.end()):
        found = _LAST.search(command.text)
    if found is None:
        return command
    first, last = found.span()
    start, end = command.start + first, command.start + last
    if any(slot.start < end and start < slot.end for slot in command.slots):
        return command
    text = f"{command.text[:first]}{' ' * (last - first)}{command.text[last:]}"
    return replace(command, text=text)


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    whole = _words(text)
    return any(pattern.fullmatch(said) for said in (whole, " ".join(_AROUND.sub(" ", whole).split())))


def _matches_within(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the pattern is all of a text but some words at its ends."""
    words = _words(text).split()
    if len(words) > _MOST_WORDS:
        return False
    first, last = _outer(words), _outer(words[::-1])
    return any(
        pattern.fullmatch(" ".join(words[begin : len(words) - end]))
        for begin in range(first + 1)
        for end in range(last + 1)
    )


def _outer(words: list[str]) -> int:
    """How many words at the beginning change nothing."""
    return next((number for number, word in enumerate(words) if word not in _BESIDE), 0)


def _words(text: str) -> str:
    """The words in lower case, a blank between two."""
    return " ".join(re.sub(r"[^a-z\d' ]+", " ", text.lower().replace("’", "'")).split())
