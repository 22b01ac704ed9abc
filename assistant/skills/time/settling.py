"""Slots of commands about timers, alarms and reminders as values and names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.skills.api import Call
from assistant.skills.parameters import context
from models.text.parse import Span, TimeOfDay, scan
from models.types import Command, Slot

_UNTIL = re.compile(r"\s*(?:\b(?:to|until|till|til)\b|-)\s*")


def settled(command: Command, call: Call) -> Command:
    """The command with one slot for each value or name: "from 7 to 7:20" holds two times."""
    slots = _joined([part for slot in command.slots for part in _parted(slot, call)], command)
    return replace(command, slots=tuple(slots))


def lengths_within(name: Slot, call: Call) -> list[Slot]:
    """Durations that a name holds: the "10 minute" of "my 10 minute rice timer"."""
    if name.start == name.end:
        return []
    found = []
    for length in scan.find("duration", name.value, context(call)):
        said, start = name.value[length.start : length.end], name.start + length.start
        found.append(Slot("duration", said, said, start, start + len(said)))
    return found


def without_lengths(name: str, call: Call) -> str:
    """A name without the duration that it holds."""
    for length in reversed(scan.find("duration", name, context(call))):
        name = f"{name[: length.start]} {name[length.end :]}"
    return " ".join(re.sub(r"^[\s-]+|[\s-]+$", "", name).split())


def _joined(slots: Sequence[Slot], command: Command) -> list[Slot]:
    """Slots with those made one that mark the words of one name: "wash the" and "car"."""
    joined: list[Slot] = []
    for slot in slots:
        last = joined[-1] if joined else None
        if last is not None and last.name == slot.name == "timer_name" and last.start < last.end:
            text = command.text[last.start - command.start : slot.end - command.start]
            if not command.text[last.end - command.start : slot.start - command.start].strip():
                joined[-1] = Slot(slot.name, text, text, last.start, slot.end)
                continue
        joined.append(slot)
    return joined


def _parted(slot: Slot, call: Call) -> list[Slot]:
    """A slot for a time of day, or the two of one that marks both the old and the new time."""
    if slot.name != "time" or scan.read("clock", slot.value, context(call)) is not None:
        return [slot]
    span = scan.read("span", slot.value, context(call))
    if not isinstance(span, Span) or not isinstance(span.start, TimeOfDay) or slot.start == slot.end:
        return [slot]
    between = next(
        (
            match
            for match in _UNTIL.finditer(slot.value)
            if all(
                scan.read("clock", part, context(call)) is not None
                for part in (slot.value[: match.start()], slot.value[match.end() :])
            )
        ),
        None,
    )
    if between is None:
        return [slot]
    first, second = slot.value[: between.start()], slot.value[between.end() :]
    return [
        Slot(slot.name, first, first, slot.start, slot.start + between.start()),
        Slot(slot.name, second, second, slot.start + between.end(), slot.end),
    ]
