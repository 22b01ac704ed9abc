"""Timers: several at once, with or without names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any

from assistant.skills.api import INTERFACE, Call, HeldThing, Result, SkillContext, operation
from assistant.skills.time import restoring
from assistant.skills.time.calling import is_called
from assistant.skills.time.changing import (
    Anew,
    Changing,
    begins_anew,
    changed_entry,
    changing,
    sets_running,
    taken_off,
)
from assistant.skills.time.choosing import NotThere, Which, choose
from assistant.skills.time.describing import TIMERS
from assistant.skills.time.entries import Entry
from assistant.skills.time.naming import name_of
from assistant.skills.time.reading import TIMER_NAMES, timer_length, which
from assistant.skills.time.schedule import RINGING
from models.text import say
from models.text.say_lists import capital, count, join, shortened

_LONGEST = timedelta(days=30)
_MOST_SAID = 6


Chosen = Annotated[Which, which(TIMER_NAMES, lengths=True, waits=True)]
ToChange = Annotated[Which, which(TIMER_NAMES, lengths=True, changes=True, waits=True)]
OPEN = Which()


class Timers:
    """Countdown timers."""

    name = "timers"
    interface = INTERFACE
    title = "timers"
    store = "schedule"

    def __init__(self, context: SkillContext) -> None:
        self._schedule, self._cancel_sound = context.schedule, context.cancel

    def names(self) -> list[str]:
        """See `Names`: also those of alarms and reminders."""
        return self._schedule.names()

    def things(self, now: datetime) -> list[HeldThing]:
        """See `Holds`."""
        running = self._schedule.entries("timer", now)
        return [HeldThing(entry.name, "timer", "timer_query", "timer_name") for entry in running]

    @operation(
        "timer_set",
        does="set a [{name} ]timer[ for {length}]",
        examples=("set a timer for ten minutes", "start a pasta timer for 8 minutes"),
        changes="undoable",
        delayable=True,
    )
    def set(
        self,
        call: Call,
        length: Annotated[timedelta, timer_length()],
        name: Annotated[str, name_of(*TIMER_NAMES)] = "",
        anew: Annotated[bool, sets_running()] = False,
    ) -> Result:
        """Start a timer, or set one that runs to another length."""
        if anew and self._running(name, call):
            return self.change(call, Changing("to", length), Which((name,) if name else ()))
        if length > _LONGEST:
            return Result({}, "That is too long for a timer.", "failed")
        if length < timedelta(seconds=1):
            return Result({}, "That is too short for a timer.", "failed")
        entry = self._schedule.add("timer", call.now + length, call.now, name)
        said = say.duration(length)
        facts = {"duration": said} | ({"name": name} if name else {})
        sentence = f"Your {f'{name} ' if name else ''}timer is set for {said}."
        undo = restoring.data(f"The {entry.called} timer is cancelled.", made=[entry])
        return Result(facts, sentence, changes=True, undo=undo, touched=(str(entry.id),))

    @operation(
        "timer_query",
        does="tell how long a timer still runs",
        examples=("how long is left on the pasta timer", "what timers are running"),
        answers=("timer_set", "timer_change", "timer_pause", "timer_resume", "timer_cancel"),
    )
    def left(self, call: Call, chosen: Annotated[Which, which(TIMER_NAMES, lengths=True)] = OPEN) -> Result:
        """Say what timers there are, and what is left of them."""
        running = self._schedule.entries("timer", call.now)
        try:
            found = choose(running, chosen, call, TIMERS, several=True)
        except NotThere as missing:
            return Result({}, str(missing))
        touched = tuple(str(entry.id) for entry in found)
        said = [_left(entry, call) for entry in found]
        facts: dict[str, Any] = {f"left_{number}": text for number, text in enumerate(said, 1)}
        if len(found) == 1:
            (entry,) = found
            left = say.duration(entry.remaining(call.now))
            facts = {"left": left} | ({"name": entry.name} if entry.name else {})
            state = "paused" if entry.left is not None else "running"
            return Result(facts, f"Your {_named(entry)}timer is {state}: {left} left.", touched=touched)
        return Result(facts, f"{count(len(found), 'timer')}: {shortened(said, _MOST_SAID)}.", touched=touched)

    @operation(
        "timer_cancel",
        does="cancel the [{chosen} ]timer",
        examples=("cancel the pasta timer", "stop all timers except the tea"),
        changes="undoable",
        delayable=True,
    )
    def cancel(
        self,
        call: Call,
        chosen: Chosen = OPEN,
        less: Annotated[timedelta | None, taken_off()] = None,
    ) -> Result:
        """End timers before their time, or the ring of one; or take time off them."""
        if less is not None:
            return self.change(call, Changing("less", less), chosen)
        rung = self._schedule.rung(call.now, RINGING)
        if rung is not None and rung.kind == "timer" and _means(chosen, rung):
            self._cancel_sound()
            self._schedule.silence(rung)
            return Result({}, f"Your {_named(rung)}timer is off.", touched=(str(rung.id),))

        def drop(found: list[Entry]) -> Result:
            self._schedule.remove(found)
            return self._done(
                found, [], f"{capital(_those(found))} cancelled.", f"{_those(found)} back", call
            )

        return self._with(chosen, call, drop)

    @operation(
        "timer_pause",
        does="pause the [{chosen} ]timer",
        examples=("pause the timer",),
        changes="undoable",
        delayable=True,
    )
    def pause(self, call: Call, chosen: Chosen = OPEN) -> Result:
        """Hold timers; what is left of them stays."""

        def hold(found: list[Entry]) -> Result:
            running = [entry for entry in found if entry.left is None]
            if not running:
                return Result({}, f"{capital(_those(found))} paused already.")
            held = [replace(entry, left=entry.remaining(call.now)) for entry in running]
            sentence = f"{capital(_those(held))} paused with {_lefts(held, call)} left."
            return self._done(running, held, sentence, f"{_those(running)} running again", call)

        return self._with(chosen, call, hold, lambda entry: entry.left is None)

    @operation(
        "timer_resume",
        does="carry on with the [{chosen} ]timer",
        examples=("resume the timer",),
        changes="undoable",
        delayable=True,
    )
    def resume(
        self, call: Call, chosen: Chosen = OPEN, anew: Annotated[Anew | None, begins_anew()] = None
    ) -> Result:
        """Carry on with timers that are paused, or begin again with timers."""

        def carry_on(found: list[Entry]) -> Result:
            paused = [entry for entry in found if entry.left is not None]
            if anew == "from the start" or (anew == "again" and not paused):
                return self._change(found, Changing("restart"), call)
            if not paused:
                return Result({}, f"{capital(_those(found))} running already.")
            again = [replace(entry, left=None, due=call.now + entry.remaining(call.now)) for entry in paused]
            sentence = f"{capital(_those(again))} running again with {_lefts(again, call)} left."
            return self._done(paused, again, sentence, f"{_those(paused)} paused again", call)

        return self._with(chosen, call, carry_on, lambda entry: entry.left is not None)

    @operation(
        "timer_change",
        does="change the [{chosen} ]timer",
        examples=("add five minutes to the pasta timer", "restart the timer", "rename the timer to cake"),
        changes="undoable",
        delayable=True,
    )
    def change(
        self,
        call: Call,
        changing: Annotated[Changing, changing(TIMER_NAMES)],
        chosen: ToChange = OPEN,
    ) -> Result:
        """Make timers longer or shorter, set them anew, restart or rename them."""

        if changing.kind == "rename" and chosen.every:
            return Result({}, "I can't give all timers one name.", "failed")
        return self._with(chosen, call, lambda found: self._change(found, changing, call))

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`."""
        return restoring.undo(self._schedule, data)

    def _running(self, name: str, call: Call) -> list[Entry]:
        """The timers that a name may mean, all of them without one."""
        running = self._schedule.entries("timer", call.now)
        return [entry for entry in running if not name or is_called(entry.name, name)]

    def _change(self, found: list[Entry], changing: Changing, call: Call) -> Result:
        changed = [changed_entry(entry, changing, call) for entry in found]
        if any(entry.remaining(call.now) > _LONGEST for entry in changed):
            return Result({}, "That is too long for a timer.", "failed")
        over = [entry for entry in changed if entry.remaining(call.now) <= timedelta()]
        kept = [entry for entry in changed if entry not in over]
        self._schedule.remove(over)
        sentences = []
        if over:
            ended = (
                "That was all the time left" if len(over) == 1 else "That was all the time that they had left"
            )
            sentences.append(f"{ended}, so {_those(over)} over.")
        if kept and changing.kind == "rename":
            sentences.append(f"Your timer is called {changing.name} now.")
        elif kept:
            sentences += [
                f"Your {_named(e)}timer has {say.duration(e.remaining(call.now))} left now." for e in kept
            ]
        return self._done(found, kept, " ".join(sentences), f"{_those(found)} as before", call)

    def _with(
        self,
        chosen: Which,
        call: Call,
        act: Callable[[list[Entry]], Result],
        prefers: Callable[[Entry], bool] = lambda entry: True,
    ) -> Result:
        running = self._schedule.entries("timer", call.now)
        if chosen.is_open or chosen.order or chosen.every:
            # one that is paused already is hardly the one to pause
            running = [entry for entry in running if prefers(entry)] or running
        try:
            return act(choose(running, chosen, call, TIMERS))
        except NotThere as missing:
            return Result({}, str(missing), "failed")

    def _done(
        self, before: Sequence[Entry], after: Sequence[Entry], sentence: str, restored: str, call: Call
    ) -> Result:
        self._schedule.put(*after)
        undo = restoring.data(f"{capital(restored)}.", before=before)
        facts: dict[str, Any] = {}
        if len(after) == 1 and " left" in sentence:
            facts["left"] = say.duration(after[0].remaining(call.now))
        if len(before) == 1 and before[0].name and before[0].name in sentence:
            facts["name"] = before[0].name
        touched = tuple(str(entry.id) for entry in before)
        return Result(facts, sentence, changes=True, undo=undo, touched=touched)


def _means(chosen: Which, rung: Entry) -> bool:
    """Whether a timer that rings is the one to stop."""
    return chosen.is_open or any(is_called(rung.name, name) for name in chosen.names)


def _named(entry: Entry) -> str:
    return f"{entry.name} " if entry.name else ""


def _those(entries: Sequence[Entry]) -> str:
    """The timers with their verb: "your pasta timer is", "your tea and rice timers are"."""
    if len(entries) == 1:
        return f"your {_named(entries[0])}timer is"
    if all(entry.name for entry in entries):
        return f"your {join([entry.name for entry in entries])} timers are"
    return f"your {count(len(entries), 'timer')} are"


def _left(entry: Entry, call: Call) -> str:
    left = say.duration(entry.remaining(call.now))
    return f"{left} left on the {entry.called} timer{', paused' if entry.left is not None else ''}"


def _lefts(entries: Sequence[Entry], call: Call) -> str:
    return join(list(dict.fromkeys(say.duration(entry.remaining(call.now)) for entry in entries)))
