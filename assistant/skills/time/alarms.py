"""Alarms: once or again and again, kept until they rang or were removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from assistant.skills.api import (
    INTERFACE,
    Call,
    HeldThing,
    NeedsConfirmation,
    Result,
    SkillContext,
    operation,
)
from assistant.skills.time import moving, restoring
from assistant.skills.time.appointing import Appointed, appointed, said_time, usual_waking
from assistant.skills.time.changing import Changing, changing
from assistant.skills.time.choosing import NotThere, Which, choose
from assistant.skills.time.describing import ALARMS, REMINDERS, entry_said, entry_when
from assistant.skills.time.entries import Entry
from assistant.skills.time.naming import changed_instead, is_skip, name_of, speaks_of_reminders
from assistant.skills.time.reading import ALARM_NAMES, asks_distance, timer_length, which
from assistant.skills.time.schedule import RINGING
from models.text import say, say_dates
from models.text.say_lists import capital, count, shortened

_MOST_SAID = 6
_SNOOZE = timedelta(minutes=9)
_JUST_RUNG = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)


OPEN = Which()
_SLOTS = (*ALARM_NAMES, "person", "media_type", "device_type", "house_place")


class Alarms:
    """An alarm clock."""

    name = "alarms"
    interface = INTERFACE
    title = "alarms"
    store = "schedule"

    def __init__(self, context: SkillContext) -> None:
        self._schedule = context.schedule
        self._cancel_sound = context.cancel

    def things(self, now: datetime) -> list[HeldThing]:
        """See `Holds`."""
        alarms = self._schedule.entries("alarm", now)
        return [HeldThing(entry.name, "alarm", "alarm_query", "alarm_type") for entry in alarms]

    @operation(
        "alarm_set",
        does="set an alarm[ for {when}]",
        examples=("wake me at seven tomorrow", "set an alarm for 6:30 every weekday except Friday"),
        changes="undoable",
    )
    def set(
        self,
        call: Call,
        when: Annotated[Appointed, appointed(ask="For what time?", usual=usual_waking, unless=is_skip)],
        name: Annotated[str, name_of(*_SLOTS)] = "",
        instead: Annotated[Changing | None, changed_instead()] = None,
    ) -> Result:
        """Set an alarm, or change one that is there."""
        if instead is not None and (instead.kind == "skip" or self._schedule.entries("alarm", call.now)):
            return moving.change(self._schedule, OPEN, instead, call, ALARMS)
        if when.usual and not call.confirmed:
            at = say.clock(when.due, hours24=call.profile.hours24)
            raise NeedsConfirmation(f"You usually get up at {at}. Should I set the alarm for then?")
        if when.due <= call.now:
            return Result({}, f"{capital(said_time(when, call))} is in the past.", "failed")
        name = "" if name in ("wake up", "me") else name
        same = [
            entry
            for entry in self._schedule.entries("alarm", call.now)
            if (entry.due, entry.rule, entry.name) == (when.due, when.rule, name)
        ]
        if same:
            return Result(
                {}, f"The alarm is set for {entry_when(same[0], call)} already.", touched=(str(same[0].id),)
            )
        entry = self._schedule.add("alarm", when.due, call.now, name, rule=when.rule, elapsed=when.elapsed)
        said = entry_when(entry, call)
        undo = restoring.data(f"The alarm for {said} is removed.", made=[entry])
        sentence = f"Your {f'{name} ' if name else ''}alarm is set for {said}."
        return Result({"time": said}, sentence, changes=True, undo=undo, touched=(str(entry.id),))

    @operation(
        "alarm_query",
        does="tell which alarms are set",
        examples=("what alarms are set", "when's my next alarm"),
        answers=("alarm_set", "alarm_change", "alarm_snooze", "alarm_remove"),
    )
    def tell(
        self,
        call: Call,
        chosen: Annotated[Which, which(_SLOTS, lengths=True, times=True)] = OPEN,
        distance: Annotated[bool, asks_distance()] = False,
    ) -> Result:
        """Say which alarms are set, or how long it is until one rings."""
        alarms = self._schedule.entries("alarm", call.now)
        try:
            found = choose(alarms, chosen, call, ALARMS, several=True)
        except NotThere:
            if not alarms:
                return Result({}, "No alarm is set.")
            others = "alarm is" if len(alarms) == 1 else "alarms are"
            return Result({"others": len(alarms)}, f"No, but {len(alarms)} other {others} set.")
        touched = tuple(str(entry.id) for entry in found)
        said = [entry_said(entry, call) for entry in found]
        facts: dict[str, Any] = {f"alarm_{number}": text for number, text in enumerate(said[:_MOST_SAID], 1)}
        if len(found) > 1:
            sentence = f"{count(len(found), 'alarm')} are set: {shortened(said, _MOST_SAID)}."
            return Result(facts, sentence, touched=touched)
        (entry,) = found
        if distance:
            left = say.duration(max(_MINUTE, _MINUTE * round((entry.due - call.now) / _MINUTE)))
            sentence = f"Your {_named(entry)}alarm rings in {left}, {entry_when(entry, call)}."
            return Result({"left": left, "time": entry_when(entry, call)}, sentence, touched=touched)
        sentence = f"Your {_named(entry)}alarm is set for {entry_when(entry, call)}."
        if entry.rule is not None:
            rings = say_dates.moment(entry.due, call.now, hours24=call.profile.hours24)
            sentence += f" It rings next {rings}."
        return Result({"time": entry_when(entry, call)}, sentence, touched=touched)

    @operation(
        "alarm_remove",
        does="remove the [{chosen} ]alarm",
        examples=("cancel my 7 am alarm", "remove all alarms except the one at eight"),
        changes="undoable",
        delayable=True,
    )
    def remove(
        self, call: Call, chosen: Annotated[Which, which(_SLOTS, lengths=True, times=True, waits=True)] = OPEN
    ) -> Result:
        """Remove alarms; of one that comes back only the day that is named."""
        rung = self._schedule.rung(call.now, RINGING)
        if rung is not None and rung.kind == "alarm" and chosen.is_open:
            # what rings is meant, not what rings tomorrow
            self._cancel_sound()
            self._schedule.silence(rung)
            return Result({}, f"Your {_named(rung)}alarm is off.", touched=(str(rung.id),))
        try:
            found = choose(self._schedule.entries("alarm", call.now), chosen, call, ALARMS)
        except NotThere as missing:
            return Result({}, str(missing), "failed")
        if moving.is_single_day(chosen, call) and any(entry.rule for entry in found):
            return moving.skip(self._schedule, found, chosen.times, call, ALARMS)
        if len(found) == 1 and found[0].rule is not None and not chosen.every and not call.confirmed:
            raise NeedsConfirmation(
                f"Do you want me to remove the alarm for {entry_when(found[0], call)} for good?"
            )
        self._schedule.remove(found)
        touched = tuple(str(entry.id) for entry in found)
        if len(found) > 1:
            undo = restoring.data(f"{count(len(found), 'alarm')} are back.", before=found)
            sentence = f"{count(len(found), 'alarm')} are removed."
            return Result({"count": len(found)}, sentence, changes=True, undo=undo, touched=touched)
        undo = restoring.data(f"The alarm for {entry_when(found[0], call)} is back.", before=found)
        sentence = f"The {_named(found[0])}alarm for {entry_when(found[0], call)} is removed."
        return Result(
            {"time": entry_when(found[0], call)}, sentence, changes=True, undo=undo, touched=touched
        )

    @operation(
        "alarm_change",
        does="change the [{chosen} ]alarm",
        examples=("move my 7 am alarm to 8", "make my alarm half an hour later", "skip tomorrow's alarm"),
        changes="undoable",
    )
    def change(
        self,
        call: Call,
        changing: Annotated[Changing, changing(_SLOTS, times=True)],
        chosen: Annotated[Which, which(_SLOTS, times=True, changes=True)] = OPEN,
        reminder: Annotated[bool, speaks_of_reminders()] = False,
    ) -> Result:
        """Move, rename or skip alarms; reminders too, where the words name one."""
        return moving.change(self._schedule, chosen, changing, call, REMINDERS if reminder else ALARMS)

    @operation(
        "alarm_snooze",
        does="ring again[ in {length}]",
        examples=("snooze", "snooze for ten minutes"),
        changes="undoable",
    )
    def snooze(
        self,
        call: Call,
        length: Annotated[timedelta | None, timer_length("at", "for")] = None,
        chosen: Annotated[Which, which(_SLOTS)] = OPEN,
    ) -> Result:
        """Ring again later what rings or has just rung."""
        rung = self._schedule.rung(call.now, _JUST_RUNG)
        if rung is None:
            return Result({}, "Nothing is ringing, and nothing has just rung.", "failed")
        self._cancel_sound()
        self._schedule.silence(rung)
        when = call.now + (length or _SNOOZE)
        entry = self._schedule.add(rung.kind, when, call.now, rung.name)
        said = say.clock(when, hours24=call.profile.hours24)
        undo = restoring.data("I won't ring again.", made=[entry])
        return Result(
            {"time": said}, f"I'll ring again at {said}.", changes=True, undo=undo, touched=(str(entry.id),)
        )

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`."""
        return restoring.undo(self._schedule, data)


def _named(entry: Entry) -> str:
    return f"{entry.name} " if entry.name else ""
