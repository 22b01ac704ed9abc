"""How commands about timers, alarms and reminders are read: which one, how long, when, and what about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from assistant.skills.api import Call, Parameter, Reading, Unclear
from assistant.skills.parameters import context
from assistant.skills.time.choosing import Which
from assistant.skills.time.settling import lengths_within, settled, without_lengths
from models.text import say
from models.text.parse import Kind, scan
from models.text.parse.changes import (
    Order,
    are_new,
    change,
    is_taken_off,
    means_all,
    order,
    passing,
    place_in,
)
from models.text.parse.reminding import yours
from models.text.parse.when import when
from models.types import Command, Slot

KINDS: tuple[Kind, ...] = ("repeat", "moment", "date", "clock", "part")
TIMES = ("time", "date", "timeofday", "general_frequency")
TIMER_NAMES = (
    "timer_name", "event_name", "item", "meal_type", "food_type", "alarm_type", "house_place", "device_type",
    "place_name",
)  # fmt: skip
ALARM_NAMES = ("event_name", "alarm_type", "timer_name", "meal_type")
SUBJECTS = (
    "event_name", "person", "relation", "meal_type", "place_name", "business_name", "business_type", "item",
    "note_text", "timer_name", "alarm_type", "app_name", "house_place", "device_type", "list_name",
    "media_type", "food_type",
)  # fmt: skip
"""Slots that say what a reminder is about; HWU64 marks the people and places of an event too."""
_HOW_LONG = re.compile(r"\bhow (?:long|much (?:time|longer)|soon|many (?:hours|minutes))\b", re.IGNORECASE)

# ── which one ────────────────────────────────────────────────────────────────


def which(
    names: Sequence[str],
    *,
    lengths: bool = False,
    times: bool = False,
    changes: bool = False,
    waits: bool = False,
) -> Parameter:
    """The words by which things are chosen.

    Arguments:
        names: slots of names.
        lengths: whether a duration chooses.
        times: whether times and days choose.
        changes: whether some of the values are new ones, which choose nothing.
        waits: whether the operation can be planned, so that "at" is the time of the plan.
    """
    slots = (*names, *(("duration",) if lengths else ()), *(TIMES if times else ()))
    used = ("all", "except", *(() if waits else ("at", "for")), *(("repeat",) if times or not waits else ()))

    def read(reading: Reading) -> Which:
        command = settled(reading.command, reading.call)
        kept = [slot for slot in command.slots if slot.name in slots]
        if changes:
            fresh = new_slots(command, slots, names)
            kept = [slot for slot in kept if slot not in fresh]
        elif lengths:
            taken = amounts_taken_off(command)
            kept = [slot for slot in kept if slot not in taken]
        named: list[str] = []
        places, sizes = [], []
        modifiers, text = reading.command.modifiers, _without_exceptions(reading.command)
        # what is excepted chooses nothing, though it has a slot
        kept = [
            slot
            for slot in kept
            if slot.start >= slot.end or text[slot.start - command.start : slot.end - command.start].strip()
        ]
        found_place = place_in(text)
        if found_place is not None:
            # what is carried over names another one
            kept = [slot for slot in kept if slot.start < slot.end]
        for slot in kept:
            # "the earlier of the two" is no name
            if slot.name not in names or _is_inside(slot, command, found_place):
                continue
            bare = clean(slot.value)
            if (place := order(bare)) is not None:
                places.append(place)
            elif lengths and (seconds := scan.read("duration", bare, context(reading.call))) is not None:
                sizes.append(timedelta(seconds=float(seconds)))
            elif lengths and (found := lengths_within(slot, reading.call)):
                sizes += [length_of(length.value, reading) for length in found]
                named += filter(None, [without_lengths(bare, reading.call)])
            elif bare:
                named.append(yours(bare) if "person" in names else bare)
        for slot in kept:
            if slot.name == "duration" and not _is_inside(slot, command, found_place):
                sizes.append(length_of(slot.value, reading))
        place = next(iter(places), None)
        if place is None and not named and found_place is not None:
            place = found_place[0]
        rejected = reading.command.relation == "correction" and not modifiers.all
        return Which(
            tuple(named),
            tuple(sizes),
            tuple(time_words(slot) for slot in kept if slot.name in TIMES) if times else (),
            place,
            modifiers.all or (place is None and not named and means_all(reading.command.text)),
            () if rejected else modifiers.excluded,
        )

    return Parameter(
        read, slots, used, answer=read, uses=_place, carries=False, say=lambda found: " ".join(found.names)
    )


def _without_exceptions(command: Command) -> str:
    """The text with blanks for what is excepted: "all but the second" is about no second one."""
    text = command.text
    for words in command.modifiers.excluded:
        text = text.replace(words, " " * len(words))
    return text


def _is_inside(slot: Slot, command: Command, place: tuple[Order, int, int] | None) -> bool:
    """Whether a slot marks words for a place among several things."""
    if place is None or slot.start >= slot.end:
        return False
    first, last = (command.start + at for at in place[1:])
    return first <= slot.start and slot.end <= last


def _place(text: str) -> list[tuple[int, int]]:
    found = place_in(text)
    return [*passing(text), *([] if found is None else [found[1:]])]


def new_slots(command: Command, slots: Sequence[str], names: Sequence[str]) -> list[Slot]:
    """The slots whose values a thing gets."""
    said = [slot for slot in command.slots if slot.name in slots and slot.start < slot.end]
    fresh: list[Slot] = []
    for group in ([slot for slot in said if slot.name in names], [s for s in said if s.name not in names]):
        spans = [(slot.start - command.start, slot.end - command.start) for slot in group]
        fresh += [slot for slot, new in zip(group, are_new(command.text, spans), strict=True) if new]
    if change(command.text, amounts_in(command)) != "rename":
        # a name is a new one only where something is renamed
        fresh = [slot for slot in fresh if slot.name not in names]
    # what a correction takes over from the command that it corrects
    carried = [slot for slot in command.slots if slot.start == slot.end and slot.name not in names]
    return fresh + [slot for slot in carried if slot.name in slots]


def amounts_taken_off(command: Command) -> list[Slot]:
    """Durations that are to be taken off a timer: "remove three minutes from it"."""
    return [
        slot
        for slot in command.slots
        if slot.name == "duration"
        and slot.start < slot.end
        and is_taken_off(command.text, (slot.start - command.start, slot.end - command.start))
    ]


def clean(name: str) -> str:
    """A name without its article and the word of its kind."""
    words = name.split()
    while words and words[0].lower() in ("the", "my", "a", "an", "our", "called", "for"):
        words = words[1:]
    while words and words[-1].lower() in (
        "timer",
        "timers",
        "alarm",
        "alarms",
        "reminder",
        "reminders",
        "one",
    ):
        words = words[:-1]
    return " ".join(words).removesuffix("'s") if words else ""


def amounts_in(command: Command) -> list[tuple[int, int]]:
    slots = [slot for slot in command.slots if slot.name in ("duration", *TIMES) and slot.start < slot.end]
    spans = [(slot.start - command.start, slot.end - command.start) for slot in slots]
    return [span for span, new in zip(spans, are_new(command.text, spans), strict=True) if new]


def asks_distance() -> Parameter:
    """Whether a question is about how long it is until something rings."""
    return Parameter(
        lambda reading: _HOW_LONG.search(reading.command.text) is not None or None, carries=False
    )


# ── how long ─────────────────────────────────────────────────────────────────


def length_of(words: str, reading: Reading) -> timedelta:
    """The duration that words stand for; a bare number has the unit that is said beside it, else is minutes.

    Raises:
        Unclear: they stand for none.
    """
    seconds = scan.read("duration", words, context(reading.call))
    if seconds is None:
        said = [*reading.command.slots, *(reading.before.slots if reading.before else ())]
        units = [slot.value.split()[-1] for slot in said if slot.name == "duration" and slot.value != words]
        tried = (
            scan.read("duration", f"{words} {unit}", context(reading.call)) for unit in (*units, "minutes")
        )
        seconds = next((found for found in tried if found is not None), None)
    if seconds is None:
        raise Unclear(f"I didn't get how long “{words}” is. How long?")
    return timedelta(seconds=float(seconds))


def timer_length(*modifiers: str) -> Parameter:
    """The length of a timer or a snooze: a duration, or the distance to a time of day."""

    def read(reading: Reading) -> timedelta | None:
        reading = replace(reading, command=settled(reading.command, reading.call))
        found = [slot for slot in reading.command.slots if slot.name == "duration"]
        for slot in reading.command.slots if not found else ():
            found += lengths_within(slot, reading.call) if slot.name in TIMER_NAMES else []
        if len(found) > 1:
            return _several_lengths(found, reading)
        if found:
            return length_of(found[0].value, reading)
        parts = time_parts(reading.command)
        return until(parts, reading) if parts else None

    def answer(reading: Reading) -> timedelta | None:
        if (said := read(reading)) is not None:
            return said
        text = reading.command.text
        # "ten" after "for how long?" is minutes, as people mean it
        for words in (text, f"{text.strip(' .?!')} minutes"):
            seconds = scan.read("duration", words, context(reading.call))
            if seconds is not None:
                return timedelta(seconds=float(seconds))
        return None

    def generous(reading: Reading) -> timedelta | None:
        try:
            return answer(reading)
        except Unclear:
            words = " ".join(reading.texts("duration"))
            seconds = scan.read("duration", f"{words} minutes", context(reading.call))
            return None if seconds is None else timedelta(seconds=float(seconds))

    slots = ("duration", "time", "date", "timeofday")
    return Parameter(
        read, slots, modifiers, ask="For how long?", answer=generous, kind="duration", say=say.duration
    )


def _several_lengths(found: Sequence[Slot], reading: Reading) -> timedelta:
    """ "one hour" and "thirty minutes" together, else the last of them: "ten, no, twelve minutes"."""
    start = reading.command.start
    whole = reading.command.text[found[0].start - start : found[-1].end - start]
    seconds = scan.read("duration", whole, context(reading.call))
    return timedelta(seconds=float(seconds)) if seconds is not None else length_of(found[-1].value, reading)


def until(parts: Sequence[str], reading: Reading) -> timedelta:
    found = when(parts, context(reading.call))
    if not isinstance(found, datetime):
        raise Unclear(f"I didn't get how long “{' '.join(parts)}” is. How long?")
    return found - reading.call.now


# ── when ────────────────────────────────────────────────────────────────────


def time_words(slot: Slot) -> str:
    """The words of a slot for a time, without what keeps them from being read."""
    words = slot.value.removesuffix("'s").removesuffix("’s")
    if words.lower() in ("everyday", "everynight"):
        words = f"every {words[5:]}"
    return f"the {words}" if words.lower() == "weekend" and slot.name == "date" else words


def time_parts(
    command: Command, slots: Sequence[Slot] | None = None, names: Sequence[str] = TIMES
) -> tuple[str, ...]:
    """The words for times in a command, in the order of the text: slots, and modifiers that no slot marks."""
    chosen = [slot for slot in (command.slots if slots is None else slots) if slot.name in names]
    found = [(slot.start, time_words(slot)) for slot in chosen]
    for words in (command.modifiers.repeat, command.modifiers.at):
        start = command.start + command.text.find(words) if words and words in command.text else -1
        if words and start >= 0 and not any(s.start < start + len(words) and start < s.end for s in chosen):
            found.append((start, words))
    return tuple(words for _, words in sorted(found))


def times_in(text: str, call: Call) -> list[str]:
    """The words for times anywhere in an answer."""
    if when((text,), context(call)) is not None:
        return [text]
    found = [f for kind in KINDS for f in scan.find(kind, text, context(call))]
    kept: list[Any] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return [text[one.start : one.end] for one in kept]
