"""Corrections in the words of the command before: "not Peter, Martin"; "no, they're in the shed"."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation.repair_words import HESITATION, REPAIR
from models.text.whole_words import whole
from models.types import Command, Slot

_REFUSED = re.compile(
    r"\bnot (?:(?:the|an?|my|for|to|with|in|at|on)\s+)*(?P<wrong>\S.*?)(?:\s+after all\b.*)?[\s.!?]*$",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"[\s,;.–—-]*(?:(?:but|it'?s|i (?:said|meant|mean|want)|rather|to|with|for|the|an?|my)\s+)*",
    re.IGNORECASE,
)
_RETOLD = re.compile(
    rf"\W*(?:(?:{REPAIR}|{HESITATION}|but|and)\b\W*)*"
    r"(?:it|that|he|she|they)(?:['’](?:s|re)|\s+(?P<verb>\w+))\s+(?P<rest>\S.*?)[\s.!?]*",
    re.IGNORECASE,
)
_BEING = (
    re.compile(r"\b(?:is|are|was|were)\b", re.IGNORECASE),
    re.compile(r"(?<=\w)['’](?:s|re)\b", re.IGNORECASE),
)
"""The whole word first: "'s" may be a genitive."""


def retold(command: Command, before: Command) -> Command | None:
    """The earlier command with what a correction tells of the same subject; None where it tells nothing.

    "no, they're in the shed" after "remember that the keys are in the tin".
    """
    told = _RETOLD.fullmatch(command.text)
    if told is None or command.relation != "correction" or command.dialogue_act == "question":
        return None
    is_being = told["verb"] is None or _BEING[0].fullmatch(told["verb"])
    verbs = _BEING if is_being else (re.compile(rf"\b{told['verb']}\b", re.IGNORECASE),)
    place = next(filter(None, (verb.search(before.text) for verb in verbs)), None)
    if place is None:
        return None
    first = len(before.text) - len(before.text[place.end() :].lstrip())
    at = before.start + first
    end = next((slot.end for slot in before.slots if slot.start <= at < slot.end), before.end)
    rest = _without_refused(told["rest"], before)
    return _replaced(before, first, end - before.start, rest) if rest else None


def _without_refused(told: str, before: Command) -> str:
    """What is told, without the words that it refuses: "Dana, not Dan" after "my name is Dan"."""
    refused = _REFUSED.search(told)
    known = refused is not None and refused["wrong"].lower() in before.text.lower()
    return told[: refused.start()].rstrip(" ,;") if refused is not None and known else told


def reworded(command: Command, before: Command) -> Command | None:
    """The earlier command with other words in the place of the wrong ones; None where none are refused.

    The longest words that the earlier command has are the wrong ones.
    """
    refused = _REFUSED.search(command.text)
    if refused is None or command.dialogue_act == "question":
        return None
    words = list(re.finditer(r"\S+", refused["wrong"]))
    for last in range(len(words) - 1, 0, -1):
        wrong = refused["wrong"][: words[last - 1].end()].strip(" ,;.")
        place = re.search(whole(wrong), before.text, re.IGNORECASE)
        beginning = _RIGHT.match(refused["wrong"], words[last - 1].end())
        right = refused["wrong"][beginning.end() if beginning else 0 :]
        if place is not None and right:
            return _replaced(before, place.start(), place.end(), right)
    return None


def refuses(command: Command, before: Command) -> bool:
    """Whether a correction is but "not" and the one thing that the earlier command is about."""
    refused = _REFUSED.fullmatch(command.text.strip(" ,.;"))
    things = [slot.text.lower() for slot in before.slots if slot.start < slot.end]
    return refused is not None and refused["wrong"].lower() in things[:1] and len(things) <= 2


def _replaced(command: Command, first: int, last: int, words: str) -> Command:
    """The command with other words at a place of its text, and in the slot that has them."""
    more = len(words) - (last - first)
    start, end = command.start + first, command.start + last
    text = f"{command.text[:first]}{words}{command.text[last:]}"

    def moved(slot: Slot) -> Slot:
        if slot.start <= start and end <= slot.end:
            inside = text[slot.start - command.start : slot.end + more - command.start]
            return replace(slot, text=inside, value=inside, end=slot.end + more)
        return replace(slot, start=slot.start + more, end=slot.end + more) if slot.start >= end else slot

    slots = tuple(map(moved, command.slots))
    return replace(command, text=text, end=command.end + more, slots=slots, relation="correction")
