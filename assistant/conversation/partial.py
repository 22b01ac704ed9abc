"""Values that are only a part: "hours, I mean" after "five minutes", "pm" after "at 7".

What is missing comes from the command that a correction or a follow-up leans on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from models.text.parse import Context, scan
from models.text.parse.clock import TimeOfDay
from models.text.parse.dates import MONTH_NAME
from models.types import Command, Slot

_HALF = re.compile(r"(?:in the )?([ap])\.? ?m\.?", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+(?:\.m\.)?", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(
    r"\b(?:the )?((?:(?:twenty|thirty)[ -]?)?[a-z]+(?:st|nd|rd|th)|\d+(?:st|nd|rd|th))\b", re.IGNORECASE
)
_YEAR = r"(?:this|next|last) year|(?:in )?(?:19|20)\d\d"
_ONLY_A_YEAR = re.compile(rf"\W*(?:(?:and|or|what about|how about|for)\b\W*)*({_YEAR})\W*", re.IGNORECASE)
_COUNT = re.compile(
    r"(?:an?|\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b\s*", re.IGNORECASE
)


def completed_from(command: Command, before: Command, context: Context) -> Command:
    """The command with whole values in place of parts, where the earlier command holds the rest."""
    if command.relation not in ("correction", "follow_up"):
        return command
    command = _with_amounts(_with_year(_with_months(command, before, context), before), before, context)
    for slot in _stretches(command):
        whole = _length(slot, before, context) or _time(slot, before, context)
        if whole is not None:
            others = [one for one in command.slots if one.start >= slot.end or one.end <= slot.start]
            # what was taken over from the earlier command is replaced too
            others = [one for one in others if one.name != whole.name or one.start < one.end]
            slots = sorted([*others, whole], key=lambda one: one.start)
            command = replace(command, slots=tuple(slots))
    return command


def _stretches(command: Command) -> Iterator[Slot]:
    """The stretches that may be parts: slots, and words that no slot marks."""
    marked = [slot for slot in command.slots if slot.start < slot.end]
    yield from marked
    for word in _WORD.finditer(command.text):
        start, end = command.start + word.start(), command.start + word.end()
        if not any(slot.start < end and start < slot.end for slot in marked):
            yield Slot("", word[0], word[0], start, end)


def _length(slot: Slot, before: Command, context: Context) -> Slot | None:
    """A unit with the number of the earlier length: "hours" after "five minutes"."""
    unit = slot.value.strip().lower()
    if re.fullmatch(r"[a-z]{3,}s", unit) is None or scan.read("duration", f"two {unit}", context) is None:
        return None
    for earlier in before.slots:
        number = re.sub(r"[a-z]+$", "", earlier.value.strip().lower()) if earlier.name == "duration" else ""
        if (
            number.strip()
            and scan.read("duration", whole := f"{number.strip(' -')} {unit}", context) is not None
        ):
            return replace(slot, name="duration", value=whole)
    return None


def _time(slot: Slot, before: Command, context: Context) -> Slot | None:
    """A half of the day or minutes with the earlier time: "pm" and "a quarter past" after "at 7"."""
    half, words = _HALF.fullmatch(slot.value.strip()), slot.value.strip()
    minutes = slot.name == "time" and scan.read("clock", words, context) is None
    for earlier in before.slots if half or minutes else ():
        clock = scan.read("clock", earlier.value, context) if earlier.name == "time" else None
        if not isinstance(clock, TimeOfDay):
            continue
        hour = (clock.hour - 1) % 12 + 1
        whole = (
            f"{hour}:{clock.minute:02} {half[1].lower()}m" if half else f"{words} {hour} {clock.half or ''}"
        )
        if scan.read("clock", whole, context) is not None:
            return replace(slot, name="time", value=whole.strip())
    return None


def _with_months(command: Command, before: Command, context: Context) -> Command:
    """The text with the month of the earlier date before a bare day: "the 6th" after "June 5th"."""
    dates = [before.text[one.start : one.end] for one in scan.find("date", before.text, context)]
    months = [found[0] for words in dates if (found := MONTH_NAME.search(words))]
    for bare in _DAY_OF_MONTH.finditer(command.text) if months else ():
        alone = MONTH_NAME.search(command.text) is None
        if alone and scan.read("date", whole := f"{months[-1]} {bare[1]}", context) is not None:
            return _replaced(command, bare.start(), bare.end(), whole)
    return command


def _with_year(command: Command, before: Command) -> Command:
    """The earlier question with another year: "and next year" after "what day is Christmas"."""
    year = _ONLY_A_YEAR.fullmatch(command.text)
    if year is None or command.dialogue_act != "question" or command.intent != before.intent:
        return command
    if before.relation == "follow_up":
        # the whole question is further back
        return command
    asked = before.text.strip(" ?.")
    text, held = re.subn(rf"\b(?:{_YEAR})\b", year[1], asked, count=1, flags=re.IGNORECASE)
    text = text if held else f"{asked} {year[1]}"
    return replace(command, text=text, end=command.start + len(text), slots=())


def _with_amounts(command: Command, before: Command, context: Context) -> Command:
    """The earlier item in another amount: "make that two" after "add milk"."""
    items = [slot for slot in before.slots if slot.name == "item"]
    if command.relation != "correction" or len(items) != 1:
        return command
    slots = tuple(
        replace(slot, value=_in_amount(slot.value.strip(), items[0].value, context))
        if slot.name == "item" and slot.start < slot.end
        else slot
        for slot in command.slots
    )
    return replace(command, slots=slots)


def _in_amount(said: str, thing: str, context: Context) -> str:
    """A thing in the amount that is said, its unit kept; what is said where that is no mere amount."""
    if scan.read("unit", said, context) is not None:
        measured = [one for one in scan.find("unit", thing, context) if one.start == 0]
        return f"{said}{thing[measured[0].end :]}" if measured else f"{said} of {thing}"
    if scan.read("number", said, context) is None and not _COUNT.fullmatch(said):
        return said
    counted = [one.end for one in scan.find("number", thing, context) if one.start == 0]
    article = _COUNT.match(thing)
    return f"{said} {thing[max([*counted, article.end() if article else 0]) :].strip()}"


def _replaced(command: Command, first: int, last: int, words: str) -> Command:
    """The command with other words at a place of its text, its slots moved along."""
    start, end, more = command.start + first, command.start + last, len(words) - (last - first)
    slots = []
    for slot in command.slots:
        if slot.start < end and start < slot.end:
            slots.append(replace(slot, value=words, text=words, start=start, end=end + more))
        else:
            move = more if slot.start >= end and slot.start < slot.end else 0
            slots.append(replace(slot, start=slot.start + move, end=slot.end + move))
    text = f"{command.text[:first]}{words}{command.text[last:]}"
    return replace(command, text=text, end=command.end + more, slots=tuple(slots))
