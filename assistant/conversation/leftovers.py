"""What the parameters of an operation use of a command, and what is left over. Knows no skill's meaning."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.skills.api import Call, Operation, Parameter
from assistant.skills.parameters import context
from models.manifest import modifiers_to_json
from models.text.parse import scan
from models.types import Command, Slot


def completed(found: Operation, command: Command, call: Call) -> Command:
    """The command with values that no slot marks, for the parameters that miss them."""
    for parameter in found.parameters.values():
        if any(slot.name in parameter.slots for slot in command.slots):
            continue
        for first, last in _stretches(parameter, command.text, call):
            start, end = command.start + first, command.start + last
            if not any(slot.start < end and start < slot.end for slot in command.slots):
                said = command.text[first:last]
                slot = Slot(parameter.slots[0], said, said, start, end)
                command = replace(command, slots=(*command.slots, slot))
                break
    return command


def _stretches(parameter: Parameter, text: str, call: Call) -> list[tuple[int, int]]:
    """Where a text may hold what a parameter is read from."""
    if parameter.find is not None:
        found = parameter.find(text)
        return [found] if found else []
    if parameter.kind is None:
        return []
    return [(found.start, found.end) for found in scan.find(parameter.kind, text, context(call))]


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
    marked += [span for p in found.parameters.values() if p.uses for span in p.uses(command.text)]
    for start, end in scan.covers(command.text, context(call)):
        used = any(first < end and start < last for first, last in marked)
        if not used and not _names_nothing(command.text, start, end, title):
            return command.text[start:end]
    return None


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
