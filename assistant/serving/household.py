"""What the skills keep, to look at: timers, alarms, reminders, plans, lists, notes; and what can be said."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel

from assistant.clock import Clock, local_time, uptime
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.skills.api import Operation, Refuses, Skill
from assistant.skills.lists.note_store import NoteStore
from assistant.skills.lists.store import ListStore
from assistant.skills.operations import operations
from assistant.skills.time.entries import Entry, Kind
from assistant.skills.time.schedule import Schedule, about
from assistant.skills.wording import clause
from models.text import say_dates
from models.text.say_lists import capital


class Waiting(BaseModel):
    """A timer, an alarm, a reminder or a plan."""

    name: str
    """Empty for one without a name."""
    due: datetime | None
    """None for a paused timer."""
    remaining_s: float
    paused: bool = False
    repeats: str | None = None
    """ "every weekday at 7 AM"; null for once."""


class OwnList(BaseModel):
    """A list."""

    name: str
    items: list[str]


class Household(BaseModel):
    """What the skills keep."""

    now: datetime
    timers: list[Waiting]
    alarms: list[Waiting]
    reminders: list[Waiting]
    plans: list[Waiting]
    lists: list[OwnList]
    notes: list[str]


class Sayable(BaseModel):
    """An operation of a skill."""

    does: str
    examples: list[str]
    asks: bool
    """Whether it asks before it does so."""
    undo: bool
    """Whether it can be undone."""
    later: bool
    """Whether it can be put off or repeated."""


class Topic(BaseModel):
    """Operations under a title."""

    title: str
    operations: list[Sayable]
    lacks: list[str]
    """What it cannot do."""


def household(database: Database, profile: Profile, clock: Clock = local_time) -> Household:
    """What the skills keep now.

    Raises:
        StateError: the memory cannot be read.
    """
    now = clock()
    schedule, lists = Schedule(database, uptime), ListStore(database)

    def waiting(kind: Kind) -> list[Waiting]:
        return [_entry(entry, now, profile.hours24) for entry in schedule.entries(kind, now)]

    return Household(
        now=now,
        timers=waiting("timer"),
        alarms=waiting("alarm"),
        reminders=waiting("reminder"),
        plans=[
            Waiting(name=plan.what, due=plan.due, remaining_s=(plan.due - now).total_seconds())
            for plan in Plans(database).entries(now)
        ],
        lists=[OwnList(name=name, items=lists.items(name)) for name in lists.names()],
        notes=[note.text for note in NoteStore(database).entries()],
    )


def topics(skills: tuple[Skill, ...]) -> list[Topic]:
    """What can be said, by the titles of the skills."""
    found: dict[str, Topic] = {}
    for skill in skills:
        shown = [_example(one) for one in operations(skill) if not one.declared.hidden]
        if shown:
            topic = found.setdefault(skill.title, Topic(title=capital(skill.title), operations=[], lacks=[]))
            topic.operations += shown
            if isinstance(skill, Refuses):
                topic.lacks += sorted({*skill.lacks.values()} - {*topic.lacks})
    return list(found.values())


def _entry(entry: Entry, now: datetime, hours24: bool) -> Waiting:
    paused = entry.left is not None
    name = about(entry.name) if entry.kind == "reminder" else entry.called
    return Waiting(
        name=name,
        due=None if paused else entry.due,
        remaining_s=max(timedelta(), entry.remaining(now)).total_seconds(),
        paused=paused,
        repeats=say_dates.repeat(entry.rule, now.date(), hours24=hours24) if entry.rule else None,
    )


def _example(one: Operation) -> Sayable:
    declared = one.declared
    return Sayable(
        does=clause(one, {}),
        examples=list(declared.examples),
        asks=declared.changes == "lasting",
        undo=declared.changes == "undoable",
        later=declared.delayable,
    )
