"""What new timers and alarms are called, and what reminders are about, as a command says it."""

from __future__ import annotations

import re

from assistant.skills.api import Parameter, Reading
from assistant.skills.parameters import context
from assistant.skills.time.choosing import ANY_EVENT
from assistant.skills.time.reading import SUBJECTS, TIMES, clean, time_parts
from assistant.skills.time.settling import without_lengths
from models.text.parse import scan
from models.text.parse.changes import moves_reminder, moves_what_was_said, order, skips, speaks_of_reminder
from models.text.parse.reminding import subject, yours
from models.types import Slot

_UNIT = re.compile(r"(?:second|sec|minute|min|hour|hr|day|week)s?", re.IGNORECASE)
_ABOUT_REMINDERS = ("calendar_set", "calendar_query")


def name_of(*slots: str) -> Parameter:
    """The name of something new."""

    def read(reading: Reading) -> str | None:
        for words in reading.texts(*slots):
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
                return subject(command.text, spans, times)
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


def skipped_days() -> Parameter:
    """The words for the days that a repeated alarm leaves out: "skip tomorrow"."""
    return Parameter(
        lambda reading: time_parts(reading.command, said_slots(reading)) if is_skip(reading) else None,
        TIMES,
    )


def said_slots(reading: Reading) -> list[Slot]:
    """The slots that the command itself marks, and does not take over."""
    return [slot for slot in reading.command.slots if slot.start < slot.end]


def is_skip(reading: Reading) -> bool:
    """Whether a command without a time of day leaves out a day."""
    at = any(slot.name == "time" for slot in said_slots(reading))
    return not at and reading.command.relation != "correction" and skips(reading.command.text)


def is_move(reading: Reading) -> bool:
    """The same for a command: its words name a reminder, or mean the one that was just set."""
    text, before = reading.command.text, reading.before
    leans = reading.call.pointed and before is not None and before.intent == "calendar_set"
    return moves_reminder(text) or (leans and moves_what_was_said(text))
