"""Loading of the built-in skills and of plug-ins from the entry points `assistant.skills`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import metadata

from assistant.skills.api import INTERFACE, Skill, SkillContext, Warms
from assistant.skills.home.climate import Climate
from assistant.skills.home.coffee import Coffee
from assistant.skills.home.covers import Covers
from assistant.skills.home.fans import Fans
from assistant.skills.home.lights import Lights
from assistant.skills.home.plugs import Plugs
from assistant.skills.home.scenes import HomeScenes
from assistant.skills.home.state import HomeState
from assistant.skills.home.vacuum import Cleaning
from assistant.skills.lists.lists import Lists
from assistant.skills.lists.notes import Notes
from assistant.skills.numbers.arithmetic import Arithmetic
from assistant.skills.numbers.units import Units
from assistant.skills.operations import intents, operations
from assistant.skills.talk.chance import Chances
from assistant.skills.talk.courtesy import Courtesy
from assistant.skills.talk.help import Help
from assistant.skills.talk.itself import Itself
from assistant.skills.talk.jokes import Jokes
from assistant.skills.talk.owner import Owner
from assistant.skills.talk.repeat import Repeat
from assistant.skills.talk.spelling import Spelling
from assistant.skills.talk.undo import Undo
from assistant.skills.talk.volume import Volume
from assistant.skills.time.alarms import Alarms
from assistant.skills.time.clock import Clock
from assistant.skills.time.plans import Planned
from assistant.skills.time.reminders import Reminders
from assistant.skills.time.timers import Timers
from assistant.skills.time.zones import Zones
from models.command_line import fields
from models.text.chance import CHANCE
from models.text.spelling import SPELLING

log = logging.getLogger(__name__)

GROUP = "assistant.skills"
BY_WORDS = frozenset({CHANCE, SPELLING})
"""Intents that no classifier needs to know, for the words alone tell them."""

BUILT_IN: tuple[Callable[[SkillContext], Skill], ...] = (
    Timers, Alarms, Reminders, Planned,
    Lists, Notes,
    Lights, Plugs, Fans, Covers, HomeScenes, Cleaning, Coffee, HomeState, Climate,
    Arithmetic, Units,
    Clock, Zones,
    Owner, Volume, Jokes, Repeat, Spelling, Chances, Undo, Itself, Help, Courtesy,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SkillProblem:
    """A skill that is not available."""

    skill: str
    reason: str
    """One plain sentence."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The available skills and the problems of the others."""

    skills: tuple[Skill, ...]
    problems: tuple[SkillProblem, ...] = ()


def load(context: SkillContext, plugins: Iterable[metadata.EntryPoint] | None = None) -> Loaded:
    """Load every enabled skill.

    A plug-in takes precedence over built-in skills with the same intents; names must be unique. A plug-in
    that cannot be loaded, or was written for another version of the interface, is reported as a problem.

    Arguments:
        plugins: entry points of plug-ins; None for the installed ones.
    """
    skills: list[Skill] = []
    problems: list[SkillProblem] = []
    context = replace(context, skills=lambda: tuple(skills))
    built_in = [create(context) for create in BUILT_IN]
    points = metadata.entry_points(group=GROUP) if plugins is None else plugins
    plugin_skills: list[Skill] = []
    for point in points:
        try:
            skill = point.load()(context)
            name, written_for = str(skill.name), getattr(skill, "interface", 1)
            known = intents(skill) if written_for == INTERFACE else frozenset()
        except Exception as error:
            log.exception("a skill does not load", extra=fields(skill=point.name))
            problems.append(SkillProblem(point.name, f"It does not load: {type(error).__name__}: {error}."))
            continue
        if written_for != INTERFACE:
            reason = (
                f"It was written for version {written_for} of the skill interface; this assistant has version"
                f" {INTERFACE}. Ask its author for an update."
            )
            problems.append(SkillProblem(name, reason))
        elif clash := [other.name for other in [*built_in, *plugin_skills] if other.name == name]:
            problems.append(
                SkillProblem(
                    name, f"Another skill is called {clash[0]} too; the one from {point.value} is left out."
                )
            )
        elif taken := [other for other in plugin_skills if intents(other) & known]:
            shared = ", ".join(sorted(intents(taken[0]) & known))
            problems.append(
                SkillProblem(
                    name, f"The skill {taken[0].name} answers {shared} already; this one is left out."
                )
            )
        else:
            plugin_skills.append(skill)
    # plug-ins first: the gate takes the first operation that carries out an intent
    skills += [skill for skill in [*plugin_skills, *built_in] if skill.name not in context.config.off]
    return Loaded(tuple(skills), tuple(problems))


def usable(skills: Iterable[Skill], known: Iterable[str]) -> Loaded:
    """The skills with at least one intent of the classifier; all of them for a classifier without intents."""
    labels = frozenset(known)
    told = labels | BY_WORDS
    kept = [skill for skill in skills if not labels or not operations(skill) or intents(skill) & told]
    left_out = [skill for skill in skills if skill not in kept]
    return Loaded(
        tuple(kept),
        tuple(
            SkillProblem(skill.name, f"The classifier knows none of {', '.join(sorted(intents(skill)))}.")
            for skill in left_out
        ),
    )


def read_tables() -> None:
    """Read what every first reply needs: the grammar of values and questions, and the dictionary of verbs."""
    from models.text.lemmas import known
    from models.text.parse.calendar_questions import read_calendar
    from models.text.parse.reader import ANY_TIME

    known("set")
    read_calendar("what time is it", ANY_TIME)


def warm_up(skills: Iterable[Skill], after_s: float = 2.0) -> threading.Thread:
    """Load slow tables in the background, so that neither start nor requests wait for them."""
    warms = [skill for skill in skills if isinstance(skill, Warms)]

    def warm() -> None:
        for skill in warms:
            skill.warm()

    timer = threading.Timer(after_s, warm)
    timer.daemon = True
    timer.start()
    return timer
