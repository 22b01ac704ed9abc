"""A command → the command with what the conversation and its neighbours add. Knows no skill's meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant.conversation.done import Done
from models.text.parse import Context, Kind, scan
from models.text.parse.when import when
from models.types import Command

_NAMES = frozenset({"house_place", "device_type"})
"""Slots that name devices."""
_ANY_TIME = Context(datetime(2026, 1, 1, 12, tzinfo=UTC))
_SEVERAL: dict[str, Kind] = {"duration": "duration", "time": "clock"}
"""Slots whose words may be several values, and the kind of value."""
_BETWEEN = re.compile(r"\s*(?:,|\band\b)\s*")
Carried = Callable[[Command, str], bool]
"""Whether a follow-up of a command's intent takes over a slot of this name."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A command with the slots that it leaves out."""

    command: Command
    before: Done | None = None
    """What it leans on; None for a command of its own."""
    replaces: bool = False
    """Whether it takes the place of `before`, which is undone first."""

    @property
    def pointed(self) -> bool:
        """Whether "it" means what `before` touched."""
        return self.before is not None and not self.replaces


def resolve(command: Command, done: Sequence[Done], carried: Carried) -> Resolved:
    """Complete a correction or a follow-up from what was done before."""
    if command.relation not in ("correction", "follow_up") or not done:
        return Resolved(command)
    before = _leaned_on(command, done)
    if command.intent is None:
        command = replace(command, intent=before.command.intent, decision="act")
    if command.relation == "correction":
        command = _without_the_wrong(command)
    replaces = command.relation == "correction" and command.dialogue_act == "request"
    if command.intent != before.command.intent:
        return Resolved(command, before)
    merged = merge(command, before.command, carried if command.relation == "follow_up" else _all)
    return Resolved(merged, before, replaces)


def _without_the_wrong(command: Command) -> Command:
    """A correction without what was wrong: "not the kitchen, the den"; its words are blanks."""
    text, slots = command.text, list(command.slots)
    for words in command.modifiers.excluded:
        at = text.find(words)
        if at < 0:
            continue
        text = f"{text[:at]}{' ' * len(words)}{text[at + len(words) :]}"
        start, end = command.start + at, command.start + at + len(words)
        slots = [slot for slot in slots if not (start <= slot.start < slot.end <= end)]
    return replace(command, text=text, slots=tuple(slots), modifiers=replace(command.modifiers, excluded=()))


def share(commands: Sequence[Command], carried: Carried) -> list[Command]:
    """Complete commands of one intent from each other: "the kitchen" and "the hall to 50 %"."""
    shared = [part for command in _with_exceptions(commands) for part in parted(command)]
    commands = tuple(shared)
    for i, command in enumerate(shared):
        # what was said before counts more than what comes after
        for other in [*reversed(shared[:i]), *commands[i + 1 :]]:
            if other.dialogue_act != command.dialogue_act:
                continue
            if other.intent == command.intent:
                shared[i] = with_units(merge(shared[i], other, carried), other)
                if command.modifiers.all and _of_the_house(command):
                    # "all the lights in the den and in the hall, but not the lamp"
                    shared[i] = _also_without(shared[i], other.modifiers.excluded)
            elif _of_the_house(command) and _of_the_house(other):
                # "turn off the lights and the heater in the den"
                shared[i] = merge(shared[i], other, lambda _, name: name == "house_place")
    return shared


def _with_exceptions(commands: Sequence[Command]) -> list[Command]:
    """Requests without what a prohibition of the same kind keeps: "all lights off but leave the hall on"."""
    kept = list(commands)
    for i, command in enumerate(kept):
        if command.dialogue_act != "request" or not _of_the_house(command):
            continue
        for other in commands:
            if other.dialogue_act == "prohibition" and other.intent == command.intent:
                named = [slot.value for slot in other.slots if slot.name in _NAMES]
                but = (
                    *command.modifiers.excluded,
                    *other.modifiers.excluded,
                    *([" ".join(named)] if named else []),
                )
                kept[i] = replace(kept[i], modifiers=replace(command.modifiers, excluded=but))
    return kept


def _also_without(command: Command, excluded: Sequence[str]) -> Command:
    """The command with further exceptions."""
    both = tuple(dict.fromkeys((*command.modifiers.excluded, *excluded)))
    return replace(command, modifiers=replace(command.modifiers, excluded=both))


