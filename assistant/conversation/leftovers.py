"""What the parameters of an operation use of a command, and what is left over. Knows no skill's meaning."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant.conversation.partial import completed_from
from assistant.conversation.resolving import merge
from assistant.skills.api import Call, Operation, Parameter, Reading, Unclear
from assistant.skills.parameters import context
from models.manifest import modifiers_to_json
from models.text.parse import Kind, scan
from models.text.parse.when import when
from models.types import Command, Slot

_KINDS: dict[str, Kind] = {"duration": "duration", "time": "clock", "date": "date", "amount": "number"}
"""The kind of value that a slot holds."""
_DEVICE = "device_type"
TIME_SLOTS = frozenset({"time", "date", "timeofday", "duration", "general_frequency"})
"""Slots of times, which may mark the words of the modifiers `at`, `for` and `repeat` a second time."""
_TIME_KINDS: tuple[Kind, ...] = ("moment", "clock", "date", "duration", "part", "repeat")


def completed(found: Operation, command: Command, call: Call, before: Command | None = None) -> Command:
    """The command with whole values in its slots, and with the values that no slot marks.

    Arguments:
        before: the command that it leans on; where that holds a length, a bare number is one too ("add five
            to it").
    """
    if before is not None:
        command = completed_from(command, before, context(call))
    command = _named_device(found, _with_places(_retyped(_widened(found, command, call), call), call))
    for parameter in found.parameters.values():
        if any(slot.name in parameter.slots for slot in command.slots):
            continue
        stretches = _stretches(parameter, command.text, call)
        if parameter.kind == "duration" and not stretches and before is not None and _has_length(before):
            stretches = [(one.start, one.end) for one in scan.find("number", command.text, context(call))]
        for first, last in stretches:
            start, end = command.start + first, command.start + last
            inside = [slot for slot in command.slots if slot.start < end and start < slot.end]
            if parameter.kind is not None and [(slot.start, slot.end) for slot in inside] == [(start, end)]:
                # "ten minute" is the length of "a ten minute timer", and no name
                slots = (replace(s, name=parameter.slots[0]) if s in inside else s for s in command.slots)
                command = replace(command, slots=tuple(slots))
                break
            if not any(slot.start < end and start < slot.end for slot in command.slots):
                said = command.text[first:last]
                slot = Slot(parameter.slots[0], said, said, start, end)
                command = replace(command, slots=(*command.slots, slot))
                break
    return command


def _retyped(command: Command, call: Call) -> Command:
    """The command with a time of day that is marked as a length marked as a time: "a timer for 3 pm"."""
    slots = tuple(
        replace(slot, name="time")
        if slot.name == "duration"
        and scan.read("duration", slot.value, context(call)) is None
        and scan.read("number", slot.value, context(call)) is None
        and scan.read("clock", slot.value, context(call)) is not None
        else slot
        for slot in command.slots
    )
    return replace(command, slots=slots)


def _with_places(command: Command, call: Call) -> Command:
    """The command with a place that is marked as a time marked as one: "the water back on at number nine".

    It stands after what is to be done, and there is another time.
    """
    said = [slot for slot in command.slots if slot.start < slot.end]
    timed = [
        slot for slot in said if slot.name in TIME_SLOTS and when([slot.value], context(call)) is not None
    ]
    slots = tuple(
        replace(slot, name="place_name")
        if slot.name == "time"
        and timed
        and slot not in timed
        and any(one.name not in TIME_SLOTS and one.end <= slot.start for one in said)
        and not _holds_time(command, slot, call)
        else slot
        for slot in command.slots
    )
    return replace(command, slots=slots)


def _holds_time(command: Command, slot: Slot, call: Call) -> bool:
    start, end = slot.start - command.start, slot.end - command.start
    return any(
        found.start < end and start < found.end
        for kind in _TIME_KINDS
        for found in scan.find(kind, command.text, context(call))
    )


def _named_device(found: Operation, command: Command) -> Command:
    """The command with names of other kinds as those of devices where it is about these: "pause Rosie"."""
    used = {name for parameter in found.parameters.values() for name in parameter.slots}
    if _DEVICE not in used or "*" in used:
        return command
    slots: list[Slot] = []
    for slot in command.slots:
        last = slots[-1] if slots else None
        if slot.name.endswith("_name") and slot.name not in used:
            slots.append(replace(slot, name=_DEVICE))
        elif last and slot.name == "from_unit" and slot.start == last.end > last.start:
            # the K of "3500K"
            slots[-1] = replace(last, value=last.value + slot.text, text=last.text + slot.text, end=slot.end)
        else:
            slots.append(slot)
    return replace(command, slots=tuple(slots))


def _has_length(command: Command) -> bool:
    return any(slot.name == "duration" for slot in command.slots)


def _widened(found: Operation, command: Command, call: Call) -> Command:
    """The command with one slot for each value that its slots mark a part of: "1 and a" "1/2 hours".

    Words that a parameter uses in another way are no part: "one to six" of "move the later one to six".
    """
    used = _used(found, command.text)
    for name, kind in _KINDS.items():
        marked = [slot for slot in command.slots if slot.name == name and slot.start < slot.end]
        if not marked:
            continue
        for stretch in scan.find(kind, command.text, context(call)):
            if any(first < stretch.start < last for first, last in used):
                continue
            start, end = command.start + stretch.start, command.start + stretch.end
            parts = [slot for slot in command.slots if slot.start < end and start < slot.end]
            whole = (min(s.start for s in parts), max(s.end for s in parts)) if parts else (start, end)
            inside = start <= whole[0] and whole[1] <= end and (len(parts) > 1 or whole != (start, end))
            if inside and {slot.name for slot in parts} == {name}:
                said = command.text[stretch.start : stretch.end]
                others = [slot for slot in command.slots if slot not in parts]
                slots = sorted([*others, Slot(name, said, said, start, end)], key=lambda slot: slot.start)
                command = replace(command, slots=tuple(slots))
    return command


def _stretches(parameter: Parameter, text: str, call: Call) -> list[tuple[int, int]]:
    """Where a text may hold what a parameter is read from."""
    if parameter.find is not None:
        found = parameter.find(text)
        return [found] if found else []
    if parameter.kind is None:
        return []
    return [(found.start, found.end) for found in scan.find(parameter.kind, text, context(call))]


def answered(asked: Command, given: Command, parameter: Parameter) -> Command:
    """The command that was asked about with the values of the answer, for what leans on it later."""
    said = given.text.strip(" .!?")
    slots = given.slots or tuple(Slot(name, said, said, 0, 0) for name in parameter.slots[:1])
    return merge(asked, replace(given, slots=slots), lambda command, name: True)


def readable(found: Operation, command: Command, call: Call) -> dict[str, Any]:
    """The parameters of what is not to be done, as far as they can be read."""
    reading, values = Reading(command, call), {}
    for name, parameter in found.parameters.items():
        try:
            values[name] = parameter.read(reading)
        except Unclear:
            continue
    return {name: value for name, value in values.items() if value is not None}


def left_over(found: Operation, command: Command, call: Call, title: str) -> str | None:
    """Words of the command that no parameter uses: a slot, a modifier, a value."""
    slots = {name for parameter in found.parameters.values() for name in parameter.slots}
    modifiers = {name for parameter in found.parameters.values() for name in parameter.modifiers} | {"all"}
    if found.declared.delayable:
        modifiers |= {"at", "for", "repeat"}
    if "*" in slots:
        return None
    for slot in command.slots:
        # the words of a modifier may be marked a second time
        if slot.name not in slots and not any(slot.text in said for said in _said(command)):
            return slot.text
    for name, said in modifiers_to_json(command.modifiers).items():
        if name not in modifiers:
            return said[0] if isinstance(said, list) else str(said)
    marked = [(slot.start - command.start, slot.end - command.start) for slot in command.slots]
    marked += [
        match.span() for said in _said(command) for match in re.finditer(re.escape(said), command.text)
    ]
    marked += _used(found, command.text)
    for start, end in scan.covers(command.text, context(call)):
        used = any(first < end and start < last for first, last in marked)
        if not used and not _names_nothing(command.text, start, end, title):
            return command.text[start:end]
    return None


def _used(found: Operation, text: str) -> list[tuple[int, int]]:
    """Where words stand that parameters use though no slot marks them."""
    return [
        span for parameter in found.parameters.values() if parameter.uses for span in parameter.uses(text)
    ]


def _names_nothing(text: str, start: int, end: int, title: str) -> bool:
    """Whether a number is a pronoun ("that one") or counts the things themselves ("three timers")."""
    following = re.match(r"\W*(\w+)", text[end:])
    counted = following is not None and following[1].lower().rstrip("s") in _singulars(title)
    return text[start:end].lower() == "one" or counted


def _singulars(title: str) -> set[str]:
    """The words of a title without their plural's s."""
    return {word.rstrip("s") for word in title.lower().split()}


def _said(command: Command) -> list[str]:
    """The words of the modifiers."""
    modifiers = command.modifiers
    return [text for text in (*modifiers.excluded, modifiers.at, modifiers.repeat, modifiers.lasting) if text]
