"""Spans: between two dates, two times of day or two moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from models.text.parse.clock import TimeOfDay, clock_in_part, in_minutes
from models.text.parse.dates import STEPS, Month, month_end, month_start
from models.text.parse.moments import from_now, next_time, on_the_wall
from models.text.parse.numbers import whole
from models.text.parse.reader import Context, Nonsense, Unknown, rule, rule_in_context

_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """From a start to an end of one kind; of dates, the last one belongs to it."""

    start: date | datetime | TimeOfDay
    end: date | datetime | TimeOfDay


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@rule_in_context
def week_span(context: Context, which: str) -> Span:
    monday = _monday(context.today) + timedelta(weeks=STEPS[which])
    return Span(monday, monday + timedelta(days=6))


@rule_in_context
def rest_of_week(context: Context) -> Span:
    return week_span(context, "this")


@rule_in_context
def rest_of_month(context: Context) -> Span:
    start = context.today.replace(day=1)
    return Span(start, month_end(start))


@rule_in_context
def rest_span(context: Context, period: Span) -> Span:
    """ "all week", "the rest of the month": what is past of it does not count."""
    assert isinstance(period.start, date)
    return Span(max(period.start, context.today), period.end)


@rule_in_context
def weekend_span(context: Context, which: str = "the") -> Span:
    saturday = _monday(context.today) + timedelta(days=5, weeks=STEPS[which])
    return Span(saturday, saturday + timedelta(days=1))


@rule_in_context
def month_span(context: Context, month: Month, year: Fraction | None = None) -> Span:
    start = month_start(month, year, context.today)
    return Span(start, month_end(start))


@rule
def year_span(year: Fraction) -> Span:
    return Span(date(int(year), 1, 1), date(int(year), 12, 31))


@rule_in_context
def nth_week(context: Context, nth: Fraction, month: Month, year: Fraction | None = None) -> Span:
    """ "the first week of March": its days 1 to 7."""
    start = month_start(month, year, context.today)
    if nth == -1:
        return Span(month_end(start) - timedelta(days=6), month_end(start))
    first = start + timedelta(weeks=whole(nth, 1, 4) - 1)
    return Span(first, first + timedelta(days=6))


@rule
def all_day(day: date) -> Span:
    return Span(day, day)


@rule
def dates_span(first: date, last: date) -> Span:
    if last < first:
        raise Nonsense
    return Span(first, last)


@rule
def until_weekday(first: date, last: date) -> Span:
    """ "from Monday to Wednesday": the Wednesday after that Monday."""
    while last < first:
        last += timedelta(weeks=1)
    return Span(first, last)


@rule
def days_span(day: Fraction, last: date) -> Span:
    """ "from the 3rd to the 7th of December"."""
    return dates_span(last.replace(day=whole(day, 1, last.day)), last)


@rule
def times_span(start: TimeOfDay, end: TimeOfDay) -> Span:
    """ "8 to 10 pm": an open time takes the half of the day that makes the shortest span."""
    if end.half and not start.half:
        start = min(start.choices, key=lambda choice: _minutes_between(choice, end))
    elif start.half and not end.half:
        end = min(end.choices, key=lambda choice: _minutes_between(start, choice))
    elif not start.half:
        early = start.choices[start.hour == 12]
        nearest = min(end.choices, key=lambda choice: _minutes_between(early, choice))
        end = TimeOfDay(nearest.hour, nearest.minute)
    return Span(start, end)


def _minutes_between(start: TimeOfDay, end: TimeOfDay) -> int:
    return (end.minutes - start.minutes) % _DAY_MINUTES or _DAY_MINUTES


@rule
def time_for(start: TimeOfDay, seconds: Fraction) -> Span:
    """ "from 3 pm for 45 minutes"."""
    end = in_minutes(start.minutes + int(seconds) // 60)
    return Span(start, TimeOfDay(end.hour, end.minute, start.half and end.half))


@rule_in_context
def moments_span(context: Context, day: date, times: Span) -> Span:
    """ "tomorrow from 9 am to 11 am"; an end before the start is on the day after."""
    start, end = times.start, times.end
    assert isinstance(start, TimeOfDay)
    assert isinstance(end, TimeOfDay)
    if not start.half:
        raise Unknown
    zone = context.zone or context.now.tzinfo
    begins = on_the_wall(day, start, zone)
    ends = on_the_wall(day, end, zone)
    if ends <= begins:
        ends = on_the_wall(day + timedelta(days=1), end, zone)
    return Span(begins, ends)


@rule_in_context
def part_span(context: Context, part: str, times: Span) -> Span:
    """ "tonight from eight till half past nine"."""
    assert isinstance(times.start, TimeOfDay)
    assert isinstance(times.end, TimeOfDay)
    start = clock_in_part(times.start, part)
    end = times.end if times.start.half else TimeOfDay((times.end.hour - 1) % 12 + 1, times.end.minute)
    return moments_span(context, context.today, times_span(start, end))


@rule_in_context
def now_until(context: Context, end: TimeOfDay | datetime) -> Span:
    return Span(context.now, next_time(context, end) if isinstance(end, TimeOfDay) else end)


@rule_in_context
def next_span(context: Context, seconds: Fraction) -> Span:
    """ "for the next two hours"."""
    return Span(context.now, from_now(context, seconds))
