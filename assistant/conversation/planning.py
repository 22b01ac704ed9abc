"""When a delayed command is carried out. Knows words for times, and no skill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from assistant.conversation.delays import Delay, delays
from assistant.conversation.done import Done
from assistant.conversation.leftovers import TIME_SLOTS, completed
from assistant.memory.plans import Plan
from assistant.skills.api import Call, Operation, Reading, Unclear
from assistant.skills.parameters import context
from models.text import say_dates
from models.text.parse import Recurrence, scan
from models.text.parse.occurrences import following
from models.text.parse.when import DayPart, when
from models.text.whole_words import whole
from models.types import Command, Modifiers, Slot

_UNTIL_TOLD = re.compile(
    r"(?:for )?(?:now|(?:just )?(?:a|one) (?:little |wee )?(?:bit|moment|sec|tick|while)"
    r"|the (?:moment|time being|present))"
)
"""Lengths of time that no one measures."""
_IN_TIME = re.compile(r"^(in\b.*?)(?:['’]s?)? time$", re.IGNORECASE | re.DOTALL)


def with_time(found: Operation, command: Command, call: Call, before: Done | None = None) -> Command:
    """A command that can wait, with its time as the modifier `at`, whatever marks the words.

    A time says when the command is done where its operation can do without it; so does what no parameter
    uses. A time that the operation needs is none of the modifiers.

    Arguments:
        before: what the command leans on.
    """
    said = command.modifiers
    if not found.declared.delayable or said.repeat or _takes_all(found):
        return command
    leaned_on = before.command if before else None
    for delay in delays(command.text, context(call)):
        if _is_free(found, command, delay, pointed=before is not None):
            at = command.text[delay.start : delay.end]
            later = replace(command, modifiers=replace(said, at=at))
            if _stands_alone(found, without_time(later), call, leaned_on):
                return later
    if said.at:
        bare = replace(command, modifiers=replace(said, at=None))
        needed = not _stands_alone(found, without_time(command), call, leaned_on)
        return bare if needed and _stands_alone(found, bare, call, leaned_on) else command
    return _with_unused(found, command)


def _is_free(found: Operation, command: Command, delay: Delay, *, pointed: bool) -> bool:
    """Whether a time at its place in the text may be when the command is done, and not a value of it."""
    start, end = command.start + delay.start, command.start + delay.end
    excepted = [re.search(whole(words), command.text) for words in command.modifiers.excluded]
    if any(one.start() < delay.end and delay.start < one.end() for one in excepted if one is not None):
        # "all but the one at nine" tells which, and no time
        return False
    inside = [slot for slot in command.slots if slot.start < end and start < slot.end]
    if any(slot.name not in TIME_SLOTS for slot in inside):
        return False
    if delay.distant or delay.leading:
        return True
    # "milk on my list at five" is done at five; beside an item ("ring the bank at five") it is the item's
    beside = [near for near in command.slots if near.end <= start and near.name not in TIME_SLOTS]
    if beside and beside[-1].name == "item":
        return False
    # "cancel my alarm at seven" says which alarm; "cancel that alarm at seven" cannot
    # times among the words of items are used only beside an item
    slots = {name: parameter.slots for name, parameter in found.parameters.items()}
    users = [name for name, names in slots.items() if "time" in names and names[0] != "item"]
    return pointed or all(name in found.needed for name in users)


def _stands_alone(found: Operation, command: Command, call: Call, before: Command | None) -> bool:
    """Whether a command holds all that its operation needs, and nothing half understood."""
    reading = Reading(completed(found, command, call, before), call, before)
    try:
        read = {name: parameter.read(reading) for name, parameter in found.parameters.items()}
    except Unclear:
        return False
    return all(read[name] is not None for name in found.needed)


def _takes_all(found: Operation) -> bool:
    """Whether a parameter uses the whole text."""
    return any("*" in parameter.slots for parameter in found.parameters.values())


def _with_unused(found: Operation, command: Command) -> Command:
    """The command with the slots of times that no parameter uses as its time: "hall on tomorrow morning"."""
    uses = {name for parameter in found.parameters.values() for name in parameter.slots}
    text, spans = command.text, []
    for slot in command.slots:
        start, end = slot.start - command.start, slot.end - command.start
        if slot.name in TIME_SLOTS and slot.name not in uses and slot.start < slot.end:
            before = re.search(r"\b(?:in|at|on|by)(?: the)?\s*$", text[:start].lower())
            spans.append((before.start() if before else start, end))
    if not spans:
        return command
    first, last = min(spans)[0], max(end for _, end in spans)
    between = [slot for slot in command.slots if first < slot.start - command.start < last]
    if any(slot.name not in TIME_SLOTS for slot in between):
        return command
    return replace(command, modifiers=replace(command.modifiers, at=text[first:last]))


def is_timed(found: Operation, command: Command) -> bool:
    """Whether the command is to be carried out later."""
    used = {modifier for parameter in found.parameters.values() for modifier in parameter.modifiers}
    at, repeat = command.modifiers.at and "at" not in used, command.modifiers.repeat and "repeat" not in used
    return found.declared.delayable and bool(at or repeat)


def due(command: Command, call: Call) -> tuple[datetime, Recurrence | None]:
    """The moment at which a delayed command is carried out first, and how it is repeated.

    Raises:
        Unclear: its time is no moment to come.
    """
    parts = [part for part in (command.modifiers.repeat, command.modifiers.at) if part]
    words = " ".join(parts)
    # "in two minutes' time"
    parts = [_IN_TIME.sub(r"\1", part) for part in parts]
    found = when(parts, context(call), excepted=_excepted(command))
    if isinstance(found, Recurrence):
        first = following(found, call.now, call.now)
        if first is not None:
            return first, found
    moment = found.usual(context(call)) if isinstance(found, DayPart) else found
    if not isinstance(moment, datetime):
        raise Unclear(f"I didn't get when “{words}” is. When should I do that?")
    if moment <= call.now:
        raise Unclear(f"“{words}” is in the past.")
    return moment, None


def _excepted(command: Command) -> tuple[str, ...]:
    """Exceptions of a repetition; those of a command without one are no days."""
    return command.modifiers.excluded if command.modifiers.repeat else ()


def end(command: Command, call: Call) -> datetime | None:
    """The moment at which what a command does is undone: "for an hour"; None if left open: "for now".

    Raises:
        Unclear: its words are no length of time.
    """
    words = command.modifiers.lasting or ""
    if _UNTIL_TOLD.fullmatch(words.strip().lower()):
        return None
    seconds = scan.read("duration", words, context(call))
    if seconds is None:
        raise Unclear(f"I didn't get how long “{words}” is.")
    return call.now + timedelta(seconds=float(seconds))


def without_time(command: Command) -> Command:
    """The command as it is carried out when its time has come; the words of its time are blanks."""
    said = [command.modifiers.at, command.modifiers.repeat, *_excepted(command)]
    text, blank = command.text, []
    for words in filter(None, said):
        start = text.find(words)
        if start >= 0:
            blank.append((command.start + start, command.start + start + len(words)))
            text = f"{text[:start]}{' ' * len(words)}{text[start + len(words) :]}"
    slots = tuple(kept for slot in command.slots if (kept := _outside(slot, blank)) is not None)
    modifiers = Modifiers(
        all=command.modifiers.all,
        excluded=() if command.modifiers.repeat else command.modifiers.excluded,
        lasting=command.modifiers.lasting,
    )
    return replace(command, text=text, slots=slots, modifiers=modifiers, relation="new")


def _outside(slot: Slot, blank: Sequence[tuple[int, int]]) -> Slot | None:
    """A slot without its words that are blanks now; None where nothing of a time is left."""
    if slot.name not in TIME_SLOTS:
        return slot
    for first, last in blank:
        if first <= slot.start and slot.end <= last:
            return None
        if slot.start < first < slot.end <= last:
            words = slot.text[: first - slot.start].rstrip()
            slot = replace(slot, value=words, text=words, end=slot.start + len(words))
    return slot


def sentence(plan: Plan, call: Call) -> str:
    """What is said about a new plan."""
    hours24 = call.profile.hours24
    if plan.recurrence is not None:
        return f"I'll {plan.what} {say_dates.repeat(plan.recurrence, call.now.date(), hours24=hours24)}."
    return f"I'll {plan.what} {say_dates.moment(plan.due, call.now, hours24=hours24)}."
