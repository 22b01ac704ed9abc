"""Utterances that mean one thing whatever the classifier makes of them, and words that only order a talk."""

from __future__ import annotations

import re
from dataclasses import replace

from models.types import Command

_AROUND = re.compile(
    r"\b(?:please|thanks|thank you|okay|ok|oh|no|well|um|uh|er|hey|just|now|right|actually|sorry"
    r"|oops|never ?mind|wait|hang on|hold on|alright|all right|(?:can|could|would|will) you|do(?= be)|go on"
    r"|for me|already|then|so)\b"
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
    words = re.sub(r"[^a-z' ]+", " ", text.lower().replace("’", "'"))
    whole, bare = " ".join(words.split()), " ".join(_AROUND.sub(" ", words).split())
    return any(pattern.fullmatch(said) for said in (whole, bare))
