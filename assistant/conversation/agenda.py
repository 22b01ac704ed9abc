"""What falls due: rings of the schedule, and plans, which are carried out here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.done import Done
from assistant.conversation.gate import Gate
from assistant.conversation.resolving import Resolved
from assistant.memory.plans import Plan, Plans
from assistant.memory.ringing import RingingLock
from assistant.skills.api import Call
from assistant.skills.time.schedule import ENDS_ITSELF, Ring, Schedule
from assistant.stages import PATIENCE_S, within
from models.errors import StateError
from models.text.parse.occurrences import following
from models.types import Command

log = logging.getLogger(__name__)

TOO_LATE = timedelta(hours=1)
"""A plan that fell due longer ago, while the program was off, is told and not carried out."""


@dataclass(slots=True)
class _Telling:
    """A plan that was carried out and is being told."""

    plan: Plan
    ring: Ring
    since: datetime
    over: bool = False
    """It was told, and could not be dropped yet."""


class Agenda:
    """The schedule and the plans, polled together.

    Arguments:
        call: the circumstances of an operation now.
        lock: held while anything rings.
    """

    def __init__(
        self,
        schedule: Schedule,
        plans: Plans,
        gate: Gate,
        call: Callable[[Dialogue], Call],
        lock: RingingLock,
    ) -> None:
        self._schedule, self._plans, self._gate, self._call = schedule, plans, gate, call
        self._lock = lock
        self._told: dict[int, _Telling] = {}

    def next_due(self) -> datetime | None:
        """The moment, in UTC, at which something next falls due; None where nothing waits."""
        zone = self._call(Dialogue()).now.tzinfo
        moments = [moment for moment in (self._schedule.next_due(zone), self._plans.next_due()) if moment]
        return min(moments, default=None)

    def next_ring(self) -> datetime | None:
        """The moment, in UTC, at which something next rings; safe to ask from another thread."""
        return self._schedule.next_due(self._call(Dialogue()).now.tzinfo)

    def due(self, now: datetime) -> tuple[Ring, ...]:
        """What fell due since the last call, each once; plans have been carried out.

        Empty while another assistant on this home rings. What rings is kept until `rang`.
        """
        if not self._lock.take():
            return ()
        try:
            call = self._call(Dialogue())
            now = now.astimezone(call.now.tzinfo)
            rings = self._schedule.due(now, hours24=call.profile.hours24)
            return (*rings, *self._outcomes(now))
        finally:
            self._release()

    def rang(self, ring: Ring) -> None:
        """End a ring that was told, or stopped; one that is never ended is taken for ended after a minute."""
        if ring.entry is not None:
            self._schedule.rang(ring.entry)
        for telling in [telling for telling in self._told.values() if telling.ring is ring]:
            self._settle(telling)
        self._release()

    def _release(self) -> None:
        # another assistant would take what is being told here for interrupted
        if not self._schedule.ringing and all(telling.over for telling in self._told.values()):
            self._lock.release()

    def _outcomes(self, now: datetime) -> list[Ring]:
        """What became of the plans that fell due."""
        for telling in list(self._told.values()):
            if telling.over or now - telling.since > ENDS_ITSELF:
                self._settle(telling)
        try:
            due = self._plans.due(now)
        except StateError:
            # they wait; the database reports the fault
            return []
        new = [plan for plan in due if plan.id not in self._told]
        return [ring for plan in new if (ring := self._carried_out(plan, now)) is not None]

    def _settle(self, telling: _Telling) -> None:
        """Drop a plan that was told, or set it for its next time."""
        telling.over, plan = True, telling.plan
        again = following(plan.recurrence, telling.since, plan.due) if plan.recurrence else None
        with suppress(StateError):
            if again is None:
                self._plans.remove(plan.id)
            else:
                self._plans.postpone(plan, again)
            del self._told[plan.id]

    def _carried_out(self, plan: Plan, now: datetime) -> Ring | None:
        """The outcome of a plan, kept until it was told; None for a plan that has to wait for the memory."""
        sentence = plan.outcome
        if sentence is None:
            try:
                sentence = self._once(plan, now)
                self._plans.finish(plan, sentence)
            except StateError:
                if sentence is None:
                    return None
        ring = Ring.told(sentence)
        self._told[plan.id] = _Telling(plan, ring, now)
        return ring

    def _once(self, plan: Plan, now: datetime) -> str:
        """Carry out a plan and say what became of it; one that may have been done is not done again.

        Raises:
            StateError: it cannot be marked as begun, and was not carried out.
        """
        unsure = f"when I was about to {plan.what}; please check whether it is done."
        if plan.begun and self._changes(plan):
            return f"I was interrupted {unsure}"
        self._plans.begin(plan)
        try:
            # even a failure has carried it out: it is told, and not tried again
            return within(PATIENCE_S, partial(self._attempt, plan, now))
        except Exception:
            log.exception("a plan failed")
            return f"Something went wrong {unsure}"

    def _changes(self, plan: Plan) -> bool:
        """Whether a plan may change anything."""
        found = self._gate.operation(plan.command.intent) if plan.command else None
        return found is None or found.declared.changes != "nothing"

    def _attempt(self, plan: Plan, now: datetime) -> str:
        if now - plan.due > TOO_LATE:
            return f"While I was off, I could not {plan.what}."
        call = self._call(Dialogue())
        if plan.command is None:
            result = self._gate.undo(plan.undo or 0, call)
            return result.sentence if result else f"I could not {plan.what}."
        # nobody waits to say yes; the plan itself was said, and could be cancelled
        outcome = self._gate.decide(self._resolved(plan, plan.command), replace(call, confirmed=True))
        return outcome.sentence if outcome else f"I could not {plan.what}."

    def _resolved(self, plan: Plan, command: Command) -> Resolved:
        """A planned command, with what it pointed at when it was said."""
        found = self._gate.operation(command.intent)
        if not plan.touched or found is None:
            return Resolved(command)
        return Resolved(command, Done(command, found.skill, found.name, changes=False, touched=plan.touched))
