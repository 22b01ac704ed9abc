"""When an alarm or a reminder rings, as a command says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from assistant.skills.api import Call, Parameter, Reading, Unclear
from assistant.skills.parameters import context
from assistant.skills.time.naming import is_move, shift_of
from assistant.skills.time.neighbours import next_to, with_day_after
from assistant.skills.time.reading import TIMES, time_parts, times_in
from assistant.skills.time.settling import settled
from models.text import say_dates
from models.text.parse import Recurrence, Span, scan
from models.text.parse.changes import skips
from models.text.parse.held import hold
from models.text.parse.occurrences import following
from models.text.parse.reader import Nonsense
from models.text.parse.reminding import condition, wakes
from models.text.parse.when import DayPart, When, when
from models.types import Command, Slot

_SLOTS = (*TIMES, "duration")
_IN = re.compile(r"\bin (?:[\w-]+ ){0,3}(?:at )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Appointed:
    """When something rings."""

    due: datetime
    rule: Recurrence | None = None
    elapsed: bool = False
    """Whether it is a distance from now, which counts whatever the clocks show."""
    usual: bool = False
    """Whether it was not said, and is the owner's habit."""


def appointed(
    *,
    ask: str,
    reminds: bool = False,
    usual: Callable[[Call], time | None] = lambda call: None,
    unless: Callable[[Reading], bool] = is_move,
) -> Parameter:
    """When something rings.

    Arguments:
        ask: the question for the time.
        reminds: whether it is a reminder: a part of the day alone is enough ("tonight").
        usual: the owner's usual time, which is offered where none is said.
        unless: whether the command changes something that is there, and appoints nothing.
    """

    def read(reading: Reading) -> Appointed | None:
        if unless(reading):
            return Appointed(reading.call.now)
        reading = replace(reading, command=settled(reading.command, reading.call))
        parts = time_parts(reading.command, names=_SLOTS)
        if (beside := next_to(reading)) is not None:
            return Appointed(beside)
        if shift_of(reading) is not None:
            # "an hour later": later than what is corrected
            parts = time_parts(reading.command, _apart(reading.command)[0])
        if parts:
            if len(clocks := _clocks(reading)) > 1:
                raise Unclear(f"Which time do you mean, {' or '.join(clocks)}?")
            return settle(parts, reading)
        made = _as_usual(None, reading.call, usual)
        if made is None and condition(reading.command.text):
            raise Unclear(_of_time(ask, reading.command.text))
        return made

    def settle(parts: Sequence[str], reading: Reading) -> Appointed:
        command, call = reading.command, reading.call
        corrected = reading.before if command.relation == "correction" else None
        waking = wakes(command.text) or (corrected is not None and wakes(corrected.text))
        parts = with_day_after(parts, reading)
        excluded = command.modifiers.excluded if _repeats(parts, call) else ()
        if skips(command.text) and command.relation == "correction":
            carried, said = _apart(command)
            parts, excluded = time_parts(command, carried), (*excluded, *time_parts(command, said, TIMES))
        found = when(parts, context(call), waking=waking, excepted=excluded)
        if isinstance(found, Span):
            # "ten to six" is a time of day here
            parts = [_as_clock(words, call) for words in parts]
            found = when(parts, context(call), waking=waking, excepted=excluded)
        together, longer = _together(command)
        if together and (found is None or longer):
            found = when([together], context(call), waking=waking, excepted=excluded) or found
        if isinstance(found, datetime) and (shift := shift_of(reading)) is not None:
            found = (found.astimezone(UTC) + shift).astimezone(found.tzinfo)
        elif isinstance(found, datetime) and reading.before is not None:
            found = _beside(found, parts, reading.before, call)
        made = _appointed(found, parts, call, guess=reminds)
        if made is None and isinstance(found, (date, DayPart)):
            made = _as_usual(found, call, usual)
        if made is None:
            words = " ".join(parts)
            if missing := _impossible(parts, call):
                raise Unclear(f"There is no {missing.removeprefix('the ')}. {ask}")
            if found is not None:
                raise Unclear(_of_time("At what time?" if reminds else ask, command.text))
            raise Unclear(f"I didn't get when “{words}” is. {ask}")
        return made

    def answer(reading: Reading) -> Appointed | None:
        command = reading.command
        parts = time_parts(command) or tuple(times_in(command.text, reading.call))
        if not parts:
            return None
        before = time_parts(reading.before) if reading.before else ()
        asked = Reading(reading.before or command, reading.call)
        for together in ((*before, *parts), parts):
            found = when(together, context(reading.call), waking=wakes(asked.command.text))
            if (made := _appointed(found, together, reading.call, guess=reminds)) is not None:
                return made
        raise Unclear(ask)

    return Parameter(
        read,
        _SLOTS,
        ("at", "repeat", "except"),
        ask=ask,
        answer=answer,
        kind="clock",
        say=lambda _: "",
    )


def _of_time(ask: str, text: str) -> str:
    """The question for the time, where the text waits for something else: "when I get home"."""
    waits = condition(text)
    return f"I can wait for a time, but not for “{waits}”. {ask}" if waits else ask


def _apart(command: Command) -> tuple[list[Slot], list[Slot]]:
    """The slots that a correction takes over, and those that it marks itself."""
    carried = [slot for slot in command.slots if slot.start == slot.end]
    return carried, [slot for slot in command.slots if slot.start < slot.end]


