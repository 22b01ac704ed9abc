"""Plans: commands that wait for a later time, listed and cancelled together with reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from assistant.memory.plans import NAME, Plan
from assistant.skills.api import INTERFACE, Call, Result, SkillContext
from assistant.skills.time.calling import is_called
from assistant.skills.time.choosing import ANY_EVENT, Which, at_times
from assistant.skills.time.entries import Entry
from models.text import say_dates
from models.text.parse.reminding import yours


class Planned:
    """Planned commands; what is asked about them is answered with the reminders."""

    name = NAME
    interface = INTERFACE
    title = "plans"

    def __init__(self, context: SkillContext) -> None:
        self._plans = context.plans

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`: a new plan is dropped."""
        self._plans.remove(*data["plans"])
        return Result({}, "I won't do that then.", changes=True)


def said(plan: Plan, call: Call) -> str:
    """ "turn off the lights today at 9 PM"."""
    hours24 = call.profile.hours24
    if plan.recurrence is not None:
        again = say_dates.repeat(plan.recurrence, call.now.date(), hours24=hours24)
        return f"{yours(plan.what)} {again}"
    return f"{yours(plan.what)} {say_dates.moment(plan.due, call.now, hours24=hours24)}"


def matching(plans: Sequence[Plan], which: Which, call: Call) -> list[Plan]:
    """The plans whose command has one of the names in it, and whose time is one of those named."""
    found = list(plans)
    names = [" ".join(word for word in name.split() if word.lower() not in ANY_EVENT) for name in which.names]
    if any(names):
        found = [plan for plan in found if any(is_called(plan.what, name) for name in names)]
    if which.times:
        found = [plan for plan in found if at_times([_entry(plan)], which.times, call)]
    return [plan for plan in found if not any(is_called(plan.what, name) for name in which.excluded)]


def _entry(plan: Plan) -> Entry:
    wall = plan.due.replace(tzinfo=None)
    return Entry(
        plan.id, "reminder", plan.what, plan.due, plan.due, timedelta(), wall=wall, rule=plan.recurrence
    )
