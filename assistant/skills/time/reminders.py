"""Reminders: once or again and again, with what was planned besides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from assistant.memory.plans import Plan
from assistant.skills.api import (
    INTERFACE,
    Ambiguous,
    Call,
    HeldThing,
    Option,
    Result,
    SkillContext,
    operation,
)
from assistant.skills.time import moving, plans, restoring
from assistant.skills.time.appointing import Appointed, appointed, said_time
from assistant.skills.time.changing import Changing, changing
from assistant.skills.time.choosing import NotThere, Which, choose
from assistant.skills.time.describing import REMINDERS, entry_said, reminded
from assistant.skills.time.naming import moves, subject_said
from assistant.skills.time.reading import SUBJECTS, which
from assistant.skills.time.schedule import about
from models.text import say_dates
from models.text.say_lists import capital, count, shortened

_MOST_SAID = 6
OPEN = Which()


class Reminders:
    """What the owner wants to be reminded of."""

    name = "reminders"
    interface = INTERFACE
    title = "reminders"
    store = "schedule"

    def __init__(self, context: SkillContext) -> None:
        self._schedule, self._plans = context.schedule, context.plans

    def things(self, now: datetime) -> list[HeldThing]:
        """See `Holds`: the reminders, and all of them together as what is on a day."""
        agenda = HeldThing("", "calendar", "calendar_query", "event_name", "day")
        reminders = self._schedule.entries("reminder", now)
        named = [
            HeldThing(about(entry.name), "reminder", "calendar_query", "event_name") for entry in reminders
        ]
        return [*named, agenda]

    @operation(
        "calendar_set",
        does="remind you [{subject}]",
        examples=("remind me to call mum at 6 pm", "remind me every Monday at nine to take the bins out"),
        changes="undoable",
    )
    def set(
        self,
        call: Call,
        subject: Annotated[str, subject_said()],
        when: Annotated[Appointed, appointed(ask="When should I remind you?", reminds=True)],
        moved: Annotated[bool, moves()] = False,
        chosen: Annotated[Which, which(SUBJECTS, times=True, changes=True)] = OPEN,
        changing: Annotated[Changing | None, changing(SUBJECTS, times=True, only=moves())] = None,
    ) -> Result:
        """Set a reminder, or change one."""
        if moved and changing is not None:
            return moving.change(self._schedule, chosen, changing, call, REMINDERS)
        if when.due <= call.now:
            return Result({}, f"{capital(said_time(when, call))} is in the past.", "failed")
        entry = self._schedule.add(
            "reminder", when.due, call.now, subject, rule=when.rule, elapsed=when.elapsed
        )
        hours24 = call.profile.hours24
        said = said_time(when, call)
        if when.rule is None:
            said = say_dates.moment(when.due, call.now, hours24=hours24)
        undo = restoring.data(f"The reminder {reminded(subject)} is removed.", made=[entry])
        facts = {"what": about(subject), "time": said}
        sentence = f"I'll remind you {reminded(subject)} {said}."
        if reminded(subject) != subject:
            sentence = f"I'll remind you {said}: {subject}."
        return Result(facts, sentence, changes=True, undo=undo, touched=(str(entry.id),))

    @operation(
        "calendar_query",
        does="tell which reminders there are",
        examples=("what reminders do I have", "do I have any reminders for tomorrow"),
        answers=("calendar_set", "calendar_remove"),
    )
    def tell(self, call: Call, chosen: Annotated[Which, which(SUBJECTS, times=True)] = OPEN) -> Result:
        """Say which reminders and plans there are."""
        reminders = self._schedule.entries("reminder", call.now)
        planned = self._matching(chosen, call)
        try:
            found = choose(reminders, chosen, call, REMINDERS, several=True) if reminders else []
            missing = "" if found or planned else "You have no reminders."
        except NotThere as not_there:
            found, missing = [], "" if planned else str(not_there)
            if not planned and reminders and chosen.times:
                missing = f"You have no reminders for {' '.join(chosen.times)}."
        if missing:
            return Result({}, missing)
        said = [entry_said(entry, call) for entry in found] + [
            f"I'll {plans.said(plan, call)}" for plan in planned
        ]
        touched = tuple(str(entry.id) for entry in found)
        facts: dict[str, Any] = {
            f"reminder_{number}": text for number, text in enumerate(said[:_MOST_SAID], 1)
        }
        if not found:
            return Result(facts, f"You have no reminders, but {shortened(said, _MOST_SAID)}.")
        head = count(len(found), "reminder") if len(found) > 1 else "One reminder"
        return Result(facts, f"{head}: {shortened(said, _MOST_SAID)}.", touched=touched)

    @operation(
        "calendar_remove",
        does="remove the reminder[ about {chosen}]",
        examples=("delete the reminder to call mum", "clear all my reminders"),
        changes="undoable",
        delayable=True,
    )
    def remove(
        self, call: Call, chosen: Annotated[Which, which(SUBJECTS, times=True, waits=True)] = OPEN
    ) -> Result:
        """Remove reminders, or commands that were planned."""
        reminders = self._schedule.entries("reminder", call.now)
        try:
            found = choose(reminders, chosen, call, REMINDERS)
        except NotThere as missing:
            if planned := self._matching(chosen, call):
                return self._unplan(planned, chosen, call)
            sentence = str(missing) if reminders else "You have no reminders."
            return Result({}, sentence, "failed")
        if moving.is_single_day(chosen, call) and len(found) == 1 and found[0].rule:
            return moving.skip(self._schedule, found, chosen.times, call, REMINDERS)
        self._schedule.remove(found)
        touched = tuple(str(entry.id) for entry in found)
        if len(found) == 1:
            what = reminded(found[0].name)
            undo = restoring.data(f"The reminder {what} is back.", before=found)
            sentence = f"The reminder {what} is removed."
            return Result({"what": about(found[0].name)}, sentence, changes=True, undo=undo, touched=touched)
        undo = restoring.data(f"{count(len(found), 'reminder')} are back.", before=found)
        sentence = f"{count(len(found), 'reminder')} are removed."
        return Result({"count": len(found)}, sentence, changes=True, undo=undo, touched=touched)

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`."""
        if rows := data.get("plans"):
            self._plans.put_back(rows)
            return Result({}, data["sentence"], changes=True)
        return restoring.undo(self._schedule, data)

    def _matching(self, chosen: Which, call: Call) -> list[Plan]:
        """The plans that the words mean; all of them where no name is said."""
        waiting = [plan for plan in self._plans.entries(call.now) if plan.due > call.now]
        return plans.matching(waiting, chosen, call)

    def _unplan(self, planned: list[Plan], chosen: Which, call: Call) -> Result:
        if call.chosen:
            planned = [plan for plan in planned if call.chosen in ("*", f"plan {plan.id}")]
        elif len(planned) > 1 and not chosen.every:
            options = tuple(
                Option(f"plan {plan.id}", f"to {plans.said(plan, call)}", (plan.what,)) for plan in planned
            )
            raise Ambiguous(options, several=True)
        rows = self._plans.rows(*(plan.id for plan in planned))
        self._plans.remove(*(plan.id for plan in planned))
        said = plans.said(planned[0], call) if len(planned) == 1 else "do any of that"
        undo = {"plans": rows, "sentence": "It is planned again."}
        return Result({}, f"I won't {said}.", changes=True, undo=undo)
