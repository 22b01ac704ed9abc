"""Dates, moments, spans and repetitions → English: "tomorrow at 7 AM", "every day except Sunday"."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time
from typing import Any

from models.text import say
from models.text.parse.clock import TimeOfDay
from models.text.parse.repeats import EVERY_DAY, Recurrence
from models.text.parse.spans import Span
from models.text.parse.when import DayPart
from models.text.say_lists import join

_WORKDAYS, _WEEKEND = (0, 1, 2, 3, 4), (5, 6)
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_WEEK = 7
_FAR_DAYS = 300
"""From here on a date of another year is said with it."""


def full(day: date, *, year: bool = False) -> str:
    """ "Saturday, November 28", with the year where asked."""
    text = f"{_weekday(day.weekday())}, {month_day(day.month, day.day)}"
    return f"{text}, {day.year}" if year else text


def month_day(month: int, day: int) -> str:
    """ "November 28"."""
    return f"{calendar.month_name[month]} {day}"


def near(day: date, today: date) -> str:
    """ "today", "tomorrow", "yesterday", a weekday within the next six days, else the full date."""
    ahead = (day - today).days
    if ahead in _NEAR:
        return _NEAR[ahead]
    if 1 < ahead < _WEEK:
        return _weekday(day.weekday())
    return full(day, year=day.year != today.year and abs(ahead) > _FAR_DAYS)


def on(day: date, today: date) -> str:
    """The same after a verb: "tomorrow", "on Friday", "on Friday, December 25"."""
    said = near(day, today)
    return said if said in _NEAR.values() else f"on {said}"


def time_of_day(clock: TimeOfDay, *, hours24: bool = False) -> str:
    """ "7 AM"; "7" or "7:30" where either half of the day may be meant."""
    if clock.half or not 1 <= clock.hour <= 12:
        return say.clock(time(clock.hour % 24, clock.minute), hours24=hours24)
    return f"{clock.hour}:{clock.minute:02}" if clock.minute else str(clock.hour)


def moment(when: datetime, now: datetime, *, hours24: bool = False) -> str:
    """ "tomorrow at 7 AM", "on Friday at noon", in the zone of `now`."""
    local = when.astimezone(now.tzinfo)
    return f"{on(local.date(), now.date())} at {say.clock(local, hours24=hours24)}"


def time_first(when: datetime, now: datetime, *, hours24: bool = False) -> str:
    """ "7 AM tomorrow", "noon on Friday"."""
    local = when.astimezone(now.tzinfo)
    return f"{say.clock(local, hours24=hours24)} {on(local.date(), now.date())}"


def day_part(part: DayPart, today: date) -> str:
    """ "this morning", "tonight", "tomorrow evening", "on Friday morning"."""
    said = on(part.day, today)
    if said == "today":
        return "tonight" if part.part == "night" else f"this {part.part}"
    return f"{said} {part.part}"


def span(found: Span, now: datetime, *, hours24: bool = False) -> str:
    """ "from 9 AM to 11 AM", "from Friday to Sunday", "tomorrow from 9 AM to 11 AM"."""
    start, end = found.start, found.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        start, end = start.astimezone(now.tzinfo), end.astimezone(now.tzinfo)
        if start.date() != end.date():
            first, last = (moment(each, now, hours24=hours24).removeprefix("on ") for each in (start, end))
            return f"from {first} to {last}"
        first, last = (say.clock(each, hours24=hours24) for each in (start, end))
        return f"{on(start.date(), now.date())} from {first} to {last}"
    if isinstance(start, TimeOfDay) and isinstance(end, TimeOfDay):
        return f"from {time_of_day(start, hours24=hours24)} to {time_of_day(end, hours24=hours24)}"
    assert not isinstance(start, TimeOfDay)
    assert not isinstance(end, TimeOfDay)
    return (
        on(start, now.date())
        if start == end
        else f"from {near(start, now.date())} to {near(end, now.date())}"
    )


def anything(value: Any, now: datetime, *, hours24: bool = False) -> str:
    """Whatever `when` reads: a moment, a date, a part of a day, a repetition or a span."""
    match value:
        case datetime():
            return moment(value, now, hours24=hours24)
        case date():
            return on(value, now.date())
        case DayPart():
            return day_part(value, now.date())
        case Recurrence():
            return repeat(value, now.date(), hours24=hours24)
        case Span():
            return span(value, now, hours24=hours24)
    raise TypeError(value)


def days(which: tuple[int, ...] | frozenset[int]) -> str:
    """Days of the week again and again: "every day", "every weekday", "every Monday and Friday"."""
    ordered = tuple(sorted(which))
    if ordered == EVERY_DAY:
        return "every day"
    return "every weekday" if ordered == _WORKDAYS else f"every {_weekdays(ordered)}"


def repeat(found: Recurrence, today: date, *, hours24: bool = False) -> str:
    """ "every weekday at 6:30 AM", "every day except Saturday and Sunday", "on the 15th of every month"."""
    said = _pattern(found)
    if found.part and not found.times:
        said = f"every {found.part}" if said == "every day" else f"{said} in the {found.part}"
    if found.times:
        said += f" at {join([time_of_day(clock, hours24=hours24) for clock in found.times])}"
    if left_out := _left_out(found, today):
        said += f" except {join(left_out)}"
    if found.start:
        said += f" from {near(found.start, today)}"
    return said + (f" until {near(found.until, today)}" if found.until else "")


def _pattern(found: Recurrence) -> str:
    if found.day_of_year:
        return f"{_every(found.interval, 'year')} on {month_day(*found.day_of_year)}"
    if found.nth is not None:
        which = f"the {_NTH[found.nth]} {_weekdays(found.days)}"
        return f"on {which} of {_every(found.interval, 'month')}"
    if found.day is not None:
        which = "the last day" if found.day == -1 else f"the {say.ordinal(found.day)}"
        return f"on {which} of {_every(found.interval, 'month')}"
    if not found.days:
        return _every(found.interval, found.unit)
    if found.interval == 1:
        return days(found.days)
    if found.interval == 2 and len(found.days) == 1:
        return f"every other {_weekdays(found.days)}"
    return f"{_every(found.interval, found.unit)} on {_weekdays(found.days)}"


def _every(interval: int, unit: str) -> str:
    if interval <= 2:
        return f"every {unit}" if interval == 1 else f"every other {unit}"
    return f"every {interval} {unit}s"


def _left_out(found: Recurrence, today: date) -> list[str]:
    dates = [
        month_day(*each) if isinstance(each, tuple) else near(each, today) for each in found.except_dates
    ]
    return [_weekday(day) for day in sorted(found.except_days)] + dates


def _weekdays(which: tuple[int, ...]) -> str:
    return join([_weekday(day) for day in sorted(which)])


def _weekday(day: int) -> str:
    return str(calendar.day_name[day])
