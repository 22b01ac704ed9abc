"""Utterances that take back what was just done in other words than "undo": "no, leave the list as it was".

A prohibition of what was done, a wish for the state before it, or a refusal of one of its things: "not the
pellets after all". Knows no skill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.conversation.done import Done
from assistant.conversation.repair_words import HESITATION, REPAIR
from models.text.items import items, meant_items
from models.types import Command, Slot

_INTERJECTION = rf"(?:(?:{REPAIR}|{HESITATION}|but|and)\W+)*"
_REFUSED = re.compile(
    rf"\W*{_INTERJECTION}not\s+(?:(?:the|any|my|our|that|those|an?)\s+)?(?P<what>[^,;.!?]+?)"
    r"(?:\s*[.!?]?|\s+(?:after all|any ?more|any longer)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_RETURNS = re.compile(r"\bno\b|\boh\b|\bwait\b|\bactually\b|\bafter all\b|\bsorry\b", re.IGNORECASE)
_AFTER_ALL = re.compile(r"\bafter all\b|\bany ?more\b|\bany longer\b", re.IGNORECASE)
_FURTHER = re.compile(r"\b(?:more|else|again|others?|another|yet|any\w*|ever|next time)\b", re.IGNORECASE)
_CREATES = ("_set", "_createoradd", "_create")
"""Endings of intents whose prohibition may be about another thing of the kind."""
_THING = (
    r"(?P<thing>it|that|this|them|those|these|things|everything|all|(?:the|my|our) (?:[\w'-]+ ){0,2}[\w'-]+)"
)
_BEFORE = re.compile(
    rf"\b(?:leave|keep|put|have|make|restore|return|set|change|get|i want|i'd like) {_THING}(?: back)?"
    r" (?:(?:just |exactly )?(?:as|how|where|what|like|the way)|to (?:how|where|what|the way))"
    r" (?:it|they|that|things|everything|the \w+) (?:was|were|had been|used to be)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:.*[,;.]\s+)?(?:\W|\b(?:please|and|can you|could you|no|oh|sorry|actually)\b)*"
    rf"(?:put|bring|get|have) {_THING} back"
    r"(?: (?:again|please|on|on (?:it|there|the (?:\w+ )?list)))*\W*",
    re.IGNORECASE,
)
_TAKES_AWAY = ("_remove", "_cancel")
_ANYTHING = frozenset("it that this them those these things everything all".split())  # noqa: SIM905


def restores(text: str, latest: Done) -> bool:
    """Whether a text wants what was just changed to be as it was before: "put things back how they were"."""
    if (as_before := _BEFORE.search(text)) is not None:
        return _is_of(as_before["thing"], latest.command)
    back = _BACK.fullmatch(text)
    takes_away = (latest.command.intent or "").endswith(_TAKES_AWAY)
    if back is None or not takes_away:
        return False
    things = _things(latest.command)
    whole = len(things) < 2 and _is_of(back["thing"], latest.command)
    return whole or back["thing"].lower() in _ANYTHING


def _is_of(thing: str, command: Command) -> bool:
    """Whether a noun is one of a command's words, or what its intent is about."""
    noun = thing.lower().split()[-1]
    kind = (command.intent or "").partition("_")[0].rstrip("s")
    return noun in _ANYTHING or noun.rstrip("s") == kind or noun in _words(command.text)


def forbids_done(command: Command, latest: Done) -> bool:
    """Whether a command forbids all that was just done: "no, don't remove the eggs" once they are off."""
    given, intent = latest.command, command.intent or ""
    if _REFUSED.fullmatch(command.text):
        return False
    if command.dialogue_act != "prohibition" or intent != given.intent or _FURTHER.search(command.text):
        return False
    if intent.endswith(_CREATES) and command.relation != "correction" and not _RETURNS.search(command.text):
        return False
    named = {word for slot in command.slots if slot.start < slot.end for word in _words(slot.text)}
    things = _things(given)
    wanted = {word for thing in things for word in _words(thing)}
    # of several things the refusal of one takes back no more than that
    return named <= set(_words(given.text)) and (not named & wanted or len(things) == 1)


def without_the_refused(command: Command, done: Sequence[Done]) -> tuple[Command | None, Done] | None:
    """What is left of the latest change without things that an utterance refuses, and that change.

    The command is None where nothing is left; the whole is None where the change is about nothing of that.
    """
    before = next((one for one in reversed(done) if one.changes), None)
    if before is None or before.undo is None or (said := _refused_words(command, before)) is None:
        return None
    refused, things = items(re.sub(r"\bn?or\b", "and", said)), _things(before.command)
    gone = {found for one in refused for found in meant_items(one, things)}
    if gone and all(meant_items(one, things) for one in refused):
        left = [thing for thing in things if thing not in gone]
        return (_with_items(before.command, left) if left else None), before
    named = [slot.text for slot in before.command.slots if slot.start < slot.end][:1]
    whole = (
        not things
        and _AFTER_ALL.search(command.text)
        and any(set(_words(said)) <= set(_words(one)) for one in named)
    )
    return (None, before) if whole and (command.intent or "").endswith(_CREATES) else None


def cancels(command: Command) -> bool:
    """Whether a refusal asks to end or remove what is there: "not the bread timer after all"."""
    refused = _REFUSED.fullmatch(command.text) is not None and _AFTER_ALL.search(command.text) is not None
    forbids = command.dialogue_act == "prohibition"
    return refused and forbids and (command.intent or "").endswith(_TAKES_AWAY)


def _refused_words(command: Command, before: Done) -> str | None:
    """The words for what an utterance refuses; None where it refuses nothing that was there."""
    if (before.command.intent or "").endswith(_TAKES_AWAY) and (back := _BACK.fullmatch(command.text)):
        return back["thing"]
    if (refused := _REFUSED.fullmatch(command.text)) is not None and command.dialogue_act != "question":
        return refused["what"]
    things = [slot.value for slot in command.slots if slot.name == "item" and slot.start < slot.end]
    returns = command.relation == "correction" or _RETURNS.search(command.text)
    forbids = command.dialogue_act == "prohibition" and returns and not _FURTHER.search(command.text)
    return " and ".join(things) if things and forbids else None


def _things(command: Command) -> list[str]:
    """The items of a command, each as said."""
    return [item for slot in command.slots if slot.name == "item" for item in items(slot.value)]


def _with_items(command: Command, left: Sequence[str]) -> Command:
    """The command with these of its items, each marked by a slot of its own; its others are blanks."""
    text, slots = command.text, list[Slot]()
    for slot in command.slots:
        if slot.name != "item":
            slots.append(slot)
            continue
        kept = list(_places(slot, left))
        slots += kept
        start, end = slot.start - command.start, slot.end - command.start
        inside = {place - slot.start for one in kept for place in range(one.start, one.end)}
        blank = "".join(mark if at in inside else " " for at, mark in enumerate(text[start:end]))
        text = f"{text[:start]}{blank}{text[end:]}"
    return replace(command, text=text, slots=tuple(slots))


def _places(slot: Slot, left: Sequence[str]) -> Iterator[Slot]:
    """The items of a slot that are left, as slots."""
    for item in items(slot.value):
        if item in left:
            at = slot.text.find(item)
            start, end = (slot.start + at, slot.start + at + len(item)) if at >= 0 else (slot.start, slot.end)
            yield replace(slot, text=item, value=item, start=start, end=end)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'&-]+", text.lower())
