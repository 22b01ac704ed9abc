"""What falls due: rings of the schedule, and plans, which are carried out here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.done import Done
from assistant.conversation.gate import Gate
from assistant.conversation.resolving import Resolved
from assistant.memory.plans import Plan, Plans
from assistant.skills.api import Call
from assistant.skills.time.schedule import Ring, Schedule
from models.text.parse.occurrences import following
from models.types import Command

TOO_LATE = timedelta(hours=1)
"""A plan that fell due longer ago, while the program was off, is told and not carried out."""


class Agenda:
    """The schedule and the plans, polled together.

    Arguments:
        call: the circumstances of an operation now.
    """

    def __init__(
        self, schedule: Schedule, plans: Plans, gate: Gate, call: Callable[[Dialogue], Call]
    ) -> None:
        self._schedule, self._plans, self._gate, self._call = schedule, plans, gate, call

    def next_due(self) -> datetime | None:
        """The moment, in UTC, at which something next falls due; None where nothing waits."""
        zone = self._call(Dialogue()).now.tzinfo
        moments = [moment for moment in (self._schedule.next_due(zone), self._plans.next_due()) if moment]
        return min(moments, default=None)

    def due(self, now: datetime) -> tuple[Ring, ...]:
        """What fell due since the last call, each once; plans have been carried out."""
        call = self._call(Dialogue())
        now = now.astimezone(call.now.tzinfo)
        rings = self._schedule.due(now, hours24=call.profile.hours24)
        return (*rings, *(self._carried_out(plan, now) for plan in self._plans.due(now)))

    def _carried_out(self, plan: Plan, now: datetime) -> Ring:
        again = following(plan.recurrence, now, plan.due) if plan.recurrence else None
        if again is None:
            self._plans.remove(plan.id)
        else:
            self._plans.postpone(plan, again)
        if now - plan.due > TOO_LATE:
            return Ring.told(f"While I was off, I could not {plan.what}.")
        call = self._call(Dialogue())
        if plan.command is None:
            result = self._gate.undo(plan.undo or 0, call)
            return Ring.told(result.sentence if result else f"I could not {plan.what}.")
        # nobody waits to say yes; the plan itself was said, and could be cancelled
        outcome = self._gate.decide(self._resolved(plan, plan.command), replace(call, confirmed=True))
        return Ring.told(outcome.sentence if outcome else f"I could not {plan.what}.")

    def _resolved(self, plan: Plan, command: Command) -> Resolved:
        """A planned command, with what it pointed at when it was said."""
        found = self._gate.operation(command.intent)
        if not plan.touched or found is None:
            return Resolved(command)
        return Resolved(command, Done(command, found.skill, found.name, changes=False, touched=plan.touched))
