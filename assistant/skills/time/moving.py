"""Another time for an alarm or a reminder that is there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from assistant.skills.api import Call, Result, Unclear
from assistant.skills.parameters import context
from assistant.skills.time import restoring
from assistant.skills.time.changing import Changing
from assistant.skills.time.choosing import Kinds, NotThere, Which, choose, held_times
from assistant.skills.time.describing import entry_when
from assistant.skills.time.entries import Entry
from assistant.skills.time.schedule import Schedule, about
from models.text import say_dates
from models.text.parse import Recurrence, TimeOfDay
from models.text.parse.held import Held
from models.text.parse.moments import on_the_wall
from models.text.parse.occurrences import following
from models.text.parse.reader import Nonsense
from models.text.parse.when import DayPart, when
from models.text.say_lists import capital, count, join


def change(schedule: Schedule, chosen: Which, changing: Changing, call: Call, kinds: Kinds) -> Result:
    """Move, rename or skip alarms or reminders."""
    noun = kinds.noun
    try:
        found = choose(schedule.entries(noun, call.now), chosen, call, kinds)
    except NotThere as missing:
        return Result({}, str(missing), "failed")
    if changing.kind == "rename" and len(found) > 1:
        return Result({}, f"I can't give all {noun}s one name.", "failed")
    if changing.kind == "skip":
        return skip(schedule, found, changing.times or chosen.times, call, kinds)
    after = [changed(entry, changing, call) for entry in found]
    if late := [entry for entry in after if entry.due <= call.now]:
        return Result({}, f"{capital(entry_when(late[0], call))} is in the past.", "failed")
    schedule.put(*after)
    undo = restoring.data(f"Your {noun} is as before.", before=found)
    touched = tuple(str(entry.id) for entry in after)
    if changing.kind == "rename":
        new = about(after[0].name)
        return Result(
            {"name": new}, f"Your {noun} is called {new} now.", changes=True, undo=undo, touched=touched
        )
    said = join(list(dict.fromkeys(entry_when(entry, call) for entry in after)))
    what = f"{count(len(after), noun)} are" if len(after) > 1 else f"{kinds.label(after[0], call)} is"
    if noun == "alarm" and len(after) == 1:
        what = f"your {f'{after[0].name} ' if after[0].name else ''}alarm is"
    return Result(
        {"time": said}, f"{capital(what)} set for {said} now.", changes=True, undo=undo, touched=touched
    )


def skip(
    schedule: Schedule, found: Sequence[Entry], times: Sequence[str], call: Call, kinds: Kinds
) -> Result:
    """Leave out single days of what comes back; what rings only then is removed."""
    after, gone = [], []
    left_out: list[date] = []
    for entry in found:
        left_out = days(times, entry, call)
        if entry.rule is None:
            if entry.due.date() not in left_out:
                return Result({}, f"{capital(kinds.label(entry, call))} does not ring then.", "failed")
            gone.append(entry)
        else:
            after.append(skipped(entry, left_out))
    schedule.put(*after)
    schedule.remove(gone)
    noun = kinds.noun
    which = f"Your {noun} is" if len(found) == 1 else f"{count(len(found), noun)} are"
    said = join([say_dates.on(day, call.now.date()) for day in left_out])
    sentence = f"{which} skipped {said}."
    undo = restoring.data(f"Your {noun} is as before.", before=found)
    return Result({"day": said}, sentence, changes=True, undo=undo, touched=tuple(str(e.id) for e in found))


def changed(entry: Entry, changing: Changing, call: Call) -> Entry:
    """The entry as it is afterwards.

    Raises:
        Unclear: the new time is not understood, or leaves open what is meant.
    """
    match changing.kind:
        case "rename":
            return replace(entry, name=changing.name)
        case "more" | "less" if changing.amount is not None:
            return _shifted(entry, changing.amount if changing.kind == "more" else -changing.amount, call)
        case "to" if changing.times:
            return _moved(entry, changing.times, call)
    raise Unclear("What should I change about it?")


def days(times: Sequence[str], entry: Entry, call: Call) -> list[date]:
    """The days that are skipped: those that words name, else the next one."""
    found: list[date] = held_times(times, call).values("date") if times else []
    return found or [entry.due.date()]


def skipped(entry: Entry, left_out: Sequence[date]) -> Entry:
    """A repeating entry without these days."""
    assert entry.rule is not None
    rule = replace(entry.rule, except_dates=(*entry.rule.except_dates, *left_out))
    due = entry.due
    if due.date() in left_out:
        due = following(rule, due, due) or due
    return replace(entry, rule=rule, due=due, wall=due.replace(tzinfo=None))


def _shifted(entry: Entry, amount: timedelta, call: Call) -> Entry:
    if entry.wall is None:
        due = (entry.due.astimezone(UTC) + amount).astimezone(call.now.tzinfo)
        return replace(entry, due=due)
    wall = entry.wall + amount
    rule = entry.rule
    if rule is not None:
        if wall.date() != entry.wall.date():
            raise Unclear("That would be on another day. To what time should I move it?")
        rule = replace(rule, times=tuple(_later(clock, amount) for clock in rule.times))
    return _on_wall(entry, wall, rule, call)


def _later(clock: TimeOfDay, amount: timedelta) -> TimeOfDay:
    minutes = (clock.minutes + round(amount.total_seconds() / 60)) % (24 * 60)
    return TimeOfDay(minutes // 60, minutes % 60, "am" if minutes < 12 * 60 else "pm")


def _moved(entry: Entry, times: Sequence[str], call: Call) -> Entry:
    held = held_times(times, call)
    kinds = held.found.keys()
    if "repeat" in kinds:
        return _repeated(entry, times, call)
    if kinds <= {"clock", "part"} and "clock" in kinds:
        clock = _nearest(held, entry)
        day = entry.due.date()
        rule = None if entry.rule is None else replace(entry.rule, times=(clock,))
        return _on_wall(entry, datetime.combine(day, time(clock.hour, clock.minute)), rule, call)
    found = when(times, context(call))
    match found:
        case datetime():
            if entry.rule is not None:
                raise Unclear("It comes back again and again. To which days and what time should I move it?")
            elapsed = kinds <= {"duration", "from_now"}
            wall = None if elapsed else found.replace(tzinfo=None)
            return replace(entry, due=found, wall=wall)
        case date():
            return _on_day(entry, found, call)
        case DayPart() if entry.rule is None:
            due = found.usual(context(call))
            return replace(entry, due=due, wall=due.replace(tzinfo=None))
    raise Unclear(f"I didn't get when “{' '.join(times)}” is. To what time should I move it?")


def _nearest(held: Held, entry: Entry) -> TimeOfDay:
    """The time of day, in the half of the day that is nearest to the old one."""
    clock: TimeOfDay = held.values("clock")[0]
    minutes = 60 * entry.due.hour + entry.due.minute
    parts = held.values("part")
    choices = clock.choices
    if parts and not clock.half:
        wants_morning = parts[0] == "morning"
        choices = tuple(choice for choice in choices if (choice.hour < 12) == wants_morning) or choices
    return min(choices, key=lambda choice: abs(choice.minutes - minutes))


def _repeated(entry: Entry, times: Sequence[str], call: Call) -> Entry:
    found = when(times, context(call))
    if not isinstance(found, Recurrence):
        raise Unclear(f"I didn't get when “{' '.join(times)}” is. To what time should I move it?")
    if not found.times and found.unit not in ("minute", "hour"):
        clock = TimeOfDay(entry.due.hour, entry.due.minute, "am" if entry.due.hour < 12 else "pm")
        found = replace(found, times=(entry.rule.times if entry.rule else ()) or (clock,))
    due = following(replace(found, interval=1), call.now, call.now)
    if due is None:
        raise Unclear("That leaves no day. When should it ring?")
    return replace(entry, rule=found, due=due, wall=due.replace(tzinfo=None))


def _on_day(entry: Entry, day: date, call: Call) -> Entry:
    rule = entry.rule
    if rule is not None:
        if len(rule.days) != 1 or rule.nth is not None:
            raise Unclear("It comes back again and again. To which days should I move it?")
        rule = replace(rule, days=(day.weekday(),))
    return _on_wall(entry, datetime.combine(day, entry.due.time()), rule, call)


def _on_wall(entry: Entry, wall: datetime, rule: Recurrence | None, call: Call) -> Entry:
    clock = TimeOfDay(wall.hour, wall.minute, "am" if wall.hour < 12 else "pm")
    try:
        due = on_the_wall(wall.date(), clock, call.now.tzinfo)
    except Nonsense:
        raise Unclear("The clocks skip that time on that day. To what time should I move it?") from None
    if rule is not None:
        midnight = datetime.combine(min(wall.date(), call.now.date()), time(), call.now.tzinfo)
        due = following(rule, max(call.now, midnight), due) or due
    return replace(entry, due=due, wall=due.replace(tzinfo=None), rule=rule)


def is_single_day(chosen: Which, call: Call) -> bool:
    """Whether what is chosen is one day of what comes back: "tomorrow's alarm"."""
    if not chosen.times:
        return False
    return "date" in held_times(chosen.times, call).found