def _together(command: Command) -> tuple[str, bool]:
    """The words from the first to the last that slots mark as times: "this time tomorrow".

    Also an "in" and its length before them, "in a fortnight at eleven", and whether there is one.
    """
    said = [slot for slot in command.slots if slot.name in _SLOTS and slot.start < slot.end]
    if not said:
        return "", False
    start, end = min(slot.start for slot in said), max(slot.end for slot in said)
    before = _IN.search(command.text[: start - command.start])
    begins = before.start() if before else start - command.start
    return command.text[begins : end - command.start], before is not None


def _clocks(reading: Reading) -> list[str]:
    """The times of day of a command that other words part: "at 5 and Al at 6" is not 5:06."""
    command = reading.command
    found: list[str] = []
    said = [slot for slot in command.slots if slot.name == "time" and slot.start < slot.end]
    end = None
    for slot in sorted(said, key=lambda slot: slot.start):
        between = "" if end is None else command.text[end - command.start : slot.start - command.start]
        read = scan.read("clock", slot.value, context(reading.call)) is not None
        if read and (not found or re.search(r"[^\W\d_]", between)):
            found.append(slot.value)
        end = slot.end
    return found


def _as_clock(words: str, call: Call) -> str:
    clock = scan.read("clock", words, context(call))
    return words if clock is None else f"{clock.hour}:{clock.minute:02} {clock.half or ''}".strip()


def _beside(found: datetime, parts: Sequence[str], before: Command, call: Call) -> datetime:
    """An hour of either half of the day is in the half of the time that it corrects or follows."""
    held = hold(parts, context(call))
    earlier = when(time_parts(before), context(call), waking=wakes(before.text))
    if not isinstance(earlier, datetime) or held.values("part") or any(c.half for c in held.values("clock")):
        return found
    half_day = timedelta(hours=12)
    choices = [one for one in (found - half_day, found, found + half_day) if one > call.now]
    if held.values("date"):
        choices = [one for one in choices if one.date() == found.date()] or [found]
        earlier = datetime.combine(found.date(), earlier.time(), earlier.tzinfo)
    return min(choices, key=lambda one: abs(one - earlier)) if held.values("clock") else found


def _impossible(parts: Sequence[str], call: Call) -> str:
    """A day or a time of day that is said and does not exist: "February 30th"."""
    words = " ".join(parts)
    for kind in ("date", "clock"):
        for start, end in scan.find_impossible(kind, words, context(call)):
            return words[start:end]
    return ""


def _repeats(parts: Sequence[str], call: Call) -> bool:
    return isinstance(when(parts, context(call)), Recurrence)


def _appointed(found: When | None, parts: Sequence[str], call: Call, *, guess: bool) -> Appointed | None:
    match found:
        case datetime():
            return Appointed(found, elapsed=_is_elapsed(parts, call))
        case DayPart() if guess:
            return Appointed(found.usual(context(call)))
        case Recurrence():
            return repeating(found, call, guess=guess)
    return None


def repeating(rule: Recurrence, call: Call, *, guess: bool) -> Appointed | None:
    """The first time of a repetition; None where it names no time of day and needs one."""
    elapsed = rule.unit in ("minute", "hour")
    start = call.now
    if not elapsed and not rule.times:
        if not (guess and rule.part):
            return None
        usual = DayPart(call.now.date(), rule.part).usual(context(call))
        start = usual
    # an interval is counted from the first time: "every other day" may begin tomorrow
    once = rule if elapsed else _each(rule)
    due = following(once, call.now, start)
    return None if due is None else Appointed(due, rule, elapsed)


def _each(rule: Recurrence) -> Recurrence:
    return replace(rule, interval=1)


def _is_elapsed(parts: Sequence[str], call: Call) -> bool:
    try:
        kinds = hold(parts, context(call)).found.keys()
    except Nonsense:
        return False
    return kinds <= {"duration", "from_now"}


def _as_usual(
    found: date | DayPart | None, call: Call, usual: Callable[[Call], time | None]
) -> Appointed | None:
    at = usual(call)
    if at is None or (isinstance(found, DayPart) and found.part != "morning"):
        return None
    day = found.day if isinstance(found, DayPart) else found or call.now.date()
    due = datetime.combine(day, at, call.now.tzinfo)
    if due <= call.now and found is None:
        due = datetime.combine(day + timedelta(days=1), at, call.now.tzinfo)
    return Appointed(due.astimezone(UTC).astimezone(call.now.tzinfo), usual=True)


def said_time(when_: Appointed, call: Call) -> str:
    """ "7 AM tomorrow", "every weekday at 7 AM"."""
    hours24 = call.profile.hours24
    if when_.rule is not None:
        return say_dates.repeat(when_.rule, call.now.date(), hours24=hours24)
    return say_dates.time_first(when_.due, call.now, hours24=hours24)


def usual_waking(call: Call) -> time | None:
    """The time at which the owner said to get up; None where it was not told, or not for this day."""
    for habit in reversed(call.profile.habits):
        parts = times_in(habit, call) if wakes(habit) else []
        found = when(parts, context(call), waking=True) if parts else None
        if isinstance(found, datetime):
            return found.time()
        if isinstance(found, Recurrence) and found.times:
            first = following(found, call.now, call.now)
            return first.time() if first and first - call.now < timedelta(days=1) else None
    return None
