"""When a delayed command is carried out. Knows words for times, and no skill."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.memory.plans import Plan
from assistant.skills.api import Call, Operation, Unclear
from assistant.skills.parameters import context
from models.text import say_dates
from models.text.parse import Context, Recurrence, scan
from models.text.parse.occurrences import following
from models.text.parse.when import DayPart, when
from models.types import Command, Modifiers

TIME_SLOTS = frozenset({"time", "date", "timeofday", "duration", "general_frequency"})
"""Slots that may mark the words of the modifiers `at`, `for` and `repeat` a second time."""
_TIMES = ("duration", "clock", "date", "moment", "repeat")
"""Kinds of values of operations that have a time of their own."""
_ANY_TIME = Context(datetime(2026, 1, 1, 12, tzinfo=UTC))


def with_time(found: Operation, command: Command) -> Command:
    """A command that can wait, with its time as the modifier `at` where only slots mark it.

    What no parameter uses says when it is to be done; so does "in ten minutes", where the operation can do
    without a length.
    """
    said = command.modifiers
    if not found.declared.delayable or said.at or said.repeat:
        return command
    uses = {name for parameter in found.parameters.values() for name in parameter.slots}
    needs = {slot for name in found.needed for slot in found.parameters[name].slots}
    timeless = not any(parameter.kind in _TIMES for parameter in found.parameters.values())
    text, spans = command.text, []
    for slot in command.slots:
        start, end = slot.start - command.start, slot.end - command.start
        before = re.search(r"\b(?:in|at|on|by)(?: the)?\s*$", text[:start].lower())
        distant = before is not None and before[0].startswith("in") and _is_duration(slot.value)
        # "milk on my list at five" is done at five; beside an item ("ring the bank at five") it is the item's
        edge = not text[end:].strip(" .!?") or (before is not None and not text[: before.start()].strip())
        beside = [near for near in command.slots if near.start < slot.start and near.name not in TIME_SLOTS]
        apart = timeless and before is not None and before[0].startswith(("in", "at")) and edge
        apart = apart and not (beside and beside[-1].name == "item")
        free = slot.name not in uses or apart or (distant and slot.name not in needs)
        if "*" not in uses and slot.name in TIME_SLOTS and free and slot.start < slot.end:
            spans.append((before.start() if before else start, end))
    if not spans:
        return _postponed(command) if timeless else command
    first, last = min(spans)[0], max(end for _, end in spans)
    between = [slot for slot in command.slots if first < slot.start - command.start < last]
    if any(slot.name not in TIME_SLOTS for slot in between):
        return command
    return replace(command, modifiers=replace(said, at=text[first:last]))


def is_timed(found: Operation, command: Command) -> bool:
    """Whether the command is to be carried out later."""
    used = {modifier for parameter in found.parameters.values() for modifier in parameter.modifiers}
    at, repeat = command.modifiers.at and "at" not in used, command.modifiers.repeat and "repeat" not in used
    return found.declared.delayable and bool(at or repeat)


def _is_duration(words: str) -> bool:
    return scan.read("duration", words, _ANY_TIME) is not None


def due(command: Command, call: Call) -> tuple[datetime, Recurrence | None]:
    """The moment at which a delayed command is carried out first, and how it is repeated.

    Raises:
        Unclear: its time is no moment to come.
    """
    parts = [part for part in (command.modifiers.repeat, command.modifiers.at) if part]
    words = " ".join(parts)
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


def _postponed(command: Command) -> Command:
    """A command with a distance from now ("in ten minutes") as its time, whatever marks its words."""
    for stretch in scan.find("moment", command.text, _ANY_TIME):
        said = command.text[stretch.start : stretch.end]
        if said.lower().startswith("in ") and stretch.value > _ANY_TIME.now:
            return replace(command, modifiers=replace(command.modifiers, at=said))
    return command


def _excepted(command: Command) -> tuple[str, ...]:
    """Exceptions of a repetition; those of a command without one are no days."""
    return command.modifiers.excluded if command.modifiers.repeat else ()


def end(command: Command, call: Call) -> datetime:
    """The moment at which what a command does is undone: "for an hour"."""
    words = command.modifiers.lasting or ""
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
    slots = tuple(
        slot
        for slot in command.slots
        if not (slot.name in TIME_SLOTS and any(a <= slot.start and slot.end <= b for a, b in blank))
    )
    modifiers = Modifiers(
        all=command.modifiers.all,
        excluded=() if command.modifiers.repeat else command.modifiers.excluded,
        lasting=command.modifiers.lasting,
    )
    return replace(command, text=text, slots=slots, modifiers=modifiers, relation="new")


def sentence(plan: Plan, call: Call) -> str:
    """What is said about a new plan."""
    hours24 = call.profile.hours24
    if plan.recurrence is not None:
        return f"I'll {plan.what} {say_dates.repeat(plan.recurrence, call.now.date(), hours24=hours24)}."
    return f"I'll {plan.what} {say_dates.moment(plan.due, call.now, hours24=hours24)}."
