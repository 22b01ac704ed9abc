"""What is done to a timer, an alarm or a reminder, as a command says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from assistant.skills.api import Call, Parameter, Reading, Unclear
from assistant.skills.parameters import context
from assistant.skills.time.entries import Entry
from assistant.skills.time.reading import (
    TIMES,
    amounts_in,
    amounts_taken_off,
    clean,
    length_of,
    new_slots,
    time_parts,
    times_in,
    until,
)
from assistant.skills.time.settling import settled
from models.text import say
from models.text.parse import TimeOfDay, scan
from models.text.parse.changes import Change, change, is_from_the_start, is_open_shift, sets_anew
from models.types import Command, Slot

_MINUTES = re.compile(r"(?:a )?[\w-]+(?: minutes?)? (?:past|to|after)", re.IGNORECASE)
_SIGN = re.compile(r"^(?:minus|negative|less|plus|another|an additional|an extra)\s+", re.IGNORECASE)


Anew = Literal["again", "from the start"]
"""Of a timer that is paused, "start it again" carries on."""


@dataclass(frozen=True, slots=True)
class Changing:
    """What is done to a timer, an alarm or a reminder."""

    kind: Change
    amount: timedelta | None = None
    name: str = ""
    times: tuple[str, ...] = ()
    """Words for the new time."""


def changing(names: Sequence[str], *, times: bool = False, only: Parameter | None = None) -> Parameter:
    """What is done to the things that are chosen.

    Arguments:
        names: slots of names.
        times: whether a time or a day may be a new value; else a duration is.
        only: whether anything is changed at all; None where it always is.
    """
    slots = ("duration", *names, *(TIMES if times else ("time",)))

    def read(reading: Reading) -> Changing | None:
        if only is not None and not only.read(reading):
            return None
        command = settled(reading.command, reading.call)
        fresh = new_slots(command, slots, names)
        if only is not None:
            fresh = [slot for slot in fresh if slot.start < slot.end]
        said = amounts_in(command)
        if is_open_shift(command.text, said):
            raise Unclear("Earlier or later?" if times else "Longer or shorter?")
        kind = change(command.text, said)
        if kind is None and reading.before is not None:
            kind = change(reading.before.text, amounts_in(reading.before))
        shifts = kind in ("more", "less")
        lengths = [
            slot for slot in fresh if slot.name == "duration" or (shifts and is_length(slot, reading.call))
        ]
        amounts = [length_of(_SIGN.sub("", slot.value), reading) for slot in lengths]
        parts = time_parts(command, [slot for slot in fresh if slot not in lengths])
        parts = tuple(_with_hour(part, command, reading.call) for part in parts)
        if not times and not amounts and parts:
            amounts = [until(parts, reading)]
        name = next((clean(slot.value) for slot in fresh if slot.name in names), "")
        return _complete(Changing(kind or "to", next(iter(amounts), None), name, parts))

    def _complete(made: Changing) -> Changing:
        if made.kind == "rename" and not made.name:
            raise Unclear("What should I call it?")
        if made.kind in ("more", "less") and made.amount is None:
            if times and made.times:
                return Changing("to", None, "", made.times)
            raise Unclear("By how much?")
        if made.kind == "to" and not times and made.amount is None:
            raise Unclear("To how long?")
        if made.kind == "to" and times and not made.times:
            raise Unclear("To what time?")
        return made

    def answer(reading: Reading) -> Changing | None:
        command, asked = reading.command, reading.before or reading.command
        way = change(command.text)
        if way in ("more", "less") and (amounts := amounts_in(asked)):
            words = asked.text[slice(*amounts[-1])]
            return Changing(way, length_of(words, Reading(asked, reading.call)))
        kind = change(asked.text, amounts_in(asked)) or "to"
        text = command.text.strip(" .?!")
        if kind == "rename":
            return Changing(kind, name=clean(reading.first(*names) or text))
        if kind == "to" and times:
            parts = time_parts(command) or tuple(times_in(text, reading.call))
            return Changing(kind, times=parts) if parts else None
        for words in (reading.first("duration") or text, f"{text} minutes"):
            seconds = scan.read("duration", words, context(reading.call))
            if seconds is not None:
                return Changing(kind, timedelta(seconds=float(seconds)))
        return None

    return Parameter(
        read,
        slots,
        ("repeat",) if times else (),
        ask="What should I change about it?",
        answer=answer,
        kind="duration",
        carries=False,
        say=_said,
    )


def _with_hour(words: str, command: Command, call: Call) -> str:
    """Minutes with the hour of the time that is changed: "quarter past" of "the seven o'clock"."""
    if _MINUTES.fullmatch(words) is None:
        return words
    for slot in command.slots:
        clock = scan.read("clock", slot.value, context(call)) if slot.value != words else None
        if isinstance(clock, TimeOfDay):
            return f"{words} {(clock.hour - 1) % 12 + 1} {clock.half or ''}".strip()
    return words


def taken_off() -> Parameter:
    """What is to be taken off timers: "remove three minutes from the pasta timer"."""

    def read(reading: Reading) -> timedelta | None:
        amounts = [length_of(slot.value, reading) for slot in amounts_taken_off(reading.command)]
        return amounts[0] if len(amounts) == 1 else None

    return Parameter(read, ("duration",), carries=False)


def begins_anew() -> Parameter:
    """Whether a timer is to begin again: "start the timer again", "begin again from the top"."""

    def read(reading: Reading) -> Anew | None:
        if change(reading.command.text) != "restart":
            return None
        return "from the start" if is_from_the_start(reading.command.text) else "again"

    return Parameter(read, carries=False)


def sets_running(*names: str) -> Parameter:
    """Whether a timer that runs gets a new length: "set the timer to 8 minutes"."""
    return Parameter(
        lambda reading: sets_anew(reading.command.text, amounts_in(reading.command)) or None, carries=False
    )


def is_length(slot: Slot, call: Call) -> bool:
    """Whether a slot for a time holds a length of time: "an hour"."""
    where = context(call)
    read = scan.read("duration", slot.value, where), scan.read("clock", slot.value, where)
    return slot.name == "duration" or (slot.name == "time" and read[0] is not None and read[1] is None)


def changed_entry(entry: Entry, changing: Changing, call: Call) -> Entry:
    """A timer after the change."""
    left, length = entry.remaining(call.now), entry.length
    amount = changing.amount or timedelta()
    match changing.kind:
        case "rename":
            return replace(entry, name=changing.name)
        case "more":
            left, length = left + amount, length + amount
        case "less":
            left, length = left - amount, max(length - amount, timedelta())
        case "to":
            left = length = amount
        case "double":
            left, length = 2 * left, 2 * length
        case "halve":
            left, length = left / 2, length / 2
        case "restart" | "skip":
            return replace(entry, left=None, due=call.now + length)
    if entry.left is not None:
        return replace(entry, left=left, length=length)
    return replace(entry, due=call.now + left, length=length)


def _said(made: Changing) -> str:
    return say.duration(made.amount) if made.amount is not None else ""
