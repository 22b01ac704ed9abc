"""Loading of the built-in skills and of plug-ins from the entry points `assistant.skills`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from importlib import metadata

from assistant.skills.api import Skill, SkillContext, Warms
from assistant.skills.home.cleaning import Cleaning
from assistant.skills.home.coffee import Coffee
from assistant.skills.home.lights import Lights
from assistant.skills.home.plugs import Plugs
from assistant.skills.lists.lists import Lists
from assistant.skills.numbers.arithmetic import Arithmetic
from assistant.skills.numbers.units import Units
from assistant.skills.talk.cancel import Cancel
from assistant.skills.talk.courtesy import Courtesy
from assistant.skills.talk.feedback import Feedback
from assistant.skills.talk.help import Help
from assistant.skills.talk.jokes import Jokes
from assistant.skills.talk.owner import Owner
from assistant.skills.talk.repeat import Repeat
from assistant.skills.talk.stop import Stop
from assistant.skills.talk.volume import Volume
from assistant.skills.time.alarms import Alarms
from assistant.skills.time.clock import Clock
from assistant.skills.time.timers import Timers
from assistant.skills.time.zones import Zones

log = logging.getLogger(__name__)

GROUP = "assistant.skills"

BUILT_IN: tuple[Callable[[SkillContext], Skill], ...] = (
    Clock, Zones, Timers, Alarms, Lists, Arithmetic, Units, Lights, Plugs, Cleaning, Coffee, Volume, Owner,
    Jokes, Help, Stop, Cancel, Repeat, Feedback, Courtesy,
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
    that cannot be loaded is reported as a problem.

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
            name, intents = str(skill.name), frozenset(skill.intents)
        except Exception as error:
            log.exception("the skill %s does not load", point.name)
            problems.append(SkillProblem(point.name, f"It does not load: {type(error).__name__}: {error}."))
            continue
        if clash := [other.name for other in [*built_in, *plugin_skills] if other.name == name]:
            problems.append(
                SkillProblem(
                    name, f"Another skill is called {clash[0]} too; the one from {point.value} is left out."
                )
            )
        elif taken := [other for other in plugin_skills if other.intents & intents]:
            shared = ", ".join(sorted(taken[0].intents & intents))
            problems.append(
                SkillProblem(
                    name, f"The skill {taken[0].name} answers {shared} already; this one is left out."
                )
            )
        else:
            plugin_skills.append(skill)
    # plug-ins first: the responder takes the first skill that answers an intent
    skills += [skill for skill in [*plugin_skills, *built_in] if skill.name not in context.config.off]
    return Loaded(tuple(skills), tuple(problems))


def usable(skills: Iterable[Skill], intents: Iterable[str]) -> Loaded:
    """The skills with at least one intent of the classifier; all of them for a classifier without intents."""
    known = frozenset(intents)
    kept = [skill for skill in skills if not known or skill.intents & known]
    left_out = [skill for skill in skills if skill not in kept]
    return Loaded(
        tuple(kept),
        tuple(
            SkillProblem(skill.name, f"The classifier knows none of {', '.join(sorted(skill.intents))}.")
            for skill in left_out
        ),
    )


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
