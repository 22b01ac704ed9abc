"""Alarms: once or on certain days, kept until they rang or were removed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from assistant.skills.api import Question, Request, Result, SkillContext
from assistant.skills.talk.owner import usual_waking
from assistant.skills.time.schedule import Entry, next_on
from assistant.spoken import dates, times
from assistant.spoken.numbers import digits
from models.text.say_lists import capital, count, every, join
from models.text import say

_MOST_READ = 6
_SNOOZE = timedelta(minutes=9)
_WAKING = re.compile(r"\b(wake|waking|wakeup|get up|getting up|get going|breakfast)\b")
_ALL = re.compile(r"\b(all|every|any|alarms|alerts|calls|everything)\b")
_EXISTING = re.compile(r"^(is|are|do|did|have|what|when|which) ")


class Alarms:
    """An alarm clock."""

    name = "alarms"
    intents = frozenset({"alarm_set", "alarm_query", "alarm_remove"})
    summary = "set alarms"

    def __init__(self, context: SkillContext) -> None:
        self._schedule = context.schedule
        self._cancel_sound = context.cancel

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        when = _when(request)
        said = f" for {_said(when, request.now)}" if when else ""
        match request.intent:
            case "alarm_set":
                return f"set an alarm{said}"
            case "alarm_remove":
                return f"remove the alarm{said}"
        return "tell you which alarms are set"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        text = digits(request.text)
        match request.intent:
            case "alarm_set" if not _EXISTING.search(text):
                return self._set(request)
            case "alarm_remove":
                return self._snooze(request) if re.search(r"\bsnooze\b", text) else self._remove(request)
        return self._query(request)

    def _set(self, request: Request) -> Result:
        days = dates.repeats(request.text)
        name = request.slot("event_name") or ""
        when = _when(request)
        if when is None:

            def answer(reply: Request) -> Result | None:
                found = _when(reply) if len(reply.text.split()) <= 10 else None
                again = dates.repeats(reply.text) or days
                return self._add(found, again, name, reply.now) if found else None

            usual = usual_waking(request)
            if usual is None:
                return Result({}, "For what time?", "asked", Question(on_answer=answer))

            def as_usual(reply: Request) -> Result:
                found = times.moment(usual, reply.now)
                return (
                    self._add(found, days, name, reply.now)
                    if found
                    else Result({}, "That time is unclear.", "failed")
                )

            sentence = f"You usually get up at {usual}. Should I set the alarm for then?"
            return Result({"time": usual}, sentence, "asked", Question(on_yes=as_usual, on_answer=answer))
        if when <= request.now and not days:
            return Result(
                {"time": _said(when, request.now)},
                f"{capital(_said(when, request.now))} is in the past.",
                "failed",
            )
        return self._add(when, days, name, request.now)

    def _add(self, when: datetime, days: frozenset[int], name: str, now: datetime) -> Result:
        if days:
            when = next_on(days, when, now)
        same = [
            entry for entry in self._schedule.entries("alarm", now) if (entry.due, entry.days) == (when, days)
        ]
        if not same:
            self._schedule.add("alarm", when, now, name, days)
        facts = {"time": say.clock(when)}
        if days:
            facts["days"] = dates.days_said(days)
            return Result(facts, f"The alarm is set for {say.clock(when)} {dates.days_said(days)}.")
        facts["day"] = dates.said(when.date(), now.date())
        verb = "is already" if same else "is"
        return Result(facts, f"The alarm {verb} set for {_said(when, now)}.")

    def _query(self, request: Request) -> Result:
        now = request.now
        entries = self._schedule.entries("alarm", now)
        text = digits(request.text)
        day, clock = dates.find(text, now.date()), times.find(text)
        morning = clock is None and re.search(r"\bmorning\b", text) is not None
        chosen = (
            _matching(entries, request)
            if day or clock
            else [e for e in entries if not morning or e.due.hour < 12]
        )
        if not entries:
            return Result({}, "No alarm is set.")
        if not chosen:
            also = "alarm is" if len(entries) == 1 else "alarms are"
            return Result({"others": len(entries)}, f"No, but {len(entries)} other {also} set.")
        if re.search(r"\b(next|first|earliest)\b", text):
            chosen = chosen[:1]
        said = [_entry_said(entry, now) for entry in chosen[:_MOST_READ]]
        if len(chosen) > _MOST_READ:
            sentence = f"{len(chosen)} alarms are set; the next {_MOST_READ} are {join(said)}."
            return Result({"count": len(chosen), "next": join(said)}, sentence)
        facts = {f"alarm_{index}": words for index, words in enumerate(said, 1)}
        if len(said) == 1:
            return Result(facts, f"An alarm is set for {said[0]}.")
        return Result(facts | {"count": len(said)}, f"{count(len(said), 'alarm')} are set: {join(said)}.")

    def _remove(self, request: Request) -> Result:
        now = request.now
        entries = self._schedule.entries("alarm", now)
        if not entries:
            self._cancel_sound()
            return Result({}, "No alarm is set.")
        text = digits(request.text)
        named = (
            dates.find(text, now.date())
            or times.find(text)
            or _half_day(text)
            or re.search(r"\b(1st|next|earliest|last)\b", text)
        )
        chosen = _matching(entries, request) if named else entries
        if not chosen:
            return Result({}, "I found no such alarm.", "failed")
        if len(chosen) > 1 and not _ALL.search(text):

            def pick(reply: Request) -> Result | None:
                picked = _matching(chosen, reply)
                return self._drop(picked, now) if len(picked) == 1 else None

            said = join([_entry_said(entry, now) for entry in chosen], "or")
            return Result({}, f"Which alarm, the one for {said}?", "asked", Question(on_answer=pick))
        if _ALL.search(text) or chosen[0].days:

            def act(_: Request) -> Result:
                return self._drop(chosen, now)

            what = (
                f"{every(len(chosen))} alarms"
                if len(chosen) > 1
                else f"the alarm for {_entry_said(chosen[0], now)}"
            )
            return Result(
                {"count": len(chosen)}, f"Do you want me to remove {what}?", "asked", Question(on_yes=act)
            )
        return self._drop(chosen, now)

    def _drop(self, chosen: list[Entry], now: datetime) -> Result:
        self._schedule.remove(chosen)
        if len(chosen) == 1:
            said = _entry_said(chosen[0], now)
            return Result({"alarm": said}, f"The alarm for {said} is removed.")
        return Result({"count": len(chosen)}, f"{count(len(chosen), 'alarm')} are removed.")

    def _snooze(self, request: Request) -> Result:
        self._cancel_sound()
        when = request.now + _SNOOZE
        self._schedule.add("alarm", when, request.now)
        return Result({"time": say.clock(when)}, f"I'll ring again at {say.clock(when)}.")


def _when(request: Request) -> datetime | None:
    waking = _WAKING.search(request.text.lower()) is not None
    now = request.now
    if dates.repeats(request.text):
        # a time of day for many days: whether it is over today does not matter
        now = now.replace(hour=0, minute=0, second=0, microsecond=0)
    when = times.moment(request.text, now, waking=waking)
    spoken = request.slot("time")
    if when is None and spoken:
        named = [
            slot.value for slot in request.understanding.slots or () if slot.name in ("date", "timeofday")
        ]
        when = times.moment(f"at {spoken} {' '.join(named)}", now, waking=waking)
    return when


def _half_day(text: str) -> str | None:
    found = re.search(r"\b(morning|afternoon|evening|night)\b", text)
    return found[1] if found else None


def _matching(entries: list[Entry], request: Request) -> list[Entry]:
    """The alarms that the request names by time, day, part of the day, order or name."""
    text, today = digits(request.text), request.now.date()
    clock, day = times.find(text), dates.find(text, today)
    kept = entries
    if named := [entry for entry in kept if entry.name and entry.name in text]:
        return named
    if clock is not None:
        kept = [
            entry for entry in kept
            if entry.due.minute == clock.minute
            and (entry.due.hour == clock.hour or (not clock.certain and entry.due.hour % 12 == clock.hour %
            12))
        ]  # fmt: skip
    if day is not None:
        kept = [entry for entry in kept if entry.due.date() == day.date or day.date.weekday() in entry.days]
    if clock is None and (part := _half_day(text)):
        hours = {
            "morning": range(3, 12),
            "afternoon": range(12, 18),
            "evening": range(17, 24),
            "night": range(19, 28),
        }[part]
        kept = [entry for entry in kept if entry.due.hour in hours]
    if re.search(r"\b(1st|next|earliest)\b", text):
        kept = kept[:1]
    if clock is None and day is None and re.search(r"\blast\b", text):
        kept = kept[-1:]
    return kept


def _said(when: datetime, now: datetime) -> str:
    day = dates.said(when.date(), now.date())
    return f"{say.clock(when)} {day}" if day in ("today", "tomorrow") else f"{say.clock(when)} on {day}"


def _entry_said(entry: Entry, now: datetime) -> str:
    return f"{say.clock(entry.due)} {dates.days_said(entry.days)}" if entry.days else _said(entry.due, now)
