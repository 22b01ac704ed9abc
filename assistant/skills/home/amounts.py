"""The words for levels in a command, without those that a follow-up only inherits."""

from __future__ import annotations

import re

from assistant.skills.api import Reading
from assistant.skills.parameters import context
from models.text.parse.levels import level
from models.types import Command, Slot

SLOT = "change_amount"
_EXTREMES = frozenset(
    {
        "minimum", "min", "lowest", "dimmest", "darkest", "slowest", "maximum", "max", "highest", "brightest",
        "fastest", "full", "fully",
    }
)  # fmt: skip
_GREAT = frozenset({"bright", "high", "fast", "strong", "far", "wide"})
_UTMOST = re.compile(
    r"\bas (bright|high|fast|strong|far|wide|dark|dim|low|slow|little) as (?:possible|you can|(?:it|they) )"
)
_JOINTS = frozenset({"to", "at", "by"})


def amounts(reading: Reading) -> list[str]:
    """The words of the slot, in the order of the text.

    A level that comes from the command before does not hold for a follow-up without values of its own:
    "faster", after "set the fan to 50 percent".
    """
    command = reading.command
    own = [slot for slot in command.slots if slot.start < slot.end]
    said = [slot for slot in command.slots if slot.name == SLOT]
    if not any(slot.start < slot.end for slot in said) and (word := _extreme(command)):
        return [word]
    if own or command.relation == "new":
        return [_with_joint(slot, command) for slot in said]
    kept: list[str] = []
    for slot in said:
        inherited = level(slot.value, context(reading.call))
        if inherited is not None and inherited.relative:
            kept.append(slot.value)
    return kept


def _extreme(command: Command) -> str | None:
    """The word for a greatest or least level that no slot marks: "minimum brightness for the den"."""
    if utmost := _UTMOST.search(command.text.lower()):
        return "highest" if utmost[1] in _GREAT else "lowest"
    marked = [(slot.start - command.start, slot.end - command.start) for slot in command.slots]
    for word in re.finditer(r"[a-z]+", command.text.lower()):
        is_filled = word[0] == "full" and command.text[word.end() :].lower().startswith(" of ")
        inside = any(a < word.end() and word.start() < b for a, b in marked)
        if word[0] in _EXTREMES and not is_filled and not inside:
            return word[0]
    return None


def _with_joint(slot: Slot, command: Command) -> str:
    """The words with the "to" or "by" in front of them, which tells a level from a change of one."""
    before = command.text[: max(0, slot.start - command.start)].split()
    joint = before[-1].lower() if before and slot.start < slot.end else ""
    return f"{joint} {slot.value}" if joint in _JOINTS else slot.value
