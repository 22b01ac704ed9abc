"""Alarms and reminders as they are said."""

from __future__ import annotations

from assistant.skills.api import Call
from assistant.skills.time.choosing import Kinds
from assistant.skills.time.entries import Entry
from assistant.skills.time.schedule import about
from models.text import say, say_dates


def entry_when(entry: Entry, call: Call) -> str:
    """ "7 AM tomorrow", "every weekday at 6:30 AM"."""
    hours24 = call.profile.hours24
    if entry.rule is None:
        return say_dates.time_first(entry.due, call.now, hours24=hours24)
    said = say_dates.repeat(entry.rule, call.now.date(), hours24=hours24)
    if not entry.rule.times and entry.wall is not None:
        said += f" at {say.clock(entry.due, hours24=hours24)}"
    return said


def entry_said(entry: Entry, call: Call) -> str:
    """An entry of a list: "the gym one at 7 AM tomorrow", "call mum today at 6 PM"."""
    hours24 = call.profile.hours24
    if entry.kind == "reminder":
        when = entry_when(entry, call)
        if entry.rule is None:
            when = say_dates.moment(entry.due, call.now, hours24=hours24)
        return f"{about(entry.name)} {when}"
    when = entry_when(entry, call)
    return f"the {entry.name} one {'' if entry.rule else 'at '}{when}" if entry.name else when


def _timer_names(entry: Entry, call: Call) -> tuple[str, ...]:
    left = say.duration(entry.remaining(call.now))
    return entry.called, say.duration(entry.length), left, f"with {left} left"


def _ring_names(entry: Entry, call: Call) -> tuple[str, ...]:
    clock = say.clock(entry.due)
    return about(entry.name), clock, f"{entry.due:%H:%M}", clock.split()[0], entry_when(entry, call)


def _alarm_label(entry: Entry, call: Call) -> str:
    return f"the {entry.name} alarm" if entry.name else f"the one for {entry_when(entry, call)}"


TIMERS = Kinds("timer", lambda entry, call: f"the {entry.called} timer", _timer_names)
ALARMS = Kinds("alarm", _alarm_label, _ring_names)
REMINDERS = Kinds("reminder", lambda entry, call: f"the reminder {reminded(entry.name)}", _ring_names)


def reminded(name: str) -> str:
    """What a reminder is about after "the reminder" or "I'll remind you"."""
    return name if name.split(" ", 1)[0] in ("to", "about", "that", "not") else f"“{name}”"
