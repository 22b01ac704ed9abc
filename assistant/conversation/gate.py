"""Command → whether it is done, asked about or refused; the only place that decides it.

Only a request changes anything. An operation that no skill has is refused by its name. Every slot, modifier
and value of the text is used by a parameter or asked about. What cannot be undone asks first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant.conversation import fallbacks, planning
from assistant.conversation.attempts import attempt, remembering
from assistant.conversation.done import Done
from assistant.conversation.leftovers import answered, completed, left_over, readable
from assistant.conversation.outcome import Outcome
from assistant.conversation.pending import Pending, chosen
from assistant.conversation.resolving import Resolved, denied
from assistant.memory.plans import NAME, Plans
from assistant.memory.undo import UndoLog
from assistant.skills.api import (
    Ambiguous,
    Call,
    HeldThing,
    Holds,
    NeedsConfirmation,
    Operation,
    Reading,
    Recalled,
    Recalls,
    Result,
    Skill,
    Unclear,
    Undoes,
)
from assistant.skills.operations import operations
from assistant.skills.wording import clause, whether, which_one
from models.errors import StateError
from models.types import Action, Command


class Gate:
    """Decides on commands and carries them out.

    Arguments:
        skills: in order of precedence for an intent.
        declared: gives the operations of a skill.
    """

    def __init__(
        self,
        skills: Sequence[Skill],
        undo_log: UndoLog,
        plans: Plans,
        declared: Callable[[Skill], Iterable[Operation]] = operations,
    ) -> None:
        self._skills = {skill.name: skill for skill in skills}
        self._operations: dict[str, Operation] = {}
        self._answering: dict[str, Operation] = {}
        self._opposing: dict[str, Operation] = {}
        for skill in skills:
            for one in declared(skill):
                for intent in one.declared.intents:
                    self._operations.setdefault(intent, one)
                for intent in one.declared.answers:
                    self._answering.setdefault(intent, one)
                for intent in one.declared.opposes:
                    self._opposing.setdefault(intent, one)
        self._undo_log, self._plans = undo_log, plans

    def operation(self, intent: str | None) -> Operation | None:
        """The operation that carries out an intent."""
        return self._operations.get(intent or "")

    def supports(self, intent: str) -> bool:
        """Whether any skill carries out an intent."""
        return intent in self._operations

    def recalled(self, text: str) -> list[Recalled]:
        """How well what skills keep answers a question."""
        keeping = (skill for skill in self._skills.values() if isinstance(skill, Recalls))
        try:
            return [found for skill in keeping if (found := skill.recalls(text)) is not None]
        except StateError:
            return []

    def things(self, now: datetime) -> list[HeldThing]:
        """What skills hold and questions may be about."""
        holding = (skill for skill in self._skills.values() if isinstance(skill, Holds))
        try:
            return [thing for skill in holding for thing in skill.things(now)]
        except StateError:
            return []

    def carried(self, command: Command, name: str) -> bool:
        """Whether a follow-up takes over a slot of this name."""
        found = self.operation(command.intent)
        return found is not None and any(
            name in parameter.slots and parameter.carries for parameter in found.parameters.values()
        )

    def is_complete(self, command: Command) -> bool:
        """Whether slots mark all that the command's operation needs."""
        found = self.operation(command.intent)
        marked = {slot.name for slot in command.slots}
        return found is not None and all(marked & set(found.parameters[name].slots) for name in found.needed)

    @remembering
    def decide(self, resolved: Resolved, call: Call) -> Outcome | None:
        """Carry out a command, ask about it or refuse it; None where it is only talk."""
        command = denied(resolved.command)
        found = self.operation(command.intent)
        changes = found is not None and found.declared.changes != "nothing"
        if (opposing := self._opposing.get(command.intent or "")) is not None and (
            command.dialogue_act == "prohibition"
            or (command.dialogue_act == "statement" and command.relation == "correction")
        ):
            return self.run(opposing, resolved, call)
        match command.dialogue_act:
            case "prohibition" if not fallbacks.is_talk(command):
                does = clause(found, readable(found, command, call)) if found is not None else ""
                return Outcome(f"Okay, I won't {does}." if does else "Okay, I won't.")
            case "statement" if changes or (found is None and not fallbacks.is_talk(command)):
                return Outcome("Okay.")
            case "question" if changes:
                found = self._answering.get(command.intent or "")
                if found is None:
                    return Outcome("I can't tell you that.")
            case "social" if changes:
                return None
        if found is None:
            return fallbacks.refused(command, self._skills.values())
        return self.run(found, resolved, call)

    def run(
        self, found: Operation, resolved: Resolved, call: Call, values: Mapping[str, Any] | None = None
    ) -> Outcome:
        """Read an operation's parameters, check that nothing of the text is left over, and run it.

        Arguments:
            values: parameters that an answer gave.
        """
        before = resolved.before
        recent = before.touched if before and self._store(before.skill) == self._store(found.skill) else ()
        call = replace(call, recent=recent, pointed=resolved.pointed)
        resolved = replace(resolved, command=planning.with_time(found, resolved.command, call, before))
        command, timed = resolved.command, planning.is_timed(found, resolved.command)
        leaned_on = before.command if before else None
        command = completed(found, planning.without_time(command) if timed else command, call, leaned_on)
        reading = Reading(command, call, leaned_on)
        read = dict(values or {})
        try:
            for name, parameter in found.parameters.items():
                if name not in read and (value := parameter.read(reading)) is not None:
                    read[name] = value
        except Unclear as unclear:
            pending = Pending(found, resolved, read, missing=name)
            return Outcome(str(unclear), _asked(found), pending)
        if left := left_over(found, command, call, self._skills[found.skill].title):
            refused = fallbacks.by_own_words(command) or f"I don't know what to do with “{left}” there."
            return Outcome(refused, Action(found.skill, "failed"))
        for name in found.parameters:
            if name in found.needed and name not in read:
                pending = Pending(found, resolved, read, missing=name)
                return Outcome(found.parameters[name].ask, _asked(found), pending)
        if timed:
            return self._plan(found, resolved.command, read, call)
        if _asks_first(found, command) and not call.confirmed:
            asks, pending = whether(found, read, command.text), Pending(found, resolved, read, confirms=True)
            return Outcome(asks, _asked(found), pending)
        return self._carry_out(found, resolved, command, read, call)

    @remembering
    def answer(
        self, pending: Pending, text: str, command: Command, yes: bool | None, call: Call
    ) -> Outcome | None:
        """What an answer to an open question leads to; None where the text does not answer it.

        Arguments:
            text: the whole utterance.
            command: what the classifier made of it.
            yes: a clear yes or no; None for any other answer.
        """
        found = pending.operation
        if pending.question is not None:
            return self._settle(pending, command, yes, call)
        if yes is False:
            return Outcome("All right, I won't.", Action(found.skill, "done"))
        if pending.confirms:
            confirmed = replace(call, confirmed=True, chosen=pending.chosen)
            return self.run(found, pending.resolved, confirmed, pending.values) if yes else None
        if pending.options:
            key = chosen(command.text, pending) or chosen(text, pending)
            return (
                self.run(found, pending.resolved, replace(call, chosen=key), pending.values) if key else None
            )
        if pending.missing is None:
            return None
        parameter = found.parameters[pending.missing]
        given = replace(command, intent=pending.resolved.command.intent)
        reading = Reading(given, call, pending.resolved.command)
        try:
            value = (parameter.answer or parameter.read)(reading)
        except Unclear as unclear:
            return Outcome(str(unclear), _asked(found), pending)
        if value is None:
            return None
        resolved = replace(pending.resolved, command=answered(pending.resolved.command, given, parameter))
        return self.run(found, resolved, call, {**pending.values, pending.missing: value})

    def undo(self, entry: int, call: Call) -> Result | None:
        """Restore what was before an entry of the undo log; None where it is no longer kept."""
        kept = self._undo_log.take(entry)
        if kept is None or not isinstance(skill := self._skills.get(kept.skill), Undoes):
            return None
        return attempt(kept.skill, lambda: skill.undo(call, kept.data))

    def _carry_out(
        self, found: Operation, resolved: Resolved, command: Command, read: Mapping[str, Any], call: Call
    ) -> Outcome:
        try:
            lasts = found.declared.delayable and command.modifiers.lasting
            end = planning.end(command, call) if lasts else None
            if resolved.replaces and resolved.before and resolved.before.undo is not None:
                self.undo(resolved.before.undo, call)
            result = attempt(found.skill, lambda: found.run(call, **read))
        except Ambiguous as ambiguous:
            pending = Pending(found, resolved, read, options=ambiguous.options, several=ambiguous.several)
            return Outcome(ambiguous.question or which_one(ambiguous.options), _asked(found), pending)
        except NeedsConfirmation as question:
            pending = Pending(found, resolved, read, confirms=True, chosen=call.chosen)
            return Outcome(str(question), _asked(found), pending)
        except Unclear as unclear:
            return Outcome(str(unclear), Action(found.skill, "failed"))
        return self._outcome(found, resolved, command, result, call, end)

    def _outcome(
        self,
        found: Operation,
        resolved: Resolved,
        command: Command,
        result: Result,
        call: Call,
        end: datetime | None = None,
    ) -> Outcome:
        action = Action(
            found.skill, result.status, dict(result.facts), result.sentence, changes=result.changes
        )
        if result.question is not None:
            pending = Pending(found, resolved, question=result.question)
            return Outcome(result.sentence, action, pending)
        vain = result.status == "unavailable" or (result.status == "failed" and not command.slots)
        if vain and (refused := fallbacks.by_own_words(command)):
            result = replace(result, sentence=f"{refused} {result.sentence}", fixed=True)
        entry = None
        if result.undo is not None:
            entry = self._undoable(found.skill, result, call)
            if entry is not None and end is not None:
                self._plans.add(end, f"undo: {result.sentence}", None, entry)
        done = Done(command, found.skill, found.name, result.changes, entry, result.touched)
        kept = done if result.status == "done" else None
        return Outcome(result.sentence, action, done=kept, fixed=result.fixed or result.status != "done")

    def _undoable(self, skill: str, result: Result, call: Call) -> int | None:
        """The undo log's number of a result; None where the memory fails: the result itself stands."""
        try:
            return self._undo_log.add(skill, result.undo or {}, result.sentence, call.now)
        except StateError:
            return None

    def _store(self, name: str) -> str:
        """Name of what a skill's keys are of; alarms and reminders are kept in one schedule."""
        return getattr(self._skills.get(name), "store", name)

    def _settle(self, pending: Pending, command: Command, yes: bool | None, call: Call) -> Outcome | None:
        question, found = pending.question, pending.operation
        assert question is not None
        result: Result | None = None
        on_yes, on_answer = question.on_yes, question.on_answer
        if yes and on_yes is not None:
            result = attempt(found.skill, lambda: on_yes(call))
        elif yes is False:
            sentence = "All right, I won't." if on_yes is not None else "All right."
            return Outcome(sentence, Action(found.skill, "done"))
        elif on_answer is not None and yes is None:
            result = attempt(found.skill, lambda: on_answer(call, command))
        if result is None:
            return None
        return self._outcome(found, pending.resolved, pending.resolved.command, result, call)

    def _plan(self, found: Operation, command: Command, read: Mapping[str, Any], call: Call) -> Outcome:
        try:
            due, recurrence = planning.due(command, call)
        except Unclear as unclear:
            return Outcome(str(unclear), Action(found.skill, "failed"))
        what = clause(found, read)
        touched, command = call.recent if call.pointed else (), planning.without_time(command)
        plan = self._plans.add(due, what, command, recurrence=recurrence, touched=touched)
        sentence = planning.sentence(plan, call)
        entry = self._undo_log.add(NAME, {"plans": [plan.id]}, sentence, call.now)
        action = Action(NAME, "done", {"what": what}, sentence, changes=True)
        done = Done(command, NAME, "plan", changes=True, undo=entry, touched=(str(plan.id),))
        return Outcome(sentence, action, done=done)


def _asks_first(found: Operation, command: Command) -> bool:
    changes = found.declared.changes
    return changes == "lasting" or (command.unsure and changes != "nothing")


def _asked(found: Operation) -> Action:
    return Action(found.skill, "asked")
