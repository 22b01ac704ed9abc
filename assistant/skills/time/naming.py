"""What new timers and alarms are called, and what reminders are about, as a command says it."""

from __future__ import annotations

import re
from datetime import timedelta

from assistant.skills.api import Parameter, Reading
from assistant.skills.parameters import context
from assistant.skills.time.changing import Changing, is_length
from assistant.skills.time.choosing import ANY_EVENT
from assistant.skills.time.neighbours import next_to
from assistant.skills.time.reading import SUBJECTS, TIMES, amounts_in, clean, length_of, time_parts
from assistant.skills.time.settling import settled, without_lengths
from models.text.deeds import deed
from models.text.parse import scan
from models.text.parse.changes import (
    change,
    is_instead,
    moves_event,
    moves_reminder,
    moves_what_was_said,
    order,
    skips,
    speaks_of_reminder,
)
from models.text.parse.reminding import condition, subject, unmarked_subject, with_verb_of, yours
from models.types import Slot

_UNIT = re.compile(r"(?:second|sec|minute|min|hour|hr|day|week)s?", re.IGNORECASE)
_ABOUT_REMINDERS = ("calendar_set", "calendar_query")


def name_of(*slots: str) -> Parameter:
    """The name of something new."""

    def read(reading: Reading) -> str | None:
        command = settled(reading.command, reading.call)
        for words in (slot.value for slot in command.slots if slot.name in slots):
            bare = clean(without_lengths(clean(words), reading.call))
            if _UNIT.fullmatch(bare):
                continue
            if bare and order(bare) is None and scan.read("duration", bare, context(reading.call)) is None:
                return bare
        return None

    return Parameter(read, slots, carries=False)


def subject_said() -> Parameter:
    """What a reminder is about, with the word that joins it: "to call your mum"."""

    def read(reading: Reading) -> str | None:
        if is_move(reading):
            return ""
        for command in filter(None, (reading.command, reading.before)):
            said = [slot for slot in command.slots if slot.name in SUBJECTS and slot.start < slot.end]
            said = [slot for slot in said if clean(slot.value).lower() not in ANY_EVENT] or said
            if said:
                spans = [(slot.start - command.start, slot.end - command.start) for slot in said]
                times = [
                    (s.start - command.start, s.end - command.start) for s in command.slots if s.name in TIMES
                ]
                about = subject(command.text, spans, times)
                if (waits := condition(command.text)) and waits not in about:
                    # its owner is to judge: "call Tom if he hasn't called"
                    about = f"{about} {waits}"
                follows = command is reading.command and command.relation in ("follow_up", "correction")
                before = read(Reading(reading.before, reading.call)) if follows and reading.before else None
                return with_verb_of(before, about) if before else about
            if taken := [slot.value for slot in command.slots if slot.name in SUBJECTS]:
                # from a command further back
                return yours(f"to {taken[0]}" if deed(taken[0]) else f"about {taken[0]}")
            if found := unmarked_subject(command.text, context(reading.call)):
                return found
        return None

    def answer(reading: Reading) -> str | None:
        said = read(Reading(reading.command, reading.call))
        return said or yours(reading.command.text.strip(" .?!")) or None

    return Parameter(read, SUBJECTS, ask="What should I remind you about?", answer=answer)


def speaks_of_reminders() -> Parameter:
    """Whether a reminder is meant, and no alarm: the words name one, or "that" is one."""

    def read(reading: Reading) -> bool | None:
        before = reading.before.intent if reading.before and reading.call.pointed else None
        return speaks_of_reminder(reading.command.text) or before in _ABOUT_REMINDERS or None

    return Parameter(read)


def moves() -> Parameter:
    """Whether a reminder that is there already is to be changed."""
    return Parameter(lambda reading: is_move(reading) or None)


def changed_instead() -> Parameter:
    """What a command changes about an alarm that is there: "skip tomorrow", "half an hour later"."""

    def read(reading: Reading) -> Changing | None:
        if is_skip(reading):
            return Changing("skip", times=time_parts(reading.command, said_slots(reading)))
        if reading.command.relation == "correction":
            # what it corrects is undone, and set anew
            return None
        if next_to(reading) is not None:
            return None
        if (shift := shift_of(reading)) is not None:
            return Changing("more" if shift > timedelta() else "less", abs(shift))
        if is_instead(reading.command.text):
            return Changing("to", times=time_parts(reading.command, said_slots(reading)))
        return None

    return Parameter(read, (*TIMES, "duration"), carries=False)


def shift_of(reading: Reading) -> timedelta | None:
    """How much later than what was just set: "half an hour later"; less than nothing is earlier."""
    way = change(reading.command.text)
    said = [slot for slot in said_slots(reading) if slot.name in ("duration", "time")]
    if way not in ("more", "less") or len(said) != 1 or reading.before is None:
        return None
    if reading.before.intent != reading.command.intent or not is_length(said[0], reading.call):
        return None
    amount = length_of(said[0].value, reading)
    return amount if way == "more" else -amount


def said_slots(reading: Reading) -> list[Slot]:
    """The slots that the command itself marks, and does not take over."""
    return [slot for slot in reading.command.slots if slot.start < slot.end]


def is_skip(reading: Reading) -> bool:
    """Whether a command without a time of day leaves out a day."""
    at = any(slot.name == "time" for slot in said_slots(reading))
    return not at and reading.command.relation != "correction" and skips(reading.command.text)


def is_move(reading: Reading) -> bool:
    """The same for a command: its words name a reminder, or mean the one that was just set.

    What a correction replaces is undone before it is set anew, and cannot be moved.
    """
    text, before = reading.command.text, reading.before
    last = before.intent if before is not None else None
    if reading.command.relation == "correction" and last == reading.command.intent:
        return False
    leans = reading.call.pointed and last == "calendar_set"
    shifts = reading.command.relation == "follow_up" and shift_of(reading) is not None
    if moves_reminder(text) or moves_event(text, amounts_in(reading.command)):
        return True
    return leans and (moves_what_was_said(text) or shifts)