def parted(command: Command) -> list[Command]:
    """One command for each value where a slot holds several: the lengths of "one, two and three minutes"."""
    for slot in command.slots:
        kind = _SEVERAL.get(slot.name)
        if kind is None or scan.read(kind, slot.value, _ANY_TIME) is not None:
            continue
        parts = [part for part in _BETWEEN.split(slot.value) if part]
        readable = [scan.read(kind, p, _ANY_TIME) or scan.read("number", p, _ANY_TIME) for p in parts]
        if len(parts) > 1 and all(readable):
            others = tuple(other for other in command.slots if other is not slot)
            return [
                replace(command, slots=(*others, replace(slot, value=part, text=slot.text))) for part in parts
            ]
    return [command]


def _with_leading_time(commands: Sequence[Command], text: str) -> Sequence[Command]:
    """The commands without a first one that is but a time: "in an hour" is when the next one is done."""
    if len(commands) < 2 or commands[0].relation != "new" or commands[1].modifiers.at:
        return commands
    first, second, *rest = commands
    if when([first.text], _ANY_TIME) is None:
        return commands
    modifiers = replace(second.modifiers, at=first.text)
    said = text[first.start : second.end]
    return [replace(second, text=said, start=first.start, modifiers=modifiers), *rest]


def whole(commands: Sequence[Command], text: str) -> list[Command]:
    """The commands of a text with those made one again whose boundary cuts a length of time in two."""
    commands = _with_leading_time(commands, text)
    joined: list[Command] = list(commands[:1])
    for command in commands[1:]:
        last = joined[-1]
        bare = any(s.name == "duration" and _unit(s.value) is None for s in last.slots[-1:])
        between = [
            found
            for found in scan.find("duration", text, _ANY_TIME)
            if found.start < last.end and command.start < found.end
        ]
        if bare and between and command.intent == last.intent:
            joined[-1] = replace(
                last,
                text=text[last.start : command.end],
                end=command.end,
                slots=(*last.slots, *command.slots),
            )
        else:
            joined.append(command)
    return joined


def denied(command: Command) -> Command:
    """A request all of whose values are excepted is none: "my name is not Bob"."""
    excluded, texts = set(command.modifiers.excluded), {slot.text for slot in command.slots}
    if command.dialogue_act != "request" or command.modifiers.all or not texts or not texts <= excluded:
        return command
    return replace(command, dialogue_act="prohibition")


def _of_the_house(command: Command) -> bool:
    return command.intent is not None and command.intent.startswith("iot_")


def with_units(command: Command, other: Command) -> Command:
    """Bare values with what a neighbour says: "for one and two minutes", "at 6 and 6:30 am"."""
    slots = list(command.slots)
    of_a_day = any(slot.name == "timeofday" and slot.start < slot.end for slot in slots)
    for i, slot in enumerate(slots):
        halves = [_half(near.value) for near in other.slots if near.name == slot.name]
        if slot.name == "time" and not of_a_day and _half(slot.value) is None and any(halves):
            whole = f"{slot.value} {next(filter(None, halves))}"
            if scan.read("clock", whole, _ANY_TIME) is not None:
                slots[i] = replace(slot, value=whole)
            continue
        units = [_unit(near.value) for near in other.slots if near.name == slot.name]
        if slot.name == "duration" and scan.read("number", slot.value, _ANY_TIME) is not None and any(units):
            slots[i] = replace(slot, value=f"{slot.value} {next(filter(None, units))}")
    return replace(command, slots=tuple(slots))


def _unit(words: str) -> str | None:
    """The last word of a length of time; None of a bare number."""
    return words.split()[-1] if scan.read("duration", words, _ANY_TIME) is not None else None


def _half(words: str) -> str | None:
    """Which half of the day a time is said to be in: "am"; None where it is left open."""
    found = re.search(r"(?:\b|\d)([ap])\.?m\b", words.lower())
    return f"{found[1]}m" if found else None


def merge(command: Command, before: Command, carried: Carried) -> Command:
    """The command with the slots of `before` whose names it has none of, as far as they carry over."""
    named = {slot.name for slot in command.slots}
    # an empty stretch: their words stand in another text, or elsewhere in this one
    added = tuple(
        replace(slot, start=command.start, end=command.start)
        for slot in before.slots
        if slot.name not in named and carried(command, slot.name)
    )
    return replace(command, slots=(*command.slots, *added))


def _leaned_on(command: Command, done: Sequence[Done]) -> Done:
    """The latest of the same intent, if it is recent, else the latest."""
    recent = done[-3:]
    same = [one for one in recent if one.command.intent == command.intent]
    return (same or recent)[-1]


def _all(command: Command, name: str) -> bool:
    return True
