"""The moment, or the repetition, that the words of a command together stand for: "tomorrow" and "7 am"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from models.text.parse.clock import AFTER_NIGHT, WAKING_FROM, TimeOfDay, clock_in_part
from models.text.parse.held import Held, hold
from models.text.parse.moments import from_now, on_the_wall
from models.text.parse.reader import Context, Nonsense
from models.text.parse.repeated import lasts, repeated
from models.text.parse.repeats import Recurrence
from models.text.parse.scan import read_rule
from models.text.parse.spans import Span

HOURS = {"morning": (5, 12), "afternoon": (12, 18), "evening": (17, 22), "night": (20, 29)}
_USUAL = {"morning": 8, "afternoon": 14, "evening": 19, "night": 21}


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of a day, no time of day being named: "Friday morning"."""

    day: date
    part: str
    """morning, afternoon, evening or night."""

    def span(self, context: Context) -> Span:
        """Its first moment, and the first after it."""
        first, last = (self._at(hour, context) for hour in HOURS[self.part])
        return Span(first, last)

    def usual(self, context: Context) -> datetime:
        """The moment that is meant where a single one is needed."""
        return self._at(_USUAL[self.part], context)

    def _at(self, hour: int, context: Context) -> datetime:
        day = self.day + timedelta(days=hour // 24)
        return datetime.combine(day, time(hour % 24), context.zone or context.now.tzinfo)


_APART = re.compile(r"(?P<length>.+?) (?P<way>before|after|ahead of|prior to) (?P<moment>.+)", re.IGNORECASE)
When = datetime | date | DayPart | Recurrence | Span


def when(
    parts: Sequence[str], context: Context, *, waking: bool = False, excepted: Sequence[str] = ()
) -> When | None:
    """What the words about time in a command stand for together; None where a part of them is not understood.

    Arguments:
        parts: in the order of the text, such as the words of slots ("every weekday", "6:30").
        waking: somebody is to be woken: an hour from four to eleven is in the morning.
        excepted: days or dates that a repetition leaves out ("weekends", "christmas day").

    Returns:
        a moment; a date or a part of a day where no time of day is named; a repetition, whose times are
        certain; or a span. An hour that may be in either half of the day is the next one to come, on a named
        day the first from five in the morning on.
    """
    # "the twenty fifth" and "of May" are one date only together
    together = [" ".join(parts)]
    for texts in [parts] if list(parts) == together else [parts, together]:
        try:
            found = _read(texts, context, waking, excepted)
        except Nonsense:
            continue
        if found is not None:
            return found
    return None if excepted else _apart(together[0], context, waking)


def _apart(text: str, context: Context, waking: bool) -> datetime | None:
    """A moment so long before or after another: "an hour before 3 pm tomorrow"."""
    apart = _APART.fullmatch(text)
    length = read_rule("duration", apart["length"], context) if apart else None
    if apart is None or length is None:
        return None
    moment = when([apart["moment"]], context, waking=waking)
    if not isinstance(moment, datetime):
        return None
    shift = timedelta(seconds=float(length)) * (1 if apart["way"].lower() == "after" else -1)
    return (moment.astimezone(UTC) + shift).astimezone(moment.tzinfo)


def _read(parts: Sequence[str], context: Context, waking: bool, excepted: Sequence[str]) -> When | None:
    held = hold(parts, context)
    if "repeat" in held.found or lasts(held):
        return repeated(held, context, waking, excepted)
    return None if excepted else _once(held, parts, context, waking)


def _once(held: Held, parts: Sequence[str], context: Context, waking: bool) -> When | None:
    clocks, dates, parts_of_day = held.values("clock"), held.values("date"), held.values("part")
    if held.only("clock", "date", "part"):
        part = parts_of_day[0] if parts_of_day else ""
        if clocks:
            return _at(clocks[0], dates[0] if dates else None, part, context, waking)
        if part:
            return _part(part, dates[0] if dates else None, context)
        distance = read_rule("from_now", held.found["date"][0][2], context)
        return distance if isinstance(distance, datetime) else dates[0]
    if held.only("duration"):
        # "twenty minutes", the "in" being outside of the slot
        return from_now(context, Fraction(held.values("duration")[0]))
    for rule in ("from_now", "this_time"):
        if held.only(rule):
            return held.values(rule)[0]  # type: ignore[no-any-return]
    if "span" in held.found:
        together = held.values("span")[0] if held.only("span") else None
        return together or _span(" ".join(parts), context)
    return None


def _span(text: str, context: Context) -> Span | None:
    found = read_rule("span", text, context)
    return found if isinstance(found, Span) else None


def _part(part: str, day: date | None, context: Context) -> DayPart:
    name = "night" if part == "tonight" else part
    found = DayPart(day or context.today, name)
    if day is None and found.span(context).end <= context.now:  # type: ignore[operator]
        found = replace(found, day=found.day + timedelta(days=1))
    return found


def _at(clock: TimeOfDay, day: date | None, part: str, context: Context, waking: bool) -> datetime:
    """The moment of a time of day, on a day or the next one."""
    zone = context.zone or context.now.tzinfo

    def on(day: date, clock: TimeOfDay) -> datetime:
        return on_the_wall(day, clock, zone)

    if part and not clock.half:
        small = part in ("night", "tonight") and clock.hour % 12 < AFTER_NIGHT
        chosen = clock.choices[0] if small else clock_in_part(clock, part)
        if part == "tonight" or day is not None:
            return on((day or context.today) + timedelta(days=small), chosen)
        return _next(chosen, context, on)
    if clock.half:
        if part and not (part == "tonight" and clock.hour < AFTER_NIGHT):
            clock_in_part(clock, part)
        if day is None and part == "tonight":
            return on(context.today + timedelta(days=clock.hour < AFTER_NIGHT), clock)
        return on(day, clock) if day is not None else _next(clock, context, on)
    morning, evening = clock.halves
    if waking and WAKING_FROM <= clock.hour < 12:
        return on(day, morning) if day is not None else _next(morning, context, on)
    if day is None:
        return min(_next(half, context, on) for half in (morning, evening))
    first = on(day, morning)
    late = first <= context.now or (first.hour < AFTER_NIGHT and not waking)
    return on(day, evening) if late and first.hour < 12 else first


def _next(clock: TimeOfDay, context: Context, on: Callable[[date, TimeOfDay], datetime]) -> datetime:
    moment = on(context.today, clock)
    return moment if moment > context.now else on(context.today + timedelta(days=1), clock)
